import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Mutation, Problem } from "../records/wire.ts";
import type { Heard } from "./frames.ts";
import { step } from "./machine.ts";
import { type Effect, type Input, START, type State, type Timer } from "./state.ts";

const welcome: Heard = { type: "welcome", version: 7, devices: [] };
const expired: Heard = {
  type: "error",
  problem: { type: "urn:mirubato:problem:auth-expired", title: "", status: 401 } as Problem,
};

/** A machine with what it was made to do, most of all its timers. Chance always says the longest. */
class Run {
  state: State = START;
  effects: Effect[] = [];
  timers = new Map<Timer, number>();

  put(...inputs: Input[]): this {
    for (const input of inputs) {
      const [state, ...effects] = step(this.state, input, 1);
      this.state = state;
      this.effects = effects;
      for (const effect of effects) {
        if (effect.do === "set") this.timers.set(effect.timer, effect.millis);
        if (effect.do === "clear") this.timers.delete(effect.timer);
      }
    }
    return this;
  }

  ring(timer: Timer): this {
    expect([...this.timers.keys()]).toContain(timer);
    this.timers.delete(timer);
    return this.put({ what: "timer", timer });
  }

  /** What was done last, timers aside. */
  get done(): Effect[] {
    return this.effects.filter((effect) => effect.do !== "set" && effect.do !== "clear");
  }
}

const wanted: Input = { what: "wanted", wanted: true };
const hears = (line: number, heard: Heard): Input => ({ what: "heard", line, heard });
const closed = (line: number, refused = false): Input => ({ what: "closed", line, refused });
const renewed = (outcome: "renewed" | "over" | "unknown"): Input => ({ what: "renewed", outcome });
const alive: Heard = { type: "alive" };
const pong: Heard = { type: "pong", version: 7 };

/** A socket that stands. */
const standing = () => new Run().put(wanted, hears(1, welcome));

test("a connection stands once it is greeted, is pinged a moment later, and then every 25 s", () => {
  const run = new Run().put(wanted);
  expect(run.done).toEqual([{ do: "open", line: { id: 1, way: "socket" } }]);
  run.put(hears(1, welcome));
  expect(run.done).toEqual([
    { do: "tell", live: "socket", version: 7 },
    { do: "show", devices: [] },
  ]);
  expect(run.timers).toEqual(new Map([["ping", 1_000]]));
  run.ring("ping");
  expect(run.done).toEqual([{ do: "ping", line: 1 }]);
  expect(run.timers.get("pong")).toBe(10_000);
  run.put(hears(1, pong));
  expect(run.done).toEqual([{ do: "compare", version: 7 }]);
  expect(run.timers).toEqual(new Map([["ping", 25_000]]));
});

test("a ping without an answer ends the connection, and another is made", () => {
  const run = standing().ring("ping").ring("pong");
  expect(run.done).toEqual([
    { do: "close", line: 1 },
    { do: "tell", live: undefined },
  ]);
  expect(run.ring("retry").done).toEqual([{ do: "open", line: { id: 2, way: "socket" } }]);
});

test("a connection that is not greeted in 10 s is given up", () => {
  const run = new Run().put(wanted);
  expect(run.timers.get("greet")).toBe(10_000);
  expect(run.ring("greet").done).toEqual([{ do: "close", line: 1 }]);
  expect(run.timers).toEqual(new Map([["retry", 2_000]]));
});

