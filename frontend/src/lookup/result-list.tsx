// Terms as lines of a dictionary: the word, where it comes from, what it means in a few words.
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Listed } from "./wire.ts";
import { useLanguage, useNames } from "./words.ts";

const LINE = "data-term";

/** Gives the focus to the first line of the list on the page. */
export function focusFirst(): void {
  document.querySelector<HTMLElement>(`[${LINE}]`)?.focus();
}

export function ResultList({
  terms,
  label,
  back,
  onLeave,
}: {
  terms: readonly Listed[];
  label: string;
  /** Where one came from, for the way back. */
  back: string;
  /** Up from the first line, or Escape. */
  onLeave?: () => void;
}) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const lines = [...document.querySelectorAll<HTMLElement>(`[${LINE}]`)];
    const place = lines.indexOf(event.currentTarget);
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (event.key === "Escape" || (next === -1 && onLeave)) onLeave?.();
    else if (next !== undefined) lines[next]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <ul aria-label={label} className="grid divide-y divide-rule border-y border-rule">
      {terms.map((term) => (
        <li key={term.id}>
          <Line term={term} back={back} onPress={press} />
        </li>
      ))}
    </ul>
  );
}

function Line({
  term: { id, term, sourceLanguage, type, definitions },
  back,
  onPress,
}: {
  term: Listed;
  back: string;
  onPress: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { t } = useTranslation("lookup");
  const names = useNames();
  const definition = definitions[useLanguage()];
  return (
    <Link
      {...{ [LINE]: id }}
      to={`/lookup/${encodeURIComponent(id)}`}
      state={{ back, term }}
      className="grid min-h-11 gap-x-4 gap-y-0.5 rounded-lg px-3 py-3 hover:bg-sheet sm:grid-cols-[minmax(0,1fr)_auto]"
      onKeyDown={onPress}
    >
      <span className="font-serif text-xl leading-snug">
        <span lang={sourceLanguage}>{term}</span>
        {definition?.names?.[0] && <span className="text-soft"> · {definition.names[0]}</span>}
      </span>
      <span className="text-sm text-soft sm:pt-1 sm:text-right">
        {t("origin", { language: names.language(sourceLanguage), kind: names.kind(type) })}
      </span>
      <span className="text-soft sm:col-span-2">{definition?.brief}</span>
    </Link>
  );
}
