import { beforeEach, describe, expect, test, vi } from "vitest";
import { anEntry, Device, shownBy } from "../../test/device.ts";
import { rules } from "../../test/rules.ts";
import { RecordServer } from "../../test/server.ts";
import { toValues } from "../records/copy.ts";
import { countQueues, discard, mend } from "../store/index.ts";

const DAY = 24 * 60 * 60 * 1_000;
let clock: { now: number };
let server: RecordServer;
let phone: Device;
let tablet: Device;

beforeEach(async () => {
  clock = { now: 1_790_000_000_000 };
  server = new RecordServer(rules, () => clock.now);
  phone = await new Device(server, clock).start();
  tablet = await new Device(server, clock).start();
});

describe("an entry", () => {
  test("written on one device is on the other after both synced", async () => {
    const id = await phone.add({ notes: "slow, hands apart" });
    await phone.sync();
    await tablet.sync();
    expect((await tablet.shown())[id]).toMatchObject({ notes: "slow, hands apart", duration: 1_800 });
    expect(await phone.waiting()).toBe(0);
  });

  test("edited on both keeps the last of each field", async () => {
    const id = await phone.add({ notes: "a", mood: "neutral" });
    await phone.sync();
    await tablet.sync();
    clock.now += 1_000;
    await phone.write(id, { notes: "from the phone" });
    clock.now += 1_000;
    await tablet.write(id, { mood: "excited" });
    await tablet.sync();
    await phone.sync();
    await tablet.sync();
    expect(await phone.shown()).toEqual(await tablet.shown());
    expect((await phone.shown())[id]).toMatchObject({ notes: "from the phone", mood: "excited" });
  });

  test("deleted on one device and edited later on the other lives", async () => {
    const id = await phone.add();
    await phone.sync();
    await tablet.sync();
    await phone.remove(id);
    clock.now += 1_000;
    await tablet.write(id, { notes: "still needed" });
    await phone.sync();
    await tablet.sync();
    await phone.sync();
    expect((await phone.shown())[id]).toMatchObject({ notes: "still needed", instrument: "piano" });
  });

  test("saved again unchanged sends nothing", async () => {
    const id = await phone.add();
    await phone.sync();
    await phone.write(id, anEntry(clock.now));
    expect(await phone.waiting()).toBe(0);
  });

  test("edited while its creation is on the way is not lost", async () => {
    const id = await phone.add({ notes: "first" });
    phone.meanwhile = async () => {
      clock.now += 10;
      await phone.write(id, { notes: "second" });
    };
    await phone.sync();
    await tablet.sync();
    expect((await tablet.shown())[id]).toMatchObject({ notes: "second" });
    expect(await phone.waiting()).toBe(0);
  });

  test("deleted while its creation is on the way stays deleted", async () => {
    const id = await phone.add();
    phone.meanwhile = async () => {
      clock.now += 10;
      await phone.remove(id);
    };
    await phone.sync();
    await tablet.sync();
    expect(await phone.shown()).toEqual({});
    expect(await tablet.shown()).toEqual({});
    expect(shownBy(server)).toEqual({});
  });

  test("takes the form that the server gives its values", async () => {
    const id = await phone.add({ instrument: "Viola da Gamba" });
    await phone.sync();
    expect((await phone.shown())[id]).toMatchObject({ instrument: "viola da gamba" });
  });
});

describe("a reply that is lost", () => {
  test("leaves the queue full, and sending it again changes nothing", async () => {
    await phone.add();
    phone.fates = ["reply lost"];
    expect(await phone.sync()).toBe(false);
    expect(await phone.waiting()).toBe(1);
    const { version } = server;
    await phone.restart();
    expect(await phone.sync()).toBe(true);
    expect(await phone.waiting()).toBe(0);
    expect(server.version).toBe(version);
    expect(Object.keys(await phone.shown())).toHaveLength(1);
  });

  test("in the middle of many pages goes on where it was", async () => {
    for (let i = 0; i < 5; i++) await tablet.add();
    await tablet.sync();
    const { pull } = server;
    server.pull = (request) => pull.call(server, { ...request, limit: 2 });
    phone.fates = ["delivered", "reply lost"];
    expect(await phone.sync()).toBe(false);
    expect(Object.keys(await phone.shown())).toHaveLength(2);
    await phone.restart();
    await phone.sync();
    expect(await phone.shown()).toEqual(shownBy(server));
  });
});

