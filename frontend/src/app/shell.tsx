// What is around every page: where one can go, and how things stand.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useLocation } from "react-router";
import { setTimer, useNow, useTimer } from "../timer/store.ts";
import { clockFace, elapsed, isRunning, pause, resume } from "../timer/timer.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { Mark } from "./mark.tsx";
import { SyncIndicator } from "./sync-indicator.tsx";

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const links = [
    { to: "/logbook", icon: "journal", label: t("nav.journal") },
    { to: "/timer", icon: "timer", label: t("nav.timer") },
    { to: "/lookup", icon: "book", label: t("nav.dictionary") },
    { to: "/settings", icon: "settings", label: t("nav.settings") },
  ] as const;
  return (
    <div className="group/shell md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-ink focus:px-4 focus:py-3 focus:text-paper"
      >
        {t("nav.skip")}
      </a>
      <header className="flex items-center justify-between px-4 pt-[max(0.5rem,env(safe-area-inset-top))] md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:justify-start md:gap-6 md:border-r md:border-rule md:px-4 md:py-6">
        <Link
          to="/logbook"
          className="inline-flex min-h-11 shrink-0 items-center gap-2.5 rounded-lg px-1 font-serif text-xl whitespace-nowrap"
        >
          <Mark className="size-7" />
          Mirubato
        </Link>
        <nav aria-label={t("nav.main")} className="hidden md:grid md:gap-1">
          <WriteLink wide />
          {links.map((link) => (
            <SideLink key={link.to} {...link} />
          ))}
        </nav>
        <div className="md:mt-auto">
          <SyncIndicator />
        </div>
      </header>
      <div id="content" tabIndex={-1} className="outline-none">
        <TimerBar />
        {children}
      </div>
      <nav
        aria-label={t("nav.main")}
        className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-[repeat(5,minmax(min-content,1fr))] border-t [overflow-wrap:normal] border-rule bg-paper/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-sm md:hidden"
      >
        <TabLink {...links[0]} />
        <TabLink {...links[1]} />
        <WriteLink />
        <TabLink {...links[2]} />
        <TabLink {...links[3]} />
      </nav>
      <Toasts />
    </div>
  );
}

interface To {
  to: string;
  icon: IconName;
  label: string;
}

function SideLink({ to, icon, label }: To) {
  return (
    <NavLink
      to={to}
      className="flex min-h-11 items-center gap-3 rounded-lg px-3 text-soft hover:bg-tint hover:text-ink aria-[current=page]:bg-tint aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      <Icon name={icon} />
      {label}
    </NavLink>
  );
}

function TabLink({ to, icon, label }: To) {
  return (
    <NavLink
      to={to}
      className="grid min-h-14 content-center justify-items-center gap-0.5 text-[clamp(0.625rem,2.9vw,0.75rem)] text-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
    >
      <Icon name={icon} className="size-6" />
      {label}
    </NavLink>
  );
}

function WriteLink({ wide = false }: { wide?: boolean }) {
  const { t } = useTranslation();
  if (wide) {
    return (
      <Link
        to="/logbook/new"
        className="mb-3 flex min-h-11 items-center gap-3 rounded-lg bg-accent px-3 font-medium text-on-accent hover:brightness-95"
      >
        <Icon name="plus" />
        {t("nav.write")}
      </Link>
    );
  }
  return (
    <Link
      to="/logbook/new"
      className="grid min-h-14 content-center justify-items-center gap-0.5 text-[clamp(0.625rem,2.9vw,0.75rem)] text-soft"
    >
      <span className="grid h-6 w-11 place-items-center rounded-full bg-accent text-on-accent">
        <Icon name="plus" />
      </span>
      {t("nav.write")}
    </Link>
  );
}

/** The running timer, wherever one is. */
function TimerBar() {
  const { t } = useTranslation();
  const timer = useTimer((state) => state.timer);
  const now = useNow(timer);
  const { pathname } = useLocation();
  if (!timer || pathname === "/timer") return null;
  const runs = isRunning(timer);
  const piece = timer.current === null ? undefined : timer.pieces[timer.current];
  return (
    <aside
      aria-label={t("nav.timer")}
      className="sticky top-0 z-10 mx-4 mt-1 flex items-center gap-1 rounded-xl border border-accent bg-tint pr-1 pl-4 md:mx-auto md:mt-4 md:max-w-2xl"
    >
      <Link to="/timer" className="flex min-h-11 grow items-center gap-3 overflow-hidden">
        <span className={`figures text-xl ${runs ? "text-accent" : "text-soft"}`}>
          {clockFace(elapsed(timer, now))}
        </span>
        <span className="truncate text-sm text-soft">
          {piece?.title ?? (runs ? t("timer.running") : t("timer.paused"))}
        </span>
      </Link>
      <button
        type="button"
        className="grid size-11 place-items-center rounded-lg"
        aria-label={runs ? t("timer.pause") : t("timer.resume")}
        onClick={() => setTimer(runs ? pause(timer, Date.now()) : resume(timer, Date.now()))}
      >
        <Icon name={runs ? "pause" : "play"} />
      </button>
    </aside>
  );
}
