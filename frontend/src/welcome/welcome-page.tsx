// The first page anybody sees: what this is, and two ways in.
import { useTranslation } from "react-i18next";
import { Mark } from "../app/mark.tsx";
import { useFormat } from "../i18n/format.ts";
import { firstWeekday, startOfDay, startOfWeek } from "../logbook/days.ts";
import { WeekStrip } from "../logbook/week-strip.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useArrival } from "../ui/use-arrival.ts";
import { useTitle } from "../ui/use-title.ts";

/** A good week, in minutes. */
const EXAMPLE = [25, 40, 0, 55, 35, 60, 45];

export default function WelcomePage() {
  const { t } = useTranslation("welcome");
  const format = useFormat();
  useTitle(t("title"));
  useArrival(t("title"));
  const start = startOfWeek(Date.now(), firstWeekday(format.language));
  const reasons: [IconName, string, string][] = [
    ["journal", t("writeTitle"), t("writeText")],
    ["away", t("offlineTitle"), t("offlineText")],
    ["person", t("yoursTitle"), t("yoursText")],
  ];
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-5xl content-center gap-10 px-6 py-12 md:grid-cols-[1.1fr_1fr] md:gap-x-16">
      <div className="grid content-center gap-5">
        <p className="flex items-center gap-3 font-serif text-2xl">
          <Mark className="size-9" />
          Mirubato
        </p>
        <h1 className="text-4xl leading-[1.1] sm:text-5xl">{t("title")}</h1>
        <p className="max-w-prose text-lg text-soft">{t("intro")}</p>
        <div className="mt-2 flex flex-wrap gap-3">
          <ButtonLink to="/logbook/new" look="strong" className="min-h-12 px-6 text-lg">
            {t("start")}
          </ButtonLink>
          <ButtonLink to="/sign-in" className="min-h-12 px-6 text-lg">
            {t("signIn")}
          </ButtonLink>
        </div>
        <p className="text-sm text-soft">{t("noAccount")}</p>
      </div>
      <div className="grid content-center" aria-hidden="true">
        <div className="rotate-1 rounded-2xl border border-rule bg-sheet p-6 shadow-sheet">
          <WeekStrip
            start={start}
            seconds={EXAMPLE.map((minutes) => minutes * 60)}
            now={startOfDay(start, 6)}
          />
        </div>
      </div>
      <ul className="grid gap-6 border-t border-rule pt-8 sm:grid-cols-3 md:col-span-2">
        {reasons.map(([icon, title, text]) => (
          <li key={icon} className="grid content-start gap-1.5">
            <Icon name={icon} className="size-6 text-accent" />
            <h2 className="text-lg">{title}</h2>
            <p className="text-sm text-soft">{text}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}
