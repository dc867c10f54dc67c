// Search over everything, and narrowing by what and on what.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/icon.tsx";
import { type Entry, TYPES } from "./entry.ts";
import { usedInstruments } from "./known.ts";
import type { Filter } from "./search.ts";
import { useWords } from "./words.ts";

export function Filters({
  filter,
  onChange,
  entries,
}: {
  filter: Filter;
  onChange: (filter: Filter) => void;
  entries: readonly Entry[];
}) {
  const { t } = useTranslation("logbook");
  const words = useWords();
  const instruments = useMemo(() => usedInstruments(entries), [entries]);
  const types = useMemo(() => {
    const used = new Set(entries.map(({ type }) => type));
    return [...TYPES, "status_change" as const].filter((type) => used.has(type));
  }, [entries]);
  return (
    <search className="mt-5 flex flex-wrap gap-2 lg:mt-0">
      <div className="relative min-w-60 grow basis-60">
        <Icon name="search" className="pointer-events-none absolute top-3 left-3 size-5 text-soft" />
        <input
          type="search"
          className="control !pl-10"
          aria-label={t("search")}
          placeholder={t("search")}
          value={filter.text}
          onChange={({ target }) => onChange({ ...filter, text: target.value })}
        />
      </div>
      {instruments.length > 1 && (
        <Pick
          label={t("allInstruments")}
          value={filter.instrument}
          options={instruments.map((value) => ({ value, label: words.instrument(value) }))}
          onChange={(instrument) => onChange({ ...filter, instrument })}
        />
      )}
      {types.length > 1 && (
        <Pick
          label={t("allTypes")}
          value={filter.type}
          options={types.map((value) => ({ value, label: words.type(value) }))}
          onChange={(type) => onChange({ ...filter, type })}
        />
      )}
    </search>
  );
}

function Pick({
  label,
  value,
  options,
  onChange,
}: {
  /** What no choice is called, and so the label too. */
  label: string;
  value: string | null;
  options: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}) {
  return (
    <select
      className="control !w-auto max-w-full grow basis-36 sm:grow-0"
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value || null)}
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