describe("a queue", () => {
  test("of 1,200 changes goes in three requests", async () => {
    const id = await phone.add();
    for (let i = 0; i < 1_199; i++) await phone.write(id, { duration: i });
    const sizes: number[] = [];
    const { push } = server;
    server.push = (request) => {
      sizes.push(request.mutations.length);
      return push.call(server, request);
    };
    await phone.sync();
    expect(sizes).toEqual([500, 500, 200]);
    expect((await phone.shown())[id]).toMatchObject({ duration: 1_198 });
  });

  test("of long notes goes in requests under a megabyte", async () => {
    for (let i = 0; i < 100; i++) await phone.add({ notes: "ü".repeat(5_000), x: "y".repeat(10_000) });
    const sizes: number[] = [];
    const { push } = server;
    server.push = (request) => {
      sizes.push(new TextEncoder().encode(JSON.stringify(request)).length);
      return push.call(server, request);
    };
    await phone.sync();
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect(await phone.waiting()).toBe(0);
  });
});

describe("a change that the server refuses", () => {
  test("blocks nothing, is kept with its reason, and can be mended", async () => {
    const bad = await phone.add({ mood: "in a mood" });
    const good = await phone.add();
    await phone.sync();
    expect(Object.keys(shownBy(server))).toEqual([good]);
    const [refused] = await phone.db.getAll("refused");
    expect(refused?.problem.errors).toMatchObject([{ pointer: "/mood", code: "not_one_of" }]);
    expect(await phone.shown()).toHaveProperty(bad);

    const values = toValues({ ...(await phone.shown())[bad], mood: "satisfied" });
    await mend(phone.db, rules, { kind: "logbook_entry", id: bad }, values, clock.now);
    await phone.sync();
    await tablet.sync();
    expect((await tablet.shown())[bad]).toMatchObject({ mood: "satisfied" });
    expect(await countQueues(phone.db)).toEqual({ waiting: 0, refused: 0 });
  });

  test("can be given up, and then the server's copy comes back", async () => {
    const id = await phone.add({ notes: "as it was" });
    await phone.sync();
    await phone.write(id, { mood: "in a mood" });
    await phone.sync();
    await discard(phone.db, rules, { kind: "logbook_entry", id });
    await phone.sync();
    expect((await phone.shown())[id]).toMatchObject({ notes: "as it was" });
    expect((await phone.shown())[id]).not.toHaveProperty("mood");
  });

  test("is found even where the whole request is refused for it", async () => {
    const ids = [await phone.add(), await phone.add({ notes: "poison" }), await phone.add()];
    const { push } = server;
    server.push = (request) => {
      if (JSON.stringify(request).includes("poison")) {
        return push.call(server, { ...request, mutations: new Array(501).fill(request.mutations[0]) });
      }
      return push.call(server, request);
    };
    await phone.sync();
    expect(await countQueues(phone.db)).toEqual({ waiting: 0, refused: 1 });
    expect(Object.keys(shownBy(server)).sort()).toEqual([ids[0], ids[2]].sort());
  });
});

describe("a clock that is wrong", () => {
  test("a day ahead is put right and nothing is lost", async () => {
    phone.clock.skew = DAY;
    const id = await phone.add({ timestamp: clock.now, notes: "one" });
    await phone.write(id, { notes: "two" });
    await phone.sync();
    expect(await phone.waiting()).toBe(0);
    await tablet.sync();
    clock.now += 1_000;
    await tablet.write(id, { notes: "three" });
    await tablet.sync();
    await phone.sync();
    expect((await phone.shown())[id]).toMatchObject({ notes: "three" });
    clock.now += 1_000;
    await phone.write(id, { notes: "four" });
    await phone.sync();
    await tablet.sync();
    expect((await tablet.shown())[id]).toMatchObject({ notes: "four" });
  });

  test("crossing the limit in the middle of a queue keeps the order of edits", async () => {
    phone.clock.skew = 4 * 60 * 1_000;
    const id = await phone.add({ timestamp: clock.now, notes: "earlier" });
    phone.clock.skew = 8 * 60 * 1_000;
    await phone.write(id, { notes: "later" });
    await phone.sync();
    expect(shownBy(server)[id]).toMatchObject({ notes: "later" });
    expect(await phone.shown()).toEqual(shownBy(server));
  });
});

