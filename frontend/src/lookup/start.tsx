// What is there before anything is typed: what others look up, kinds to leaf through, letters.
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { popular } from "./service.ts";
import { KINDS } from "./wire.ts";
import { useLanguage, useNames } from "./words.ts";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export function Start() {
  const { t } = useTranslation("lookup");
  const names = useNames();
  return (
    <div className="grid gap-8">
      <Popular />
      <Part title={t("byKind")}>
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
          {KINDS.map((kind) => (
            <li key={kind}>
              <Link
                to={`?kind=${kind}`}
                className="flex min-h-12 items-center rounded-xl border border-rule bg-sheet px-4 py-2 hover:border-edge"
              >
                {names.kind(kind)}
              </Link>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t("byLetter")}>
        <ul className="flex flex-wrap gap-1.5">
          {LETTERS.map((letter) => (
            <li key={letter}>
              <Link
                to={`?letter=${letter.toLowerCase()}`}
                className="grid size-11 place-items-center rounded-lg border border-rule bg-sheet font-serif text-lg hover:border-edge"
              >
                {letter}
              </Link>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

/** Left out where it cannot be had: nobody came for it. */
function Popular() {
  const { t } = useTranslation("lookup");
  const language = useLanguage();
  const [terms, setTerms] = useState<{ id: string; term: string }[]>([]);
  useEffect(() => {
    let wanted = true;
    popular(language).then(
      (found) => wanted && setTerms(found),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  if (terms.length === 0) return null;
  return (
    <Part title={t("popular")}>
      <ul className="flex flex-wrap gap-2">
        {terms.map(({ id, term }) => (
          <li key={id}>
            <Link
              to={`/lookup/${encodeURIComponent(id)}`}
              state={{ back: "/lookup", term }}
              className="inline-flex min-h-11 items-center rounded-full bg-tint px-4 font-serif text-lg hover:brightness-97"
            >
              {term}
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{title}</h2>
      {children}
    </section>
  );
}
