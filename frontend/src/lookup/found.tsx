// What was found for what is typed.
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { ResultList } from "./result-list.tsx";
import { FromDevice, Unreachable } from "./standing.tsx";
import type { Asked } from "./use-answer.ts";
import type { Listed } from "./wire.ts";

export function Found({
  typed,
  asked: { answer, settled, failed, again },
  onLeave,
}: {
  typed: string;
  asked: Asked<Listed[]>;
  onLeave: () => void;
}) {
  const { t } = useTranslation("lookup");
  const format = useFormat();
  if (failed) return <Unreachable again={again} />;
  const terms = answer?.value ?? [];
  const count = t("found", { count: terms.length, number: format.number(terms.length) });
  return (
    <section className="grid gap-3" aria-busy={!settled}>
      <p role="status" className={terms.length > 0 ? "text-sm text-soft" : "sr-only"}>
        {settled && (terms.length > 0 ? count : t("nothing", { typed }))}
      </p>
      {answer?.from === "device" && <FromDevice />}
      {terms.length > 0 && (
        <ResultList
          terms={terms}
          label={t("results")}
          back={`/lookup?q=${encodeURIComponent(typed)}`}
          onLeave={onLeave}
        />
      )}
      {settled && answer && terms.length === 0 && (
        <div className="grid justify-items-center gap-3 px-6 py-10 text-center">
          <h2 className="text-2xl">{t("nothing", { typed })}</h2>
          <p className="max-w-sm text-soft">{t("nothingText")}</p>
        </div>
      )}
    </section>
  );
}