test("the patience grows to half a minute, and a connection that lasts a while makes it short again", () => {
  const run = standing();
  const waits: (number | undefined)[] = [];
  for (let line = 1; line <= 6; line++) {
    run.put(closed(line));
    waits.push(run.timers.get("retry"));
    run.ring("retry").put(hears(line + 1, welcome));
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  run.put(hears(7, pong), closed(7));
  expect(run.timers.get("retry")).toBe(2_000);
});

test("without a network the connection is given up at once, and made again when it is back", () => {
  const run = standing().put({ what: "offline" });
  expect(run.done).toEqual([
    { do: "close", line: 1 },
    { do: "tell", live: undefined },
  ]);
  expect(run.timers).toEqual(new Map([["retry", 2_000]]));
  expect(run.put({ what: "nudge" }).done).toEqual([{ do: "open", line: { id: 2, way: "socket" } }]);
  // So is one that was being made, and one that was to take the place of another.
  expect(run.put({ what: "offline" }).done).toEqual([{ do: "close", line: 2 }]);
  const both = standing().put(hears(1, expired), renewed("renewed"), { what: "offline" });
  expect([both.state.live, both.state.coming]).toEqual([undefined, undefined]);
  expect([...both.timers.keys()]).toEqual(["retry"]);
});

test("news of a network makes the next try at once", () => {
  const run = standing().put(closed(1));
  expect(run.put({ what: "nudge" }).done).toEqual([{ do: "open", line: { id: 2, way: "socket" } }]);
  expect(run.timers.has("retry")).toBe(false);
  // And where a connection seems to stand, it has to show that it does.
  run.put(hears(2, welcome), { what: "nudge" });
  expect(run.done).toEqual([{ do: "ping", line: 2 }]);
  expect(run.timers.get("pong")).toBe(10_000);
});

describe("a session that has run out", () => {
  test("is renewed before the next connection", () => {
    const run = standing().put(closed(1, true));
    expect(run.done).toEqual([{ do: "tell", live: undefined }, { do: "renew" }]);
    expect(run.put(renewed("renewed")).done).toEqual([{ do: "open", line: { id: 2, way: "socket" } }]);
  });

  test("is renewed with patience where that does not help", () => {
    const run = standing().put(closed(1, true), renewed("renewed"), closed(2, true));
    expect(run.done).toEqual([]);
    expect(run.timers.get("retry")).toBe(4_000);
    expect(run.ring("retry").done).toEqual([{ do: "renew" }]);
  });

  test("and cannot be renewed for now is tried again later", () => {
    const run = standing().put(closed(1, true), renewed("unknown"));
    expect(run.timers.get("retry")).toBe(4_000);
    expect(run.ring("retry").done).toEqual([{ do: "renew" }]);
  });

  test("and is over for good is left alone until something speaks for trying", () => {
    const run = standing().put(closed(1, true), renewed("over"));
    expect(run.timers.size).toBe(0);
    expect(run.put({ what: "nudge" }).done).toEqual([{ do: "renew" }]);
  });

  test("while connected is renewed, and the new connection stands before the old one is closed", () => {
    const run = standing().put(hears(1, expired));
    expect(run.done).toEqual([{ do: "renew" }]);
    expect(run.put(renewed("renewed")).done).toEqual([{ do: "open", line: { id: 2, way: "socket" } }]);
    // What comes meanwhile over the old one counts.
    const news = { changes: [], version: 8 };
    expect(run.put(hears(1, { type: "news", news })).done).toEqual([{ do: "take", news }]);
    run.put(hears(2, welcome));
    expect(run.done).toEqual([
      { do: "close", line: 1 },
      { do: "tell", live: "socket", version: 7 },
      { do: "show", devices: [] },
    ]);
    // The browser says late that it is closed.
    expect(run.put(closed(1)).done).toEqual([]);
    expect(run.state.live?.id).toBe(2);
  });

  test("while connected is tried again where the new connection fails", () => {
    const run = standing().put(hears(1, expired), renewed("renewed"), closed(2));
    expect(run.state.live?.id).toBe(1);
    expect(run.ring("retry").done).toEqual([{ do: "open", line: { id: 3, way: "socket" } }]);
    expect(run.put(closed(1, true)).done).toEqual([{ do: "tell", live: undefined }]);
    expect(run.put(hears(3, welcome)).state.live?.id).toBe(3);
  });
});

describe("where no socket can be opened", () => {
  const withoutSockets = () => {
    const run = new Run().put(wanted, closed(1));
    for (const line of [2, 3]) run.ring("retry").put(closed(line));
    return run;
  };

  test("three times in a row, a stream of events is listened to", () => {
    const run = withoutSockets().ring("retry");
    expect(run.done).toEqual([{ do: "open", line: { id: 4, way: "events" } }]);
    expect(run.put(hears(4, welcome)).done[0]).toEqual({ do: "tell", live: "events", version: 7 });
    expect(run.timers).toEqual(
      new Map<Timer, number>([
        ["ping", 60_000],
        ["upgrade", 5_000],
      ]),
    );
  });

  test("that lets anything through, it is the same", () => {
    const run = new Run().put(wanted).ring("greet");
    for (let tries = 0; tries < 2; tries++) run.ring("retry").ring("greet");
    expect(run.ring("retry").done).toEqual([{ do: "open", line: { id: 4, way: "events" } }]);
  });

  test("nor a stream, both are tried in turn", () => {
    const run = withoutSockets();
    const ways: string[] = [];
    for (let line = 4; line <= 7; line++) {
      run.ring("retry");
      for (const effect of run.done) if (effect.do === "open") ways.push(effect.line.way);
      run.put(closed(line));
    }
    expect(ways).toEqual(["events", "socket", "events", "socket"]);
  });

  test("a socket is tried now and then beside the stream, and takes its place", () => {
    const run = withoutSockets().ring("retry").put(hears(4, welcome));
    const waits: (number | undefined)[] = [];
    for (let line = 5; line <= 9; line++) {
      expect(run.ring("upgrade").done).toEqual([{ do: "open", line: { id: line, way: "socket" } }]);
      run.put(closed(line));
      waits.push(run.timers.get("upgrade"));
    }
    expect(waits).toEqual([20_000, 80_000, 300_000, 300_000, 300_000]);
    expect(run.state.live?.id).toBe(4);
    run.ring("upgrade").put(hears(10, welcome));
    expect(run.done[0]).toEqual({ do: "close", line: 4 });
    expect(run.timers).toEqual(new Map([["ping", 1_000]]));
  });

  test("a silent stream is given up after a minute, one with comments is not", () => {
    const run = withoutSockets().ring("retry").put(hears(4, welcome), hears(4, alive));
    expect(run.timers.get("ping")).toBe(60_000);
    expect(run.ring("ping").done[0]).toEqual({ do: "close", line: 4 });
    // A stream was to be had, so a stream it is again.
    expect(run.ring("retry").done).toEqual([{ do: "open", line: { id: 5, way: "events" } }]);
  });

  test("changes are not sent over a stream", () => {
    const run = withoutSockets().ring("retry").put(hears(4, welcome));
    expect(run.put({ what: "ask", id: "1", mutations: [] }).done).toEqual([{ do: "fail", id: "1" }]);
  });
});

describe("a question", () => {
  const asking = () => standing().put({ what: "ask", id: "a", mutations: [] });
  const answer = { results: [], version: 8, serverTime: 0 };

  test("is answered once", () => {
    const run = asking();
    expect(run.done).toEqual([{ do: "ask", line: 1, id: "a", mutations: [] }]);
    run.put(hears(1, { type: "ack", id: "a", answer }));
    expect(run.done).toEqual([{ do: "answer", id: "a", answer }]);
    expect(run.put(hears(1, { type: "ack", id: "a", answer })).done).toEqual([]);
    expect(run.timers.has("ask:a")).toBe(false);
  });

  test("without an answer in 10 s fails, and the connection with it", () => {
    const run = asking();
    expect(run.timers.get("ask:a")).toBe(10_000);
    expect(run.ring("ask:a").done).toEqual([
      { do: "close", line: 1 },
      { do: "fail", id: "a" },
      { do: "tell", live: undefined },
    ]);
    expect(run.timers).toEqual(new Map([["retry", 2_000]]));
  });

  test("that the server cannot take fails, and the connection stays", () => {
    const problem = { type: "urn:mirubato:problem:rate-limited", title: "", status: 429 };
    const run = asking().put(hears(1, { type: "error", id: "a", problem }));
    expect(run.done).toEqual([{ do: "fail", id: "a" }]);
    expect(run.state.live?.id).toBe(1);
  });

  test("is not asked over a connection that has to show first that it stands", () => {
    const run = standing().put({ what: "nudge" }, { what: "ask", id: "a", mutations: [] });
    expect(run.done).toEqual([{ do: "fail", id: "a" }]);
    run.put(hears(1, pong), { what: "ask", id: "b", mutations: [] });
    expect(run.done).toEqual([{ do: "ask", line: 1, id: "b", mutations: [] }]);
  });

  test("over a connection that is closed fails", () => {
    expect(asking().put(closed(1)).done).toContainEqual({ do: "fail", id: "a" });
    expect(new Run().put(wanted, { what: "ask", id: "b", mutations: [] }).done).toEqual([
      { do: "fail", id: "b" },
    ]);
  });
});

test("what is no longer wanted is closed, with everything that waits", () => {
  const run = standing().put({ what: "ask", id: "a", mutations: [] }, { what: "wanted", wanted: false });
  expect(run.done).toEqual([
    { do: "fail", id: "a" },
    { do: "close", line: 1 },
    { do: "tell", live: undefined },
  ]);
  expect(run.timers.size).toBe(0);
  expect(run.put({ what: "nudge" }, closed(1), renewed("renewed")).done).toEqual([]);
});

/** Something that may happen, to one line or the other: `old` is one that was closed before. */
type Event =
  | Exclude<Input, { line: number } | { timer: Timer }>
  | { what: "rings"; nth: number }
  | { what: "heard"; which: Which; heard: Heard }
  | { what: "closed"; which: Which; refused: boolean };
type Which = "live" | "coming" | "old";

test("whatever happens, the machine never stands still and never has more than two lines", () => {
  const which = fc.constantFrom<Which>("live", "live", "coming", "coming", "coming", "old");
  const ack: Heard = { type: "ack", id: "q", answer: { results: [], version: 1, serverTime: 1 } };
  const heard = fc.constantFrom<Heard>(welcome, welcome, alive, pong, expired, { type: "doubt" }, ack);
  const outcomes = ["renewed", "renewed", "unknown"] as const;
  const event: fc.Arbitrary<Event> = fc.oneof(
    fc.record({
      what: fc.constant("wanted" as const),
      wanted: fc.constantFrom(true, true, true, true, false),
    }),
    fc.constant({ what: "nudge" as const }),
    fc.constant({ what: "offline" as const }),
    { weight: 5, arbitrary: fc.record({ what: fc.constant("heard" as const), which, heard }) },
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constant("closed" as const), which, refused: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constant("renewed" as const),
        outcome: fc.constantFrom(...outcomes),
      }),
    },
    { weight: 6, arbitrary: fc.record({ what: fc.constant("rings" as const), nth: fc.nat({ max: 4 }) }) },
    fc.record({
      what: fc.constant("ask" as const),
      id: fc.constant("q"),
      mutations: fc.constant<Mutation[]>([]),
    }),
  );
  /** How often a replacement was made, and a renewal failed: else nothing was shown about them. */
  const seen = { both: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80, size: "max" }), (events) => {
      const run = new Run().put(wanted);
      const lines = new Set([1]);
      let renewals = 0;
      for (const one of events) {
        const { live, coming } = run.state;
        // A question has an id of its own, and only renewals that were begun end.
        if (one.what === "ask" && run.state.asked.length > 0) continue;
        if (one.what === "renewed" && renewals === 0) continue;
        if ("which" in one) {
          const line = { live: live?.id, coming: coming?.id, old: 1 }[one.which];
          if (line === undefined) continue;
          run.put({ ...one, line });
          if (one.what === "closed") lines.delete(line);
        } else if (one.what === "rings") {
          const timer = [...run.timers.keys()][one.nth % Math.max(1, run.timers.size)];
          if (timer) run.ring(timer);
        } else {
          run.put(one);
        }
        if (one.what === "renewed") renewals -= 1;
        if (one.what === "renewed" && one.outcome === "unknown") seen.unknown += 1;
        for (const effect of run.effects) {
          if (effect.do === "open") lines.add(effect.line.id);
          if (effect.do === "close") lines.delete(effect.line);
          if (effect.do === "renew") renewals += 1;
        }
        checkSound(run, lines, renewals);
        if (run.state.live && run.state.coming) seen.both += 1;
      }
    }),
    { numRuns: 2_000 },
  );
  expect(seen.both).toBeGreaterThan(20);
  expect(seen.unknown).toBeGreaterThan(20);
});

function checkSound({ state, timers }: Run, lines: Set<number>, renewals: number): void {
  const { wanted, live, coming, renewal, stale, asked } = state;
  expect(lines).toEqual(new Set([live, coming].flatMap((line) => (line ? [line.id] : []))));
  for (const id of asked) expect(timers.has(`ask:${id}`)).toBe(true);
  if (live) expect(timers.has("ping")).toBe(true);
  if (coming) expect(timers.has("greet")).toBe(true);
  if (renewal === "now") expect(renewals).toBeGreaterThan(0);
  // With nothing under way, something is to come.
  const isIdle = wanted && !coming && renewal !== "now";
  if (isIdle && (!live || stale)) expect(timers.has("retry")).toBe(true);
  if (isIdle && live?.way === "events" && !stale) expect(timers.has("upgrade")).toBe(true);
  if (!wanted) expect([...timers.keys()]).toEqual([]);
}
