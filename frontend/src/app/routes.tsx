// Which page is where. Each is fetched when it is first visited, its words with it.
import i18next from "i18next";
import { type ComponentType, lazy, Suspense } from "react";
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation } from "react-router";
import { useLogbook } from "../logbook/store.ts";
import { useAccount } from "../session/store.ts";
import { useArrival } from "../ui/use-arrival.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { NotFound } from "./not-found.tsx";
import { ScrollMemory } from "./scroll-memory.tsx";
import { Shell } from "./shell.tsx";
import { UpdatePrompt } from "./update-prompt.tsx";

type Load = () => Promise<{ default: ComponentType }>;

let loadedFirst: () => void;

/** Done when the first page has what it needs. What nobody is waiting for is fetched after that. */
export const firstPage = new Promise<void>((resolve) => {
  loadedFirst = resolve;
});

/** A page that comes together with its words. */
function page(load: Load, ...words: string[]): ComponentType {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), i18next.loadNamespaces(words)]).finally(loadedFirst);
    return loaded;
  });
}

const Welcome = page(() => import("../welcome/welcome-page.tsx"), "welcome", "logbook");
const SignIn = page(() => import("../signin/sign-in-page.tsx"), "signin");
const Verify = page(() => import("../signin/verify-page.tsx"), "signin");
const Outbox = page(() => import("../signin/outbox-page.tsx"), "signin");
const List = page(() => import("../logbook/list-page.tsx"), "logbook");
const Entry = page(() => import("../logbook/entry-page.tsx"), "logbook");
const Form = page(() => import("../logbook/form/form-page.tsx"), "form");
const Timer = page(() => import("../timer/timer-page.tsx"), "timer", "form");
const Lookup = page(() => import("../lookup/lookup-page.tsx"), "lookup");
const LookupTerm = page(() => import("../lookup/term-page.tsx"), "lookup");
const Settings = page(() => import("../settings/settings-page.tsx"), "settings");
const Refused = page(() => import("../settings/refused-page.tsx"), "settings", "form");

export function App() {
  return (
    <BrowserRouter>
      <ErrorBoundary>
        <Suspense fallback={null}>
          <Routes>
            <Route index element={<Home />} />
            <Route path="welcome" element={<Welcome />} />
            <Route path="sign-in" element={<SignIn />} />
            <Route path="auth/verify" element={<Verify />} />
            <Route path="dev/outbox" element={<Outbox />} />
            <Route element={<Within />}>
              <Route path="logbook" element={<List />} />
              <Route path="logbook/new" element={<Form />} />
              <Route path="logbook/:id" element={<Entry />} />
              <Route path="logbook/:id/edit" element={<Form />} />
              <Route path="timer" element={<Timer />} />
              <Route path="lookup" element={<Lookup />} />
              <Route path="lookup/:term" element={<LookupTerm />} />
              <Route path="settings" element={<Settings />} />
              <Route path="settings/refused" element={<Refused />} />
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
          <UpdatePrompt />
        </Suspense>
      </ErrorBoundary>
    </BrowserRouter>
  );
}

/** A page inside the frame. What breaks in it leaves the frame standing, and the next page starts afresh. */
function Within() {
  const { pathname } = useLocation();
  return (
    <Shell>
      <ErrorBoundary key={pathname}>
        <Suspense fallback={<main className="min-h-dvh" aria-busy="true" />}>
          <Outlet />
          <ScrollMemory />
          <Arrival page={pathname} />
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}

/** Beside the page, so that its heading is there. */
function Arrival({ page }: { page: string }) {
  useArrival(page);
  return null;
}

/** The journal, or a word of welcome to who has none yet. */
function Home() {
  const account = useAccount();
  const { loaded, entries } = useLogbook();
  if (!loaded) return null;
  return <Navigate to={account || entries.length > 0 ? "/logbook" : "/welcome"} replace />;
}