describe("two tabs of a device", () => {
  let other: Device;

  beforeEach(async () => {
    other = new Device(server, clock);
    Object.defineProperty(other, "name", { value: phone.name });
    await other.start();
  });

  test("keep the order of edits where a refusal comes late to one of them", async () => {
    phone.clock.skew = 8 * 60 * 1_000;
    other.clock.skew = phone.clock.skew;
    const id = await phone.add({ notes: "first" });
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    // Refused as ahead of the server's clock. Before this tab hears of it the other has put it right and sent it.
    phone.meanwhile = () => arrived;
    const late = phone.sync();
    await vi.waitUntil(() => phone.meanwhile === undefined);
    clock.now += 5_000;
    other.meanwhile = async () => {
      other.meanwhile = async () => {
        clock.now += 1_000;
        await phone.write(id, { notes: "second" });
        arrive();
        await late;
      };
    };
    await other.sync();
    await phone.sync();
    await tablet.sync();
    expect((await tablet.shown())[id]).toMatchObject({ notes: "second" });
    expect(await phone.shown()).toEqual(shownBy(server));
    expect(await phone.waiting()).toBe(0);
  });
});

describe("a record deleted before a device first pulled", () => {
  test("is dropped there where an older edit of it brings nothing back", async () => {
    await phone.add();
    clock.now += 1_000;
    const id = await tablet.add({ notes: "by the tablet" });
    await tablet.remove(id);
    await tablet.sync();
    await phone.sync();
    phone.clock.skew = -60 * 60 * 1_000;
    await phone.write(id, anEntry(clock.now));
    expect(await phone.shown()).toHaveProperty(id);
    await phone.sync();
    expect(await phone.shown()).toEqual(shownBy(server));
    expect(await phone.shown()).not.toHaveProperty(id);
    expect(await phone.waiting()).toBe(0);
  });
});

describe("a device that was away", () => {
  test("for too long pulls everything and drops what is gone, but not what it wrote", async () => {
    const old = await phone.add({ notes: "deleted elsewhere" });
    await phone.sync();
    await tablet.sync();
    await tablet.remove(old);
    await tablet.add();
    await tablet.sync();
    server.forgetDeletions();
    await tablet.sync();
    const own = await phone.add({ notes: "written on the train" });
    await phone.sync();
    expect(await phone.shown()).not.toHaveProperty(old);
    expect(await phone.shown()).toHaveProperty(own);
    expect(await phone.shown()).toEqual(shownBy(server));
  });

  test("and is stopped in the middle of pulling everything goes on with it", async () => {
    const old = await phone.add();
    await phone.sync();
    await tablet.sync();
    await tablet.remove(old);
    for (let i = 0; i < 5; i++) await tablet.add();
    await tablet.sync();
    server.forgetDeletions();
    const { pull } = server;
    server.pull = (request) => pull.call(server, { ...request, limit: 2 });
    phone.fates = ["delivered", "delivered", "request lost"];
    expect(await phone.sync()).toBe(false);
    await phone.restart();
    await phone.sync();
    expect(await phone.shown()).toEqual(shownBy(server));
  });

  test("or is new gets everything, however many pages it takes after deletions were forgotten", async () => {
    const old = await tablet.add();
    for (let i = 0; i < 5; i++) await tablet.add();
    await tablet.sync();
    await tablet.remove(old);
    await tablet.sync();
    server.forgetDeletions();
    const { pull } = server;
    server.pull = (request) => pull.call(server, { ...request, limit: 2 });
    await phone.sync();
    expect(await phone.shown()).toEqual(shownBy(server));
    expect(Object.keys(await phone.shown())).toHaveLength(5);
  });

  test("and lost a record finds it by the count", async () => {
    const id = await phone.add();
    await phone.add();
    await phone.sync();
    await phone.db.delete("records", ["logbook_entry", id]);
    await phone.sync();
    expect(await phone.shown()).toHaveProperty(id);
  });

  test("asks once and not for ever where the server counts wrongly", async () => {
    await phone.add();
    let pulls = 0;
    const { pull } = server;
    server.pull = (request) => {
      pulls += 1;
      return { ...pull.call(server, request), count: 7 };
    };
    await phone.sync();
    expect(pulls).toBe(1);
    await phone.sync();
    expect(pulls).toBe(2);
    expect(Object.keys(await phone.shown())).toHaveLength(1);
  });
});
