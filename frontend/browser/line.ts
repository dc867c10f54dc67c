// What goes over the connections of a page, as the browser sees it.
import type { Page, WebSocket } from "playwright-core";
import { expect } from "vitest";

export interface Line {
  /** Connections that are open now. */
  open(): number;
  /** Connections there ever were. */
  made(): number;
  /** Texts that came, the first first. */
  heard: string[];
  /** Texts that went out. */
  said: string[];
  /** Requests that fetch or send records. */
  requests: string[];
  /** Waits until the connection stands. */
  stands(): Promise<void>;
}

/** Listens to a page. Before it opens anything. */
export function line(page: Page): Line {
  const sockets: { socket: WebSocket; greeted: boolean }[] = [];
  const heard: string[] = [];
  const said: string[] = [];
  const requests: string[] = [];
  page.on("websocket", (socket) => {
    const one = { socket, greeted: false };
    sockets.push(one);
    socket.on("framereceived", ({ payload }) => {
      heard.push(String(payload));
      one.greeted ||= String(payload).includes('"WELCOME"');
    });
    socket.on("framesent", ({ payload }) => said.push(String(payload)));
  });
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/sync/")) requests.push(pathname);
  });
  const live = () => sockets.filter(({ socket }) => !socket.isClosed());
  return {
    open: () => live().length,
    made: () => sockets.length,
    heard,
    said,
    requests,
    stands: () => expect.poll(() => live().some(({ greeted }) => greeted), { timeout: 40_000 }).toBe(true),
  };
}

/** From now on this page can neither fetch records nor send them by requests. */
export async function onlyByConnection(page: Page): Promise<void> {
  await page.route("**/api/sync/**", (route) => route.abort());
}
