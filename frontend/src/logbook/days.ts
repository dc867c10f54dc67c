// Days and weeks of practice, in the zone of the device.
import { countsAsPractice, type Entry } from "./entry.ts";

/** Midnight at the beginning of the day, `days` later. Not a sum of hours: days with a change of clocks are not 24 long. */
export function startOfDay(millis: number, days = 0): number {
  const date = new Date(millis);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** Midnight at the beginning of the week. `first` is the first day of the week, 1 for Monday to 7 for Sunday. */
export function startOfWeek(millis: number, first: number): number {
  const weekday = new Date(millis).getDay();
  return startOfDay(millis, -((weekday - (first % 7) + 7) % 7));
}

/** The first day of the week where the language is at home, 1 for Monday to 7 for Sunday. */
export function firstWeekday(language: string): number {
  type Info = { firstDay: number };
  const locale = new Intl.Locale(language).maximize() as Intl.Locale & {
    weekInfo?: Info;
    getWeekInfo?: () => Info;
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** Seconds practised on each of the seven days from `monday`, or whichever day the week starts with. */
export function secondsOfWeek(entries: readonly Entry[], start: number): number[] {
  const ends = Array.from({ length: 7 }, (_, day) => startOfDay(start, day + 1));
  const seconds = [0, 0, 0, 0, 0, 0, 0];
  for (const entry of entries) {
    if (entry.timestamp < start) break;
    const day = ends.findIndex((end) => entry.timestamp < end);
    if (day >= 0 && countsAsPractice(entry)) seconds[day] = (seconds[day] ?? 0) + entry.duration;
  }
  return seconds;
}

/** Seconds practised from `start` to before `end`. Entries are newest first. */
export function secondsBetween(entries: readonly Entry[], start: number, end: number): number {
  let seconds = 0;
  for (const entry of entries) {
    if (entry.timestamp < start) break;
    if (entry.timestamp < end && countsAsPractice(entry)) seconds += entry.duration;
  }
  return seconds;
}

/** Days in a row with practice up to today. A day that is not over yet breaks nothing. */
export function streak(entries: readonly Entry[], now: number): number {
  let day = startOfDay(now);
  let days = 0;
  let met = false;
  for (const entry of entries) {
    if (!countsAsPractice(entry) || entry.duration === 0) continue;
    while (entry.timestamp < day) {
      if (!met && day !== startOfDay(now)) return days;
      met = false;
      day = startOfDay(day, -1);
    }
    if (entry.timestamp < startOfDay(day, 1) && !met) {
      met = true;
      days += 1;
    }
  }
  return days;
}

export type Row =
  | { kind: "day"; day: number; seconds: number; sessions: number }
  | { kind: "entry"; entry: Entry; first: boolean };

/** Entries, newest first, as rows of a list with a heading for each day. */
export function rowsOf(entries: readonly Entry[]): Row[] {
  const rows: Row[] = [];
  let heading: Extract<Row, { kind: "day" }> | undefined;
  let end = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    const isNew = !heading || entry.timestamp < heading.day || entry.timestamp >= end;
    if (isNew) {
      const day = startOfDay(entry.timestamp);
      end = startOfDay(day, 1);
      heading = { kind: "day", day, seconds: 0, sessions: 0 };
      rows.push(heading);
    }
    if (heading) {
      heading.sessions += 1;
      if (countsAsPractice(entry)) heading.seconds += entry.duration;
    }
    rows.push({ kind: "entry", entry, first: isNew });
  }
  return rows;
}
