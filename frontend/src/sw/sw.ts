// The service worker: the app itself is on the device, so every page opens without a network from the first visit on.
//
// It never touches an answer of the API: what the user wrote is in IndexedDB, and an old answer would be a lie.
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[];
};

/** Paths that are the services' and not pages of the app. */
const SERVICES =
  /^\/(api|v1|v2|sync|scores|dictionary|docs|health|livez|readyz|metrics|openapi\.json|robots\.txt|internal|\.well-known)(\/|$)/;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: [SERVICES] }));

// The first visit is served from here at once. A newer worker waits until the user agrees to it.
clientsClaim();
self.addEventListener("message", ({ data }) => {
  if ((data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});
