// Whatever devices do and whatever becomes of their requests, in the end all hold the same, and it is what was written last.
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Device, type Fate, shownBy } from "../../test/device.ts";
import { frameOf } from "../../test/realtime.ts";
import { rules } from "../../test/rules.ts";
import { RecordServer } from "../../test/server.ts";
import { read } from "../live/frames.ts";
import { countQueues } from "../store/index.ts";
import { isAtVersion, takeNews } from "./news.ts";
import { pushAll } from "./push.ts";

type Step =
  | { do: "add"; device: number }
  | { do: "edit"; device: number; record: number; field: "notes" | "mood" | "duration"; value: number }
  | { do: "delete"; device: number; record: number }
  | { do: "sync"; device: number; fates: Fate[]; meanwhile: Step[] }
  /** Some of what the server has said, by how long ago: in any order, once, often or never. */
  | { do: "hear"; device: number; ago: number[] }
  | { do: "restart"; device: number }
  | { do: "wait"; millis: number }
  | { do: "skew"; device: number; millis: number }
  | { do: "forget deletions" };

const DEVICES = 3;
const MINUTE = 60_000;
const MOODS = ["frustrated", "neutral", "satisfied", "excited"];

const device = fc.nat({ max: DEVICES - 1 });
const fate = fc.constantFrom<Fate>("delivered", "request lost", "reply lost", "delivered twice");
const edit = fc.record({
  do: fc.constant("edit" as const),
  device,
  record: fc.nat({ max: 5 }),
  field: fc.constantFrom("notes" as const, "mood" as const, "duration" as const),
  value: fc.nat({ max: 9 }),
});
const removal = fc.record({ do: fc.constant("delete" as const), device, record: fc.nat({ max: 5 }) });
const add = fc.record({ do: fc.constant("add" as const), device });
const hear = fc.record({
  do: fc.constant("hear" as const),
  device,
  ago: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }),
});
const local: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: add },
  { weight: 5, arbitrary: edit },
  removal,
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: local },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("sync" as const),
      device,
      fates: fc.array(fate, { maxLength: 3 }),
      meanwhile: fc.array(fc.oneof(local, hear), { maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: hear },
  fc.record({ do: fc.constant("restart" as const), device }),
  fc.record({ do: fc.constant("wait" as const), millis: fc.constantFrom(1, 1_000, 10 * MINUTE) }),
  fc.record({
    do: fc.constant("skew" as const),
    device,
    millis: fc.constantFrom(0, 4 * MINUTE, 8 * MINUTE, -60 * MINUTE, 23 * 60 * MINUTE),
  }),
  fc.constant({ do: "forget deletions" as const }),
);

class World {
  readonly clock = { now: 1_790_000_000_000 };
  readonly server = new RecordServer(rules, () => this.clock.now);
  readonly devices = Array.from({ length: DEVICES }, () => new Device(this.server, this.clock));
  readonly ids: string[] = [];
  readonly deleted = new Set<string>();
  /** What the server has said over open connections, the last first. */
  readonly said: string[] = [];
  /** How often news were taken in. */
  taken = 0;
  /** What each field was last set to, anywhere. */
  readonly lastWritten = new Map<string, Record<string, unknown>>();

  constructor() {
    this.server.announce = (announcement) => this.said.unshift(frameOf(announcement));
  }

  async hear(device: Device, frame: string): Promise<void> {
    const heard = read(frame);
    if (heard.type !== "news") throw new Error(`the server said ${frame}`);
    if ((await takeNews(device.context, heard.news)) === "taken") this.taken += 1;
  }

  async run(one: Step, millis = 10): Promise<void> {
    // Never two things at the same moment, so that "last" means something. A device knows the server's time only to within what a request
    // takes, so what happens meanwhile takes less than what happens between two requests.
    this.clock.now += millis;
    if (one.do === "wait") {
      this.clock.now += one.millis;
      return;
    }
    if (one.do === "forget deletions") return this.server.forgetDeletions();
    const acting = this.devices[one.device] as Device;
    const id = "record" in one ? this.ids[one.record % Math.max(1, this.ids.length)] : undefined;
    const known = id !== undefined && id in (await acting.shown());
    if (one.do === "add") this.ids.push(await acting.add({ timestamp: this.clock.now }));
    if (one.do === "edit" && known) {
      const value = { notes: `note ${one.value}`, mood: MOODS[one.value % 4], duration: one.value }[
        one.field
      ];
      const waiting = await acting.waiting();
      await acting.write(id, { [one.field]: value });
      // A value that was shown already is no edit.
      if ((await acting.waiting()) > waiting)
        this.lastWritten.set(id, { ...this.lastWritten.get(id), [one.field]: value });
    }
    if (one.do === "delete" && known) {
      await acting.remove(id);
      this.deleted.add(id);
    }
    if (one.do === "restart") await acting.restart();
    if (one.do === "hear") {
      for (const ago of one.ago) {
        const frame = this.said[ago];
        if (frame !== undefined) await this.hear(acting, frame);
      }
    }
    if (one.do === "skew") acting.clock.skew = one.millis;
    if (one.do === "sync") {
      acting.fates = [...one.fates];
      acting.meanwhile = async () => {
        for (const inner of one.meanwhile) await this.run({ ...inner, device: one.device } as Step, 1);
      };
      await acting.sync();
      acting.fates = [];
      acting.meanwhile = undefined;
    }
  }

