// Several tabs of a browser, each with what it would need to lead.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Locks } from "../../test/locks.ts";
import type { PushResponse } from "../records/wire.ts";
import { Unreachable } from "../sync/transport.ts";
import type { Present } from "./frames.ts";
import { type Shared, Tabs } from "./tabs.ts";

const ANSWER: PushResponse = {
  results: [{ id: "1", status: "applied", version: 8 }],
  version: 8,
  serverTime: 1,
};
const MUTATION = { id: "1", kind: "goal", recordId: "r", op: "set" as const };
const DEVICES: Present[] = [{ deviceId: "d2", name: "Firefox on Linux", online: true }];

let made = 0;
let name: string;
let locks: Locks | undefined;
let tabs: Tab[];

/** A tab whose connection stands as soon as it is begun. */
class Tab {
  connected = false;
  nudges = 0;
  asleep = false;
  fails = false;
  shared: Shared | undefined;
  readonly tabs: Tabs;

  constructor() {
    this.tabs = new Tabs({
      name,
      locks: locks as unknown as LockManager | undefined,
      connection: {
        start: () => {
          this.connected = true;
          if (!this.asleep) this.tabs.tell({ live: "socket", devices: DEVICES });
        },
        stop: () => {
          this.connected = false;
        },
        nudge: () => {
          this.nudges += 1;
        },
        offline: () => undefined,
        ask: async () => {
          if (this.fails) throw new Unreachable("cut");
          return ANSWER;
        },
      },
      changed: (shared) => {
        this.shared = shared;
      },
    });
    tabs.push(this);
    this.tabs.inView(true);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  made += 1;
  name = `tabs-${made}`;
  locks = new Locks();
  tabs = [];
});

afterEach(() => {
  for (const one of tabs) one.tabs.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const until = (what: () => boolean) => vi.waitUntil(what, { interval: 1 });
const connected = () => tabs.filter((one) => one.connected).length;

async function two(): Promise<[Tab, Tab]> {
  const first = new Tab();
  await until(() => first.connected);
  const second = new Tab();
  await until(() => second.shared?.live !== undefined);
  return [first, second];
}

test("two tabs have one connection, and both know of it", async () => {
  const [, second] = await two();
  expect(connected()).toBe(1);
  expect(second.shared).toEqual({ live: "socket", devices: DEVICES });
});

test("a tab without the connection sends through the one that has it", async () => {
  const [first, second] = await two();
  expect(await second.tabs.ask([MUTATION])).toEqual(ANSWER);
  first.fails = true;
  await expect(second.tabs.ask([MUTATION])).rejects.toBeInstanceOf(Unreachable);
});

test("what changes is known in every tab", async () => {
  const [first, second] = await two();
  first.tabs.tell({ live: undefined, devices: [] });
  await until(() => second.shared?.live === undefined);
  await expect(second.tabs.ask([MUTATION])).rejects.toBeInstanceOf(Unreachable);
});

test("when the tab that leads is closed, another connects", async () => {
  const [first, second] = await two();
  first.tabs.stop();
  await until(() => second.connected);
  expect(first.connected).toBe(false);
  expect(connected()).toBe(1);
});

describe("a tab out of view", () => {
  test("keeps the connection for a while, and then leaves it to one in view", async () => {
    const [first, second] = await two();
    first.tabs.inView(false);
    await vi.advanceTimersByTimeAsync(3 * 60_000);
    expect(first.connected).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    await until(() => second.connected);
    expect(first.connected).toBe(false);
  });

  test("alone lets the connection go, and has it again at once in view", async () => {
    const tab = new Tab();
    await until(() => tab.connected);
    tab.tabs.inView(false);
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(tab.connected).toBe(false);
    expect(tab.shared?.live).toBeUndefined();
    tab.tabs.inView(true);
    await until(() => tab.connected);
  });

  test("for a moment keeps the connection, and makes sure of it", async () => {
    const tab = new Tab();
    await until(() => tab.connected);
    const { nudges } = tab;
    tab.tabs.inView(false);
    tab.tabs.inView(true);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(tab.connected).toBe(true);
    expect(tab.nudges).toBe(nudges + 1);
  });

  test("does not stand for leading", async () => {
    const [first, second] = await two();
    second.tabs.inView(false);
    first.tabs.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connected()).toBe(0);
    second.tabs.inView(true);
    await until(() => second.connected);
  });
});

test("a leader that the system has put to sleep is replaced, and steps back when it wakes", async () => {
  const first = new Tab();
  await until(() => first.connected);
  // Asleep, it hears nothing.
  const hear = (first.tabs as unknown as { channel: BroadcastChannel }).channel;
  const awake = hear.onmessage;
  hear.onmessage = null;
  const second = new Tab();
  await vi.advanceTimersByTimeAsync(5_000);
  await until(() => second.connected);
  hear.onmessage = awake;
  await until(() => !first.connected);
  expect(connected()).toBe(1);
  second.tabs.stop();
  await until(() => first.connected);
});

test("a question that the leader does not answer fails in the end", async () => {
  const [first, second] = await two();
  const hear = (first.tabs as unknown as { channel: BroadcastChannel }).channel;
  hear.onmessage = null;
  const asked = expect(second.tabs.ask([MUTATION])).rejects.toBeInstanceOf(Unreachable);
  await vi.advanceTimersByTimeAsync(11_000);
  await asked;
});

test("without locks every tab has a connection of its own", () => {
  locks = undefined;
  new Tab();
  new Tab();
  expect(connected()).toBe(2);
});
