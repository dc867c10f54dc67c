// What is known of a term.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../i18n/format.ts";
import { LANGUAGES, NATIVE_NAMES } from "../i18n/languages.ts";
import { Icon } from "../ui/icon.tsx";
import type { Definition, Term } from "./wire.ts";
import { useLanguage, useNames } from "./words.ts";

export function TermView({ term, isAlone }: { term: Term; isAlone: boolean }) {
  const { t } = useTranslation("lookup");
  const names = useNames();
  const language = useLanguage();
  const format = useFormat();
  const { abbreviations = [], synonyms = [], related = [], instruments = [] } = term;
  const own = term.definitions[language] ?? term.definitions.en;
  const level = names.level(term.difficulty);
  return (
    <>
      <Facts term={term} />
      {own && <Defined definition={own} />}
      {abbreviations.length > 0 && (
        <Part title={t("abbreviations")}>
          <ul className="flex flex-wrap gap-2">
            {abbreviations.map((one) => (
              <li
                key={one}
                lang={term.sourceLanguage}
                className="rounded-lg border border-rule bg-paper px-3 py-1 font-serif text-lg italic"
              >
                {one}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {synonyms.length > 0 && (
        <Part title={t("synonyms")}>
          <Links
            links={synonyms.map((one) => ({ to: `/lookup?q=${encodeURIComponent(one)}`, label: one }))}
          />
        </Part>
      )}
      {related.length > 0 && (
        <Part title={t("related")}>
          <Links
            links={related.map((one) => ({
              to: `/lookup/${encodeURIComponent(one.id)}`,
              label: one.term,
              state: { back: `/lookup/${encodeURIComponent(term.id)}`, term: one.term },
            }))}
          />
        </Part>
      )}
      {instruments.length > 0 && (
        <Part title={t("instruments")}>{format.list(instruments.map(names.instrument))}</Part>
      )}
      {level && <Part title={t("difficulty")}>{level}</Part>}
      <Others term={term} isAlone={isAlone} />
      <Provenance term={term} />
    </>
  );
}

/** The line under the headword, as dictionaries have it. */
function Facts({ term: { pronunciation, sourceLanguage, type } }: { term: Term }) {
  const { t } = useTranslation("lookup");
  const names = useNames();
  return (
    <p className="-mt-3 flex flex-wrap items-baseline gap-x-4 text-soft">
      {pronunciation?.ipa && (
        <span>
          <span className="sr-only">{t("pronunciation")} </span>
          <span lang={`${sourceLanguage}-fonipa`}>[{pronunciation.ipa}]</span>
        </span>
      )}
      <span>{t("origin", { language: names.language(sourceLanguage), kind: names.kind(type) })}</span>
    </p>
  );
}

function Defined({ definition: { names = [], brief, full, usage } }: { definition: Definition }) {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  return (
    <>
      {names.length > 0 && <p className="font-serif text-lg text-accent">{names.join(" · ")}</p>}
      <p className="font-serif text-2xl leading-snug">{brief}</p>
      <p className="max-w-prose leading-relaxed">{full}</p>
      {usage && (
        <p className="max-w-prose border-l-2 border-accent pl-4 leading-relaxed">
          <span lang={language} className="block text-sm text-soft">
            {t("usage")}
          </span>
          {usage}
        </p>
      )}
    </>
  );
}

function Links({ links }: { links: { to: string; label: string; state?: unknown }[] }) {
  return (
    <ul className="flex flex-wrap gap-2">
      {links.map(({ to, label, state }) => (
        <li key={to}>
          <Link
            to={to}
            state={state}
            className="inline-flex min-h-11 items-center rounded-full border border-rule bg-paper px-4 hover:border-edge"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The same term for those who speak otherwise. */
function Others({ term, isAlone }: { term: Term; isAlone: boolean }) {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  const others = LANGUAGES.filter((one) => one !== language && term.definitions[one]);
  if (isAlone) return <p className="border-t border-rule pt-4 text-sm text-soft">{t("othersOffline")}</p>;
  if (others.length === 0) return null;
  return (
    <Part title={t("others")}>
      <div className="grid divide-y divide-rule rounded-xl border border-rule">
        {others.map((one) => {
          const definition = term.definitions[one];
          return (
            definition && (
              <details key={one} lang={one} className="group px-4">
                <summary className="flex min-h-11 items-center gap-2 py-2">
                  <Icon name="right" className="size-4 text-soft group-open:rotate-90" />
                  {NATIVE_NAMES[one]}
                </summary>
                <div className="grid gap-3 pb-4">
                  <Defined definition={definition} />
                </div>
              </details>
            )
          );
        })}
      </div>
    </Part>
  );
}

function Provenance({ term: { id, provenance, quality } }: { term: Term }) {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  const format = useFormat();
  const score = quality && format.number(quality.score);
  return (
    <footer className="flex flex-wrap items-center justify-between gap-x-6 border-t border-rule pt-3 text-sm text-soft">
      <p>
        {t(`provenance.${provenance}`)}
        {provenance === "generated" && score && ` ${t("score", { score })}`}
      </p>
      <a
        href={`/dictionary/${language}/${encodeURIComponent(id)}`}
        className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink"
      >
        {t("share")}
      </a>
    </footer>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-rule pt-4">
      <h2 className="mb-2 font-sans text-sm font-normal text-soft">{title}</h2>
      {children}
    </section>
  );
}
