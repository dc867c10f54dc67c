// A device with a connection: the real client on a network that can be cut.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Device, shownBy } from "../../test/device.ts";
import { RealTime } from "../../test/realtime.ts";
import { rules } from "../../test/rules.ts";
import { RecordServer } from "../../test/server.ts";
import { carry } from "../sync/carry.ts";
import type { Context } from "../sync/context.ts";
import { isAtVersion, takeNews } from "../sync/news.ts";
import { pushAll } from "../sync/push.ts";
import { round } from "../sync/round.ts";
import { Connection } from "./connection.ts";
import type { Way } from "./state.ts";

let clock: { now: number };
let server: RecordServer;
let realtime: RealTime;
let phone: Device;
let tablet: Device;
let connection: Connection;
let live: Way | undefined;
let renewals: number;
let renewal: "renewed" | "over" | "unknown";
/** What taking in news came to, in order. */
let taken: string[];
let context: Context;
let requests: { push: number; pull: number };

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  clock = { now: 1_790_000_000_000 };
  server = new RecordServer(rules, () => clock.now);
  realtime = new RealTime(server);
  phone = await new Device(server, clock).start();
  tablet = await new Device(server, clock).start();
  await phone.add({ notes: "the first" });
  await phone.sync();
  await tablet.sync();
  live = undefined;
  renewals = 0;
  renewal = "renewed";
  taken = [];
  requests = { push: 0, pull: 0 };
  connection = new Connection({
    open: realtime.opener("tablet"),
    renew: async () => {
      renewals += 1;
      return renewal;
    },
    tell: (way) => {
      live = way;
    },
    take: (news) => void takeNews(tablet.context, news).then((what) => taken.push(what)),
    doubt: () => taken.push("doubt"),
    compare: (version) => taken.push(`compare ${version}`),
    show: () => undefined,
    now: () => clock.now,
    random: () => 1,
  });
  const { transport } = tablet.context;
  context = {
    ...tablet.context,
    transport: carry(
      {
        push: (request) => {
          requests.push += 1;
          return transport.push(request);
        },
        pull: (request) => {
          requests.pull += 1;
          return transport.pull(request);
        },
      },
      () => connection,
    ),
  };
});

