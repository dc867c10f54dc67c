import { beforeEach, expect, test, vi } from "vitest";
import { OtherAccount, Unreachable } from "../sync/transport.ts";
import type { Listener, Open } from "./connection.ts";
import { guarded } from "./guarded.ts";

const LINE = { id: 1, way: "socket" as const };
let log: string[];
let inner: Listener[];
let mine: () => Promise<void>;
/** Whether somebody may sign in. */
let isFree: boolean;

const open: Open = (_, listener) => {
  inner.push(listener);
  log.push("begun");
  return { send: (text) => log.push(text), close: () => log.push("left") };
};
const listener: Listener = {
  opened: () => log.push("opened"),
  heard: (text) => log.push(text),
  closed: (refused) => log.push(refused ? "refused" : "closed"),
};
const alone = async (work: () => Promise<void>) => {
  isFree = false;
  await work().finally(() => {
    isFree = true;
  });
};

beforeEach(() => {
  log = [];
  inner = [];
  isFree = true;
  mine = async () => undefined;
});

test("nobody signs in while a line is opened, and anybody may while it stands", async () => {
  const wire = guarded(open, alone, () => mine())(LINE, listener);
  await vi.waitUntil(() => inner.length === 1);
  expect(isFree).toBe(false);
  inner[0]?.opened();
  await vi.waitUntil(() => isFree);
  wire.send("hello");
  inner[0]?.heard("hello yourself");
  inner[0]?.closed(false);
  expect(log).toEqual(["begun", "opened", "hello", "hello yourself", "closed"]);
});

test.each([
  ["is another account's", new OtherAccount("another"), "refused"],
  ["cannot be asked for", new Unreachable("offline"), "closed"],
])("no line is opened with a session that %s", async (_, error, outcome) => {
  mine = () => Promise.reject(error);
  guarded(open, alone, () => mine())(LINE, listener);
  await vi.waitUntil(() => log.length > 0);
  expect(log).toEqual([outcome]);
  await vi.waitUntil(() => isFree);
});

test("a line given up before it was begun is never begun", async () => {
  let confirm = (): void => undefined;
  mine = () =>
    new Promise((resolve) => {
      confirm = resolve;
    });
  const wire = guarded(open, alone, () => mine())(LINE, listener);
  wire.close();
  confirm();
  await vi.waitUntil(() => isFree);
  expect(log).toEqual([]);
});

test("a line given up while it is opened lets others in", async () => {
  const wire = guarded(open, alone, () => mine())(LINE, listener);
  await vi.waitUntil(() => inner.length === 1);
  wire.close();
  await vi.waitUntil(() => isFree);
  inner[0]?.closed(false);
  expect(log).toEqual(["begun", "left"]);
});
