// A stream of events from a server on this machine.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EventReader, openEvents } from "./events.ts";

const STREAM =
  ': hello\n\nid: 8\ndata: {"a":1}\n\nevent: change\r\ndata:first\r\ndata: second\r\n\r\ndata\n\nretry: 10\n\n: bye\n';
const EVENTS = ["", '{"a":1}', "first\nsecond", "", ""];

test("a stream is read however it is cut into pieces", () => {
  expect(new EventReader().push(STREAM)).toEqual(EVENTS);
  for (let size = 1; size < 9; size++) {
    const reader = new EventReader();
    const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    expect(
      pieces.flatMap((piece) => reader.push(piece)),
      `in pieces of ${size}`,
    ).toEqual(EVENTS);
  }
});

const realFetch = globalThis.fetch;
let server: Server;
let asked: { url: string | undefined; from: string | string[] | undefined }[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({ url: request.url, from: request.headers["last-event-id"] });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A page's own addresses.
  globalThis.fetch = (path, init) => realFetch(base + path, init);
});

afterEach(async () => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Listens, and says what was heard. */
function listen() {
  const log: string[] = [];
  const wire = openEvents("d1", async () => 7, {
    opened: () => log.push("opened"),
    heard: (text) => log.push(text),
    closed: (refused) => log.push(refused ? "refused" : "closed"),
  });
  return { log, wire };
}

test("a stream is listened to from the device's version on until it ends", async () => {
  answer = (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    response.write("data: ü");
    response.end(" and more\n\n");
  };
  const { log } = listen();
  await vi.waitUntil(() => log.includes("closed"));
  expect(log).toEqual(["opened", "ü and more", "closed"]);
  expect(asked).toEqual([{ url: "/sync/events?device=d1", from: "7" }]);
});

test.each([
  [401, "application/problem+json", "refused"],
  [404, "application/problem+json", "closed"],
  [200, "text/html", "closed"],
])("an answer of %s with %s is not a stream", async (status, type, outcome) => {
  answer = (response) => {
    response.writeHead(status, { "Content-Type": type });
    response.end("{}");
  };
  const { log } = listen();
  await vi.waitUntil(() => log.length > 0);
  expect(log).toEqual([outcome]);
});

test("a stream that is no longer wanted is left", async () => {
  const left = new Promise<void>((resolve) => {
    answer = (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(": here\n\n");
      response.on("close", resolve);
    };
  });
  const { log, wire } = listen();
  await vi.waitUntil(() => log.length === 2);
  wire.close();
  await left;
  await vi.waitUntil(() => log.includes("closed"));
  expect(log).toEqual(["opened", "", "closed"]);
});