  /** Everybody begins with the same, and so with a place to go on from. */
  async begin(): Promise<this> {
    for (const one of this.devices) await one.start();
    await this.run({ do: "add", device: 0 });
    for (const one of this.devices) await one.sync();
    return this;
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) for (const one of this.devices) await one.sync();
  }
}

test("all devices end with what the server has", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: "max" }), async (steps) => {
      const world = await new World().begin();
      for (const one of steps) {
        await world.run(one);
        if (one.do !== "hear") continue;
        // Whatever was heard: where the device says it has everything, it has.
        const hearer = world.devices[one.device] as Device;
        const { waiting, refused } = await countQueues(hearer.db);
        if (waiting + refused > 0 || !(await isAtVersion(hearer.context, world.server.version))) continue;
        expect(await hearer.shown()).toEqual(shownBy(world.server));
      }
      await world.settle();
      taken += world.taken;
      const expected = shownBy(world.server);
      for (const one of world.devices) {
        // A device that was away past the memory of deletions may edit what is gone; the server then refuses, and the user is told.
        const { waiting, refused } = await countQueues(one.db);
        expect(waiting).toBe(0);
        const shown = await one.shown();
        if (refused === 0) expect(shown).toEqual(expected);
        else expect(shown).toMatchObject(expected);
        one.db.close();
      }
    }),
    { numRuns: 150 },
  );
  // Else nothing was shown about news.
  expect(taken).toBeGreaterThan(20);
});

test("with clocks that are right, nothing is lost and the last edit of a field is what remains", async () => {
  const honest = step.filter((one) => !["skew", "forget deletions"].includes(one.do));
  await fc.assert(
    fc.asyncProperty(fc.array(honest, { maxLength: 40, size: "max" }), async (steps) => {
      const world = await new World().begin();
      for (const one of steps) await world.run(one);
      await world.settle();
      const final = shownBy(world.server);
      for (const id of world.ids.filter((id) => !world.deleted.has(id))) {
        expect(final).toHaveProperty(id);
        expect(final[id]).toMatchObject(world.lastWritten.get(id) ?? {});
      }
      for (const one of world.devices) one.db.close();
    }),
    { numRuns: 150 },
  );
});

test("two tabs of one device may sync at once and write meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(local, { minLength: 1, maxLength: 12 }),
      fc.array(fate, { maxLength: 6 }),
      async (steps, fates) => {
        const world = new World();
        const [tab, other] = world.devices;
        if (!tab || !other) return;
        await tab.start();
        Object.defineProperty(other, "name", { value: tab.name });
        await other.start();
        for (const [place, one] of steps.entries()) {
          await world.run({ ...one, device: place % 2 } as Step);
          if (place % 3 === 0) {
            tab.fates = [...fates];
            await Promise.all([tab.sync(), other.sync()]);
            tab.fates = [];
          }
        }
        await tab.sync();
        expect(await tab.shown()).toEqual(shownBy(world.server));
        expect(await countQueues(tab.db)).toEqual({ waiting: 0, refused: 0 });
        tab.db.close();
        other.db.close();
      },
    ),
    { numRuns: 60 },
  );
});

test("a device that hears everything in order needs no pull", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(local, { minLength: 1, maxLength: 20 }), async (steps) => {
      const world = new World();
      const [writer, reader] = world.devices;
      if (!writer || !reader) return;
      for (const one of [writer, reader]) {
        await one.start();
        await world.run({ do: "add", device: world.devices.indexOf(one) });
        await one.sync();
      }
      await reader.sync();
      const pull = vi.spyOn(world.server, "pull");
      for (const one of steps) {
        const before = world.said.length;
        await world.run({ ...one, device: 0 } as Step);
        await pushAll(writer.context);
        for (const frame of world.said.slice(0, world.said.length - before).reverse())
          await world.hear(reader, frame);
        expect(await isAtVersion(reader.context, world.server.version)).toBe(true);
        expect(await reader.shown()).toEqual(shownBy(world.server));
      }
      expect(pull).not.toHaveBeenCalled();
      taken += world.taken;
      for (const one of [writer, reader]) one.db.close();
    }),
    { numRuns: 50 },
  );
  expect(taken).toBeGreaterThan(50);
});
