// One term, or where it may be meant to go.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useParams } from "react-router";
import { BackLink } from "../ui/back-link.tsx";
import { useTitle } from "../ui/use-title.ts";
import { ResultList } from "./result-list.tsx";
import { opened } from "./service.ts";
import { findTerm, findTerms } from "./source.ts";
import { FromDevice, Unreachable } from "./standing.tsx";
import { TermView } from "./term-view.tsx";
import { useAnswer } from "./use-answer.ts";
import { useLanguage } from "./words.ts";

/** What the page before says: where it was, and what the word is called, so that the heading is there at once. */
interface Before {
  back?: string;
  term?: string;
}

export default function TermPage() {
  const { t } = useTranslation("lookup");
  const { term: id = "" } = useParams();
  const language = useLanguage();
  const navigate = useNavigate();
  const before = (useLocation().state ?? {}) as Before;
  const { answer, failed, again } = useAnswer(`${language} ${id}`, () => findTerm(id, language));
  const term = answer?.value;
  const called = term?.term ?? before.term ?? id.replaceAll("-", " ");
  const isMissing = answer !== undefined && term === undefined;
  const title = isMissing ? t("missing", { term: called }) : called;
  useTitle(title);

  const openedId = answer?.from === "service" ? term?.id : undefined;
  useEffect(() => {
    if (openedId !== undefined) opened(openedId);
  }, [openedId]);

  // Asked for by another of its names: the address says which one it is.
  useEffect(() => {
    if (term && term.id !== id)
      void navigate(`/lookup/${encodeURIComponent(term.id)}`, { replace: true, state: { ...before } });
  }, [term, id, before, navigate]);

  return (
    <main
      className="mx-auto w-full max-w-3xl px-4 pt-4 pb-32 md:pt-8"
      aria-busy={answer === undefined && !failed}
    >
      <BackLink to={before.back ?? "/lookup"} />
      <article className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-5 rounded-2xl border border-rule bg-sheet p-5 shadow-sheet md:p-8">
        <h1 lang={term?.sourceLanguage} className="text-4xl">
          {title}
        </h1>
        {answer?.from === "device" && <FromDevice />}
        {term && <TermView term={term} isAlone={answer?.from === "device"} />}
        {failed && <Unreachable again={again} />}
        {isMissing && <Missing called={called} />}
      </article>
    </main>
  );
}

function Missing({ called }: { called: string }) {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  const { answer } = useAnswer(`${language} ${called}`, () => findTerms(called, language));
  const near = answer?.value.slice(0, 6) ?? [];
  return (
    <>
      <p className="text-soft">{t("missingText")}</p>
      {near.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-xl">{t("near")}</h2>
          <ResultList terms={near} label={t("near")} back="/lookup" />
        </section>
      )}
    </>
  );
}
