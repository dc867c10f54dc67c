// The service worker: asked for after the first page is up, and listened to for newer versions.

const RELOADED = "mirubato.reloaded";
const EVERY_HOUR = 60 * 60 * 1_000;

let waiting: ServiceWorker | undefined;
let tell: ((update: () => void) => void) | undefined;

/** Calls `ready` when a newer version waits; what it is given puts that version in place and loads the page anew. */
export function onUpdateReady(ready: (update: () => void) => void): () => void {
  tell = ready;
  if (waiting) announce(waiting);
  return () => {
    tell = undefined;
  };
}

function announce(worker: ServiceWorker): void {
  waiting = worker;
  tell?.(() => {
    navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), {
      once: true,
    });
    worker.postMessage({ type: "SKIP_WAITING" });
  });
}

export async function startWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  if (registration.waiting && navigator.serviceWorker.controller) announce(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      // The first worker ever replaces nothing and asks nothing.
      if (worker.state === "installed" && navigator.serviceWorker.controller) announce(worker);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), EVERY_HOUR);
}

/** A page of an older version asks for a file that is gone: the new version has to be loaded. Drafts are kept, so nothing typed is lost. */
export function reloadOnMissingFile(): void {
  window.addEventListener("vite:preloadError", () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    // Once in a while, not in a circle; and offline it would only lose the page.
    if (!navigator.onLine || Date.now() - last < 60_000) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    window.location.reload();
  });
}
