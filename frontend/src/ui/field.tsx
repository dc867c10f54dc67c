// A control with its label, a hint, and what is wrong with it.
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

/** What a control needs to be tied to its label and its errors. */
export interface Tie {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export function Field({
  label,
  hint,
  errors = [],
  optional = false,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[];
  optional?: boolean;
  children: (tie: Tie) => ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const described = [hint ? `${id}-hint` : "", errors.length > 0 ? `${id}-errors` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="ml-2 font-normal text-soft">{t("optional")}</span>}
      </label>
      {children({ id, "aria-invalid": errors.length > 0, "aria-describedby": described || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      <Errors id={`${id}-errors`} errors={errors} />
    </div>
  );
}

export function Errors({ id, errors }: { id: string; errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <ul id={id} className="text-sm text-accent">
      {errors.map((error) => (
        <li key={error}>{error}</li>
      ))}
    </ul>
  );
}
