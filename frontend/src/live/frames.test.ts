import { expect, test } from "vitest";
import { read } from "./frames.ts";

const change = {
  version: 8,
  kind: "logbook_entry",
  recordId: "0190a1b2-0000-7000-8000-000000000001",
  fields: { notes: "slowly" },
  stamps: { notes: "1790000000000-0000-0190a1b2-0000-7000-8000-000000000001" },
  deleted: false,
};
const event = (payload: unknown, version: unknown = 8) =>
  JSON.stringify({
    type: "SYNC_EVENT",
    data: { event: { type: "ENTRY_UPDATED", entity: "logbook", payload }, version },
  });
const bulk = (data: unknown) => JSON.stringify({ type: "BULK_SYNC", data });

test("one change and several are news", () => {
  expect(read(event(change))).toEqual({ type: "news", news: { changes: [change], version: 8 } });
  const two = [change, { ...change, version: 9 }];
  expect(read(bulk({ changes: two, version: 9, hasMore: false }))).toEqual({
    type: "news",
    news: { changes: two, version: 9 },
  });
});

test.each([
  ["more than fits", bulk({ changes: [], version: 9, hasMore: true })],
  ["a change without stamps", event({ ...change, stamps: undefined })],
  ["a change without a version", event({ ...change, version: "8" })],
  ["one bad change among good ones", bulk({ changes: [change, null], version: 9, hasMore: false })],
  ["no version", event(change, null)],
  ["a negative version", event(change, -1)],
  ["no event", JSON.stringify({ type: "SYNC_EVENT", data: { version: 8 } })],
])("%s is a reason to pull", (_, text) => {
  expect(read(text)).toEqual({ type: "doubt" });
});

test.each([
  "",
  "null",
  "[]",
  "{",
  "7",
  '{"type":"FROM_A_LATER_VERSION","data":{}}',
  '{"type":"WELCOME BACK"}',
  '{"type":"ACK"}',
])("%s is a sign of life and nothing else", (text) => {
  expect(read(text)).toEqual({ type: "alive" });
});

test("the answer to a ping has the version where it is known", () => {
  expect(read('{"type":"PONG","data":{"version":8}}')).toEqual({ type: "pong", version: 8 });
  expect(read('{"type":"PONG"}')).toEqual({ type: "pong", version: undefined });
});

test("devices without an id are left out, and what is not known of the others stays unknown", () => {
  const devices = [{ deviceId: "a", name: "Firefox", online: true }, { name: "?" }, null, { deviceId: "b" }];
  expect(read(JSON.stringify({ type: "PRESENCE", data: { devices } }))).toEqual({
    type: "presence",
    devices: [
      { deviceId: "a", name: "Firefox", online: true },
      { deviceId: "b", name: null, online: false },
    ],
  });
});
