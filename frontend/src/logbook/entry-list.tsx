// The journal itself: days in the margin, entries beside them. Only what is in view is on the page.
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { type Row, rowsOf, startOfDay } from "./days.ts";
import type { Entry } from "./entry.ts";
import { EntryRow } from "./entry-row.tsx";

const DAY_HEIGHT = 76;
const ENTRY_HEIGHT = 92;

export function EntryList({ entries, now }: { entries: readonly Entry[]; now: number }) {
  const { t } = useTranslation("logbook");
  const rows = useMemo(() => rowsOf(entries), [entries]);
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above the list changes with it.
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(Math.round(top + window.scrollY));
  }, [rows]);

  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (place) => (rows[place]?.kind === "day" ? DAY_HEIGHT : ENTRY_HEIGHT),
    getItemKey: (place) => keyOf(rows[place], place),
    overscan: 8,
    scrollMargin,
  });

  return (
    <div className="relative">
      <div aria-hidden="true" className="absolute inset-y-0 left-14 w-px bg-accent opacity-45 md:left-20" />
      <ul
        ref={list}
        aria-label={t("entries")}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start - scrollMargin}px)` }}
            >
              {row.kind === "day" ? (
                <DayHeading row={row} now={now} />
              ) : (
                <div className="ml-14 pl-1 md:ml-20 md:pl-3">
                  <EntryRow entry={row.entry} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function keyOf(row: Row | undefined, place: number): string | number {
  if (!row) return place;
  return row.kind === "day" ? row.day : row.entry.id;
}

function DayHeading({ row, now }: { row: Extract<Row, { kind: "day" }>; now: number }) {
  const { t } = useTranslation("logbook");
  const format = useFormat();
  const { day, seconds, sessions } = row;
  const name =
    { [startOfDay(now)]: t("today"), [startOfDay(now, -1)]: t("yesterday") }[day] ?? format.weekday(day);
  const isThisYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return (
    <h2 className="flex items-baseline pt-6 pb-1 font-sans">
      <span aria-hidden="true" className="w-14 shrink-0 pr-3 text-right md:w-20 md:pr-5">
        <span className="figures block text-3xl leading-none">{format.dayOfMonth(day)}</span>
        <span className="block text-xs text-soft">{format.shortMonth(day)}</span>
      </span>
      <span className="flex grow flex-wrap items-baseline justify-between gap-x-4 pr-3 pl-4 md:pl-6">
        <span className="text-sm font-medium">
          {name}
          <span className="sr-only">, {format.date(day)}</span>
          {!isThisYear && <span className="ml-2 font-normal text-soft">{format.month(day)}</span>}
        </span>
        {sessions > 1 && (
          <span className="text-sm font-normal text-soft">
            {t("total")} <span className="figures">{format.duration(seconds)}</span>
          </span>
        )}
      </span>
    </h2>
  );
}
