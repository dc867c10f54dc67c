// The week as a picture, with what it adds up to.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { Icon } from "../ui/icon.tsx";
import { firstWeekday, secondsBetween, secondsOfWeek, startOfDay, startOfWeek, streak } from "./days.ts";
import type { Entry } from "./entry.ts";
import { WeekStrip } from "./week-strip.tsx";

export function Overview({ entries, now }: { entries: readonly Entry[]; now: number }) {
  const { t } = useTranslation("logbook");
  const format = useFormat();
  const thisWeek = startOfWeek(now, firstWeekday(format.language));
  const [back, setBack] = useState(0);
  const start = startOfDay(thisWeek, -7 * back);
  const seconds = useMemo(() => secondsOfWeek(entries, start), [entries, start]);
  const sum = seconds.reduce((a, b) => a + b, 0);
  const figures = useMemo(() => {
    const today = startOfDay(now);
    const date = new Date(now);
    const month = new Date(date.getFullYear(), date.getMonth(), 1).getTime();
    const tomorrow = startOfDay(now, 1);
    return {
      today: secondsBetween(entries, today, tomorrow),
      month: secondsBetween(entries, month, tomorrow),
      streak: streak(entries, now),
    };
  }, [entries, now]);

  return (
    <section
      aria-label={t("week")}
      className="rounded-2xl border border-rule bg-sheet p-4 shadow-sheet md:p-5"
    >
      <div className="flex items-center justify-between">
        <Turn name="left" label={t("weekBefore")} onClick={() => setBack(back + 1)} />
        <div className="text-center" aria-live="polite">
          <p className="figures text-xl leading-tight">{format.duration(sum)}</p>
          <p className="text-sm text-soft">
            {back === 0 ? t("thisWeek") : format.dateRange(start, startOfDay(start, 6))}
          </p>
        </div>
        <Turn name="right" label={t("weekAfter")} disabled={back === 0} onClick={() => setBack(back - 1)} />
      </div>
      <div className="mx-auto mt-2 max-w-md">
        <WeekStrip start={start} seconds={seconds} now={now} />
      </div>
      <dl className="mt-2 flex justify-around gap-2 border-t border-rule pt-3 text-center">
        <Figure label={t("today")} value={format.about(figures.today)} />
        <Figure label={t("thisMonth")} value={format.about(figures.month)} />
        <Figure
          label={t("streak")}
          value={t("days", { count: figures.streak, number: format.number(figures.streak) })}
        />
      </dl>
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid content-start">
      <dt className="order-2 text-xs text-soft">{label}</dt>
      <dd className="figures text-lg whitespace-nowrap">{value}</dd>
    </div>
  );
}

function Turn({
  name,
  label,
  ...rest
}: {
  name: "left" | "right";
  label: string;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      className="grid size-11 place-items-center rounded-lg text-soft hover:bg-tint hover:text-ink disabled:invisible"
      {...rest}
    >
      <Icon name={name} />
    </button>
  );
}
