// All terms of a kind, or all that begin with a letter.
import { useTranslation } from "react-i18next";
import { BackLink } from "../ui/back-link.tsx";
import type { Choice } from "./offline.ts";
import { ResultList } from "./result-list.tsx";
import { browse } from "./source.ts";
import { FromDevice, Unreachable } from "./standing.tsx";
import { useAnswer } from "./use-answer.ts";
import { useLanguage, useNames } from "./words.ts";

export function Leaf({ choice }: { choice: Choice }) {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  const names = useNames();
  const { kind, letter } = choice;
  const address = kind === undefined ? `letter=${encodeURIComponent(letter ?? "")}` : `kind=${kind}`;
  const { answer, failed, again } = useAnswer(`${language} ${address}`, () => browse(choice, language));
  const title = kind === undefined ? (letter ?? "").toUpperCase() : names.kind(kind);
  return (
    <section className="grid gap-3" aria-busy={!answer && !failed}>
      <BackLink to="/lookup" />
      <h2 className="text-2xl">{title}</h2>
      {failed && <Unreachable again={again} />}
      {answer?.from === "device" && <FromDevice />}
      {answer && answer.value.length === 0 && <p className="text-soft">{t("empty")}</p>}
      {answer && answer.value.length > 0 && (
        <ResultList terms={answer.value} label={title} back={`/lookup?${address}`} />
      )}
    </section>
  );
}
