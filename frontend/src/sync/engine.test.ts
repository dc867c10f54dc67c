import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Device, shownBy } from "../../test/device.ts";
import { rules } from "../../test/rules.ts";
import { RecordServer } from "../../test/server.ts";
import { backoff } from "./backoff.ts";
import { Engine, type EngineOptions, type Standing } from "./engine.ts";
import { OtherAccount, Refusal, SignedOut } from "./transport.ts";

let server: RecordServer;
let phone: Device;
let engine: Engine;
let told: Standing[];
let confirm: () => Promise<void>;
let visible: boolean;

const last = () => told.at(-1);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const clock = { now: 1_790_000_000_000 };
  server = new RecordServer(rules, () => clock.now);
  phone = await new Device(server, clock).start();
  told = [];
  visible = true;
  confirm = async () => undefined;
  const options: EngineOptions = {
    ...phone.context,
    exclusively: (work) => work(),
    confirm: () => confirm(),
    report: (standing) => told.push(standing),
    synced: () => undefined,
    random: () => 1,
    isVisible: () => visible,
  };
  engine = new Engine(options);
});

afterEach(async () => {
  await engine.stop();
  vi.useRealTimers();
});

describe("a round", () => {
  test("that ends well leaves nothing waiting and comes again in half a minute", async () => {
    await phone.add();
    await engine.syncNow();
    expect(last()).toMatchObject({ phase: "idle", waiting: 0, refused: 0 });
    expect(last()?.syncedAt).toBeDefined();
    expect(vi.getTimerCount()).toBe(1);
  });

  test("of a page out of view does not come again by itself", async () => {
    visible = false;
    await engine.syncNow();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("counts what the server refused", async () => {
    await phone.add({ mood: "in a mood" });
    await engine.syncNow();
    expect(last()).toMatchObject({ phase: "idle", waiting: 0, refused: 1 });
  });
});

describe("offline", () => {
  test("keeps everything, says how much waits, and tries again for ever", async () => {
    await phone.add();
    for (let failures = 1; failures <= 12; failures++) {
      phone.fates = ["request lost"];
      await engine.syncNow();
      expect(last()).toMatchObject({ phase: "offline", waiting: 1 });
      expect(vi.getTimerCount()).toBe(1);
    }
    await engine.syncNow();
    expect(last()).toMatchObject({ phase: "idle", waiting: 0 });
    expect(Object.keys(shownBy(server))).toHaveLength(1);
  });

  test("a server in trouble is not a session that ended", async () => {
    confirm = () =>
      Promise.reject(new Refusal(503, { type: "about:blank", title: "down", status: 503 }, 90_000));
    await engine.syncNow();
    expect(last()?.phase).toBe("failing");
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe("a session that ended", () => {
  test.each([new SignedOut("over"), new OtherAccount("another")])(
    "%s: nothing is sent or lost",
    async (error) => {
      await phone.add();
      confirm = () => Promise.reject(error);
      await engine.syncNow();
      expect(last()).toMatchObject({ phase: "signed-out", waiting: 1 });
      expect(shownBy(server)).toEqual({});
      expect(vi.getTimerCount()).toBe(0);
      // Writing goes on, and does not knock at the server with every word.
      await phone.add();
      engine.edited();
      expect(vi.getTimerCount()).toBe(0);

      confirm = async () => undefined;
      await engine.syncNow();
      expect(last()).toMatchObject({ phase: "idle", waiting: 0 });
      expect(Object.keys(shownBy(server))).toHaveLength(2);
    },
  );
});

test("an edit is told of at once, before anything is counted", async () => {
  await engine.syncNow();
  await phone.add();
  engine.edited();
  expect(last()).toMatchObject({ waiting: 1 });
  await engine.recount();
  expect(last()).toMatchObject({ waiting: 1 });
});

test("an edit during a round starts another soon after", async () => {
  await phone.add();
  phone.meanwhile = async () => {
    await phone.add();
    engine.edited();
  };
  await engine.syncNow();
  expect(vi.getTimerCount()).toBe(1);
  await engine.syncNow();
  expect(Object.keys(shownBy(server))).toHaveLength(2);
});

describe("while a connection tells of changes", () => {
  const MINUTE = 60_000;
  let rounds: number;

  beforeEach(async () => {
    await engine.syncNow();
    rounds = 0;
    const { pull } = server;
    server.pull = (request) => {
      rounds += 1;
      return pull.call(server, request);
    };
  });

  test("the server is asked every five minutes, and as before when it is gone", async () => {
    engine.setLive(true);
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(rounds).toBe(0);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await vi.waitUntil(() => rounds === 1 && vi.getTimerCount() === 1);
    engine.setLive(false);
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitUntil(() => rounds === 2);
  });

  test("edits go out at once", async () => {
    engine.setLive(true);
    await phone.add();
    engine.edited();
    await vi.advanceTimersByTimeAsync(10);
    await vi.waitUntil(() => last()?.waiting === 0 && last()?.phase === "idle");
    expect(Object.keys(shownBy(server))).toHaveLength(1);
  });

  test("a greeting that agrees asks for nothing, one that does not is looked into at once", async () => {
    engine.setLive(true);
    await engine.greeted(async () => true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rounds).toBe(0);
    await engine.greeted(async () => false);
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitUntil(() => rounds === 1);
  });

  test("a greeting during a round is looked at when it has ended", async () => {
    engine.setLive(true);
    const round = engine.syncNow();
    let asked = false;
    const greeted = engine.greeted(async () => {
      asked = true;
      return true;
    });
    expect(asked).toBe(false);
    await round;
    await greeted;
    expect(asked).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rounds).toBe(1);
  });

  test("a greeting after failures ends the waiting", async () => {
    phone.fates = ["request lost"];
    await engine.syncNow();
    expect(last()?.phase).toBe("offline");
    engine.setLive(true);
    await engine.greeted(async () => true);
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitUntil(() => last()?.phase === "idle");
  });

  test("doubt is looked into at once, but a server that fails is not pressed", async () => {
    engine.setLive(true);
    engine.doubt();
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitUntil(() => rounds === 1 && vi.getTimerCount() === 1);
    phone.fates = ["request lost"];
    await engine.syncNow();
    engine.doubt();
    await vi.advanceTimersByTimeAsync(900);
    expect(rounds).toBe(1);
  });

  test("news count as being in step", () => {
    engine.heard(1_790_000_060_000);
    expect(last()).toMatchObject({ phase: "idle", syncedAt: 1_790_000_060_000 });
  });
});

test("the patience grows from a second to half a minute, at random", () => {
  expect([1, 2, 3, 4, 5, 50].map((failures) => backoff(failures, 1))).toEqual([
    2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect([1, 5].map((failures) => backoff(failures, 0))).toEqual([1_000, 1_000]);
});
