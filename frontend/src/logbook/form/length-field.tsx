// How long it was: hours and minutes, or a touch on a usual length.
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Errors } from "../../ui/field.tsx";
import { type FormState, lengthOf } from "./model.ts";

const USUAL_MINUTES = [15, 30, 45, 60, 90];

type Length = Pick<FormState, "hours" | "minutes" | "seconds">;

export function LengthField({
  length,
  onChange,
  errors,
}: {
  length: Length;
  onChange: (length: Length) => void;
  errors: string[];
}) {
  const { t } = useTranslation("form");
  const format = useFormat();
  const id = useId();
  const described = errors.length > 0 ? `${id}-errors` : undefined;
  const parts = [
    ["hours", t("hours"), 24],
    ["minutes", t("minutes"), 59],
  ] as const;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t("duration")}</legend>
      <div className="flex items-center gap-2">
        {parts.map(([part, label, most]) => (
          <label key={part} className="flex items-center gap-2">
            <input
              className="control figures !w-20 text-right text-lg"
              type="number"
              inputMode="numeric"
              min={0}
              max={most}
              value={length[part]}
              aria-invalid={errors.length > 0}
              aria-describedby={described}
              onFocus={(event) => event.target.select()}
              onChange={(event) => onChange({ ...length, [part]: event.target.value, seconds: 0 })}
            />
            <span className="text-sm text-soft">{label}</span>
          </label>
        ))}
        {length.seconds > 0 && (
          <span className="numerals text-sm text-soft">+ {format.duration(length.seconds)}</span>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {USUAL_MINUTES.map((minutes) => (
          <button
            key={minutes}
            type="button"
            aria-pressed={lengthOf(length) === minutes * 60}
            className="min-h-11 rounded-full border border-rule bg-sheet px-3.5 text-sm text-soft hover:border-edge hover:text-ink aria-pressed:border-accent aria-pressed:bg-tint aria-pressed:text-ink"
            onClick={() =>
              onChange({ hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60), seconds: 0 })
            }
          >
            {format.duration(minutes * 60)}
          </button>
        ))}
      </div>
      <Errors id={`${id}-errors`} errors={errors} />
    </fieldset>
  );
}