afterEach(() => {
  connection.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const until = (what: () => boolean) => vi.waitUntil(what, { interval: 1 });

async function connect(): Promise<void> {
  connection.start();
  await until(() => live !== undefined);
}

test("what another device writes is here without a request", async () => {
  await connect();
  const id = await phone.add({ notes: "from the phone" });
  await phone.sync();
  await until(() => taken.length === 1);
  expect(taken).toEqual(["taken"]);
  expect((await tablet.shown())[id]).toMatchObject({ notes: "from the phone" });
  expect(await isAtVersion(tablet.context, server.version)).toBe(true);
});

test("a ping is answered with how far the server is, so that lost news are noticed", async () => {
  await connect();
  await vi.advanceTimersByTimeAsync(25_000);
  await until(() => taken.length === 1);
  expect(taken).toEqual([`compare ${server.version}`]);
});

describe("the queue", () => {
  test("goes over the connection, and is empty when the server has answered", async () => {
    await connect();
    await tablet.add({ notes: "from the tablet" });
    await pushAll(context);
    expect(await tablet.waiting()).toBe(0);
    expect(requests.push).toBe(0);
    expect(realtime.received).toEqual(["BULK_SYNC"]);
    await round(context);
    expect(await tablet.shown()).toEqual(shownBy(server));
  });

  test("goes by request where it is long", async () => {
    await connect();
    for (let i = 0; i < 8; i++) await tablet.add({ notes: "ü".repeat(5_000), x: "y".repeat(10_000) });
    await pushAll(context);
    expect(realtime.received).toEqual([]);
    expect(requests.push).toBe(1);
    expect(await tablet.waiting()).toBe(0);
  });

  test("stays full while no answer comes, and then goes by request", async () => {
    await connect();
    realtime.answers = false;
    await tablet.add();
    const pushed = pushAll(context);
    await until(() => realtime.received.length === 1);
    expect(await tablet.waiting()).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await pushed;
    expect(live).toBeUndefined();
    expect(requests.push).toBe(1);
    expect(await tablet.waiting()).toBe(0);
  });

  test("whose answer is lost with the connection is sent again and applied once", async () => {
    await connect();
    await tablet.add();
    const { version } = server;
    realtime.answers = false;
    const pushed = pushAll(context);
    await until(() => realtime.received.length === 1);
    // It was committed all the same.
    const [queued] = await tablet.db.getAll("outbox");
    expect(queued).toBeDefined();
    await round(tablet.context);
    realtime.cut();
    await pushed;
    expect(server.version).toBe(version + 1);
    expect(await tablet.waiting()).toBe(0);
  });

  test("with a change that is refused keeps it with its reason", async () => {
    await connect();
    await tablet.add({ mood: "in a mood" });
    const good = await tablet.add();
    await pushAll(context);
    expect(shownBy(server)).toHaveProperty(good);
    const [refused] = await tablet.db.getAll("refused");
    expect(refused?.problem.errors).toMatchObject([{ pointer: "/mood" }]);
    expect(requests.push).toBe(0);
  });
});

describe("a connection that is cut", () => {
  test("is made again, for ever, and the greeting says what was missed", async () => {
    await connect();
    realtime.cut();
    realtime.sockets = "cut off";
    realtime.events = "cut off";
    for (let tries = 0; tries < 20; tries++) await vi.advanceTimersByTimeAsync(30_000);
    expect(realtime.log.length).toBeGreaterThan(20);
    await phone.add();
    await phone.sync();
    realtime.sockets = "opened";
    realtime.events = "opened";
    await vi.advanceTimersByTimeAsync(30_000);
    expect(live).toBeDefined();
    expect(await isAtVersion(tablet.context, server.version)).toBe(false);
  });

  test("because the session ran out is made again with a renewed one", async () => {
    await connect();
    realtime.cut(true);
    await until(() => live === "socket" && renewals === 1);
    expect(realtime.log).toEqual(["socket", "socket"]);
  });

  test("because the session is over is left alone until the user signs in", async () => {
    await connect();
    renewal = "over";
    realtime.cut(true);
    await until(() => renewals === 1);
    expect(vi.getTimerCount()).toBe(0);
    renewal = "renewed";
    connection.nudge();
    await until(() => live === "socket");
    expect(renewals).toBe(2);
  });
});

test("a session that runs out while connected is renewed without missing anything", async () => {
  await connect();
  const type = "urn:mirubato:problem:auth-expired";
  realtime.say("ERROR", { type, title: "expired", status: 401 });
  await until(() => realtime.log.length === 2 && realtime.ends.size === 1);
  expect(renewals).toBe(1);
  await phone.add();
  await phone.sync();
  await until(() => taken.length > 0);
  expect(taken).toEqual(["taken"]);
});

test("where no socket can be had, a stream tells of changes and the queue goes by request", async () => {
  realtime.sockets = "cut off";
  connection.start();
  for (let tries = 0; tries < 3; tries++) await vi.advanceTimersByTimeAsync(10_000);
  expect(live).toBe("events");
  await phone.add();
  await phone.sync();
  await until(() => taken.length === 1);
  expect(taken).toEqual(["taken"]);
  await tablet.add();
  await pushAll(context);
  expect(requests.push).toBe(1);
  expect(realtime.received).toEqual([]);

  // A proxy that lets sockets through from now on.
  realtime.sockets = "opened";
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(live).toBe("socket");
  expect([...realtime.ends].map(({ way }) => way)).toEqual(["socket"]);
});

test("a server that opens and then says nothing is given up", async () => {
  realtime.sockets = "silent";
  connection.start();
  await vi.advanceTimersByTimeAsync(10_000);
  realtime.sockets = "opened";
  await vi.advanceTimersByTimeAsync(2_000);
  expect(live).toBe("socket");
  expect(realtime.log).toEqual(["socket", "socket"]);
});
