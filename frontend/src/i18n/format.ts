// Times, days and durations as they are written in the user's language.
import { useTranslation } from "react-i18next";
import { oncePerLanguage } from "./once.ts";

export interface Format {
  language: string;
  /** `18:30` */
  time(millis: number): string;
  /** `Tuesday` */
  weekday(millis: number): string;
  /** `Tue` */
  shortWeekday(millis: number): string;
  /** `24` */
  dayOfMonth(millis: number): string;
  /** `November 2026` */
  month(millis: number): string;
  /** `Nov` */
  shortMonth(millis: number): string;
  /** `24 November 2026` */
  date(millis: number): string;
  /** `23 – 29 November` */
  dateRange(from: number, to: number): string;
  /** `1h 25m` from seconds. Under a minute in seconds. */
  duration(seconds: number): string;
  /** As `duration`, and from ten hours on in whole hours. */
  about(seconds: number): string;
  /** `1,204` */
  number(value: number): string;
  /** `312 kB` */
  size(bytes: number): string;
  /** `Italian` from `it` */
  languageName(tag: string): string;
  /** `a, b and c` */
  list(words: string[]): string;
}

/** The language as the user's browser has it, region included: `en` may be `en-GB` there, with other dates and weeks. */
export function withRegion(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().startsWith(`${language.toLowerCase()}-`)) ?? language;
}

export function makeFormat(language: string): Format {
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options);
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "narrow" });
  const time = date({ hour: "numeric", minute: "2-digit" });
  const weekday = date({ weekday: "long" });
  const shortWeekday = date({ weekday: "short" });
  const month = date({ month: "long", year: "numeric" });
  const shortMonth = date({ month: "short" });
  const full = date({ dateStyle: "long" });
  const range = date({ day: "numeric", month: "long" });
  const [hour, minute, second] = [unit("hour"), unit("minute"), unit("second")];
  const number = new Intl.NumberFormat(language);
  const kilobytes = new Intl.NumberFormat(language, {
    style: "unit",
    unit: "kilobyte",
    maximumFractionDigits: 0,
  });
  const names = new Intl.DisplayNames(language, { type: "language" });
  const list = new Intl.ListFormat(language);
  const duration = (seconds: number) => {
    if (seconds > 0 && seconds < 60) return second.format(seconds);
    const minutes = Math.round(seconds / 60);
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    if (hours === 0) return minute.format(rest);
    return rest === 0 ? hour.format(hours) : `${hour.format(hours)} ${minute.format(rest)}`;
  };
  return {
    language,
    time: (millis) => time.format(millis),
    weekday: (millis) => weekday.format(millis),
    shortWeekday: (millis) => shortWeekday.format(millis),
    dayOfMonth: (millis) => String(new Date(millis).getDate()),
    month: (millis) => month.format(millis),
    shortMonth: (millis) => shortMonth.format(millis),
    date: (millis) => full.format(millis),
    dateRange: (from, to) => range.formatRange(from, to),
    duration,
    about: (seconds) => (seconds < 36_000 ? duration(seconds) : hour.format(Math.round(seconds / 3_600))),
    number: (value) => number.format(value),
    size: (bytes) => kilobytes.format(bytes / 1_000),
    languageName: (tag) => names.of(tag) ?? tag,
    list: (words) => list.format(words),
  };
}

const formats = oncePerLanguage<Format>();

/** The same object as long as the language is the same. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formats(i18n.language, () => makeFormat(withRegion(i18n.language, navigator.languages)));
}
