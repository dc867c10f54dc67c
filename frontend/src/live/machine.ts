// What to do about the connection when something happens to it. Decisions only: no sockets, clocks or chance in here.
import type { Mutation } from "../records/wire.ts";
import { slug } from "../records/wire.ts";
import { backoff } from "../sync/backoff.ts";
import type { Heard } from "./frames.ts";
import { type Effect, type Input, type Line, START, type State, type Timer } from "./state.ts";

/** How long a connection may take to stand. */
const GREET_MILLIS = 10_000;
/** The server takes a connection that is silent for 60 s for dead. */
const PING_MILLIS = 25_000;
/** What is committed between a greeting and the subscription is told to nobody, and found by the first ping. */
const FIRST_PING_MILLIS = 1_000;
const PONG_MILLIS = 10_000;
/** A stream has a sign of life every 20 s at least. */
const SILENCE_MILLIS = 60_000;
const ASK_MILLIS = 10_000;
/** How many sockets in a row come to nothing before a stream is tried, and every other time from then on. */
const SOCKETS_FIRST = 3;
const UPGRADE_MILLIS = 5_000;
const LONGEST_UPGRADE_MILLIS = 5 * 60_000;

type Step = [State, ...Effect[]];

/** The state after `input`, and what is to be done, in order. `random` is 0 to 1. */
export function step(state: State, input: Input, random: number): Step {
  switch (input.what) {
    case "wanted":
      return input.wanted ? want(state) : rest(state);
    case "nudge":
      return nudged(state);
    case "offline":
      return offline(state, random);
    case "heard":
      return heard(state, input.line, input.heard);
    case "closed":
      return closed(state, input.line, input.refused, random);
    case "renewed":
      return renewed(state, input.outcome, random);
    case "timer":
      return rang(state, input.timer, random);
    case "ask":
      return ask(state, input.id, input.mutations);
  }
}

function want(state: State): Step {
  return state.wanted ? [state] : connect({ ...state, wanted: true, failures: 0 });
}

function rest(state: State): Step {
  const lines = [state.live, state.coming].flatMap((line) =>
    line ? [{ do: "close" as const, line: line.id }] : [],
  );
  const timers = (["retry", "greet", "ping", "pong", "upgrade"] as const).map(clear);
  return [
    { ...START, begun: state.begun, unopened: state.unopened },
    ...fail(state),
    ...timers,
    ...lines,
    ...(state.live ? [{ do: "tell" as const, live: undefined }] : []),
  ];
}

/** Makes a connection, after the session is renewed where that is needed. Nothing where one is being made. */
function connect(state: State): Step {
  if (!state.wanted || state.coming || state.renewal === "now") return [state];
  if (state.renewal === "first") return [{ ...state, renewal: "now" }, clear("retry"), { do: "renew" }];
  const turn = state.unopened - SOCKETS_FIRST;
  // What stands has shown that streams are to be had.
  const way = state.live || turn < 0 || turn % 2 === 1 ? "socket" : "events";
  const line: Line = { id: state.begun + 1, way };
  return [
    { ...state, begun: line.id, coming: line },
    clear("retry"),
    { do: "open", line },
    { do: "set", timer: "greet", millis: GREET_MILLIS },
  ];
}

function nudged(state: State): Step {
  const calm = { ...state, failures: 0 };
  if (!state.live) return connect(calm);
  // A device that slept, or changed its network, may have a connection that only seems to stand.
  return state.live.way === "socket" ? pinged(calm, state.live) : [calm];
}

function pinged(state: State, { id }: Line): Step {
  return [
    { ...state, doubtful: true },
    { do: "ping", line: id },
    { do: "set", timer: "pong", millis: PONG_MILLIS },
    { do: "set", timer: "ping", millis: PING_MILLIS },
  ];
}

function offline(state: State, random: number): Step {
  const [now, ...effects] = state.coming ? drop(state, state.coming, random) : [state];
  return after(effects, now.live ? drop(now, now.live, random) : [now]);
}

/** What was coming takes its place, and only then is the former one closed. */
function stand(state: State, version: number): Step {
  const { coming, live } = state;
  if (!coming) return [state];
  const isStream = coming.way === "events";
  return [
    {
      ...state,
      live: coming,
      coming: undefined,
      stale: false,
      doubtful: false,
      renewal: state.renewal === "now" ? "now" : "no",
      asked: [],
      upgrades: isStream ? state.upgrades : 0,
      // Should a stream end, a stream is tried again before a socket is.
      unopened: isStream ? SOCKETS_FIRST : 0,
    },
    ...fail(state),
    clear("greet"),
    clear("pong"),
    { do: "set", timer: "ping", millis: isStream ? SILENCE_MILLIS : FIRST_PING_MILLIS },
    isStream ? { do: "set", timer: "upgrade", millis: upgradeMillis(state.upgrades) } : clear("upgrade"),
    ...(live ? [{ do: "close" as const, line: live.id }] : []),
    { do: "tell", live: coming.way, version },
  ];
}

function heard(state: State, id: number, said: Heard): Step {
  if (state.coming?.id === id && said.type === "welcome") {
    const [next, ...effects] = stand(state, said.version);
    return [next, ...effects, { do: "show", devices: said.devices }];
  }
  if (state.live?.id !== id) return [state];
  const alive =
    state.live.way === "events"
      ? { do: "set" as const, timer: "ping" as const, millis: SILENCE_MILLIS }
      : clear("pong");
  const [next, ...effects] = heardLive({ ...state, doubtful: false }, said);
  return [next, alive, ...effects];
}

function heardLive(state: State, said: Heard): Step {
  switch (said.type) {
    case "welcome":
      return [
        state,
        { do: "tell", live: state.live?.way ?? "socket", version: said.version },
        { do: "show", devices: said.devices },
      ];
    case "news":
      return [state, { do: "take", news: said.news }];
    case "doubt":
      return [state, { do: "doubt" }];
    case "presence":
      return [state, { do: "show", devices: said.devices }];
    case "ack":
      if (!state.asked.includes(said.id)) return [state];
      return [
        without(state, said.id),
        clear(`ask:${said.id}`),
        { do: "answer", id: said.id, answer: said.answer },
      ];
    // It has lasted a while: whatever went wrong before is over.
    case "pong": {
      const calm = { ...state, failures: 0 };
      return said.version === undefined ? [calm] : [calm, { do: "compare", version: said.version }];
    }
    case "alive":
      return [{ ...state, failures: 0 }];
    case "error":
      return erred(state, said.id, slug(said.problem));
  }
}

function erred(state: State, id: string | undefined, problem: string): Step {
  if (problem === "auth-expired") {
    if (state.stale) return [state];
    return connect({ ...state, stale: true, renewal: state.renewal === "no" ? "first" : state.renewal });
  }
  if (id === undefined || !state.asked.includes(id)) return [state];
  // What is wrong with it is said again, and in full, where it is sent by a request.
  return [without(state, id), clear(`ask:${id}`), { do: "fail", id }];
}

function closed(state: State, id: number, refused: boolean, random: number): Step {
  const { live, coming } = state;
  if (coming?.id === id) {
    const unopened = state.unopened + (live || refused ? 0 : 1);
    return lost({ ...state, coming: undefined, unopened }, refused, random, clear("greet"));
  }
  if (live?.id !== id) return [state];
  const effects: Effect[] = [
    ...fail(state),
    ...(["ping", "pong", "upgrade"] as const).map(clear),
    { do: "tell", live: undefined },
  ];
  return lost(
    { ...state, live: undefined, stale: false, doubtful: false, asked: [] },
    refused,
    random,
    ...effects,
  );
}

/** A connection is gone. When to try again, if that is not under way already. */
function lost(state: State, refused: boolean, random: number, ...effects: Effect[]): Step {
  const { live, coming, stale, renewal } = state;
  if (!state.wanted || coming || renewal === "now") return [state, ...effects];
  if (live && !stale) {
    // Only what was to take the place of a stream.
    const upgrade = upgradeMillis(state.upgrades + 1);
    return [
      { ...state, upgrades: state.upgrades + 1 },
      ...effects,
      { do: "set", timer: "upgrade", millis: upgrade },
    ];
  }
  const next: State = { ...state, failures: state.failures + 1, renewal: refused ? "first" : renewal };
  if (refused && state.failures === 0) return after(effects, connect(next));
  return [next, ...effects, { do: "set", timer: "retry", millis: backoff(next.failures, random) }];
}

function renewed(state: State, outcome: "renewed" | "over" | "unknown", random: number): Step {
  if (state.renewal !== "now") return [state];
  if (outcome === "renewed") return connect({ ...state, renewal: "no" });
  const next: State = { ...state, renewal: "first", failures: state.failures + 1 };
  // Until the user has signed in there is nothing to be had.
  if (outcome === "over") return [next];
  return [next, { do: "set", timer: "retry", millis: backoff(next.failures, random) }];
}

function rang(state: State, timer: Timer, random: number): Step {
  const { live, coming } = state;
  switch (timer) {
    case "retry":
      return live && !state.stale ? [state] : connect(state);
    case "upgrade":
      return live ? connect(state) : [state];
    case "greet":
      return coming ? drop(state, coming, random) : [state];
    case "ping":
      if (!live) return [state];
      if (live.way === "events") return drop(state, live, random);
      return pinged(state, live);
    // Whatever is not answered in time, it is the connection that is doubted.
    default:
      return live ? drop(state, live, random) : [state];
  }
}

function drop(state: State, { id }: Line, random: number): Step {
  return after([{ do: "close", line: id }], closed(state, id, false, random));
}

function ask(state: State, id: string, mutations: Mutation[]): Step {
  const { live, stale, doubtful, asked } = state;
  if (live?.way !== "socket" || stale || doubtful) return [state, { do: "fail", id }];
  return [
    { ...state, asked: [...asked, id] },
    { do: "ask", line: live.id, id, mutations },
    { do: "set", timer: `ask:${id}`, millis: ASK_MILLIS },
  ];
}

/** Gives up waiting for answers. */
function fail({ asked }: State): Effect[] {
  return asked.flatMap((id) => [clear(`ask:${id}`), { do: "fail", id }]);
}

function without(state: State, id: string): State {
  return { ...state, asked: state.asked.filter((other) => other !== id) };
}

function upgradeMillis(upgrades: number): number {
  return Math.min(LONGEST_UPGRADE_MILLIS, UPGRADE_MILLIS * 4 ** Math.min(upgrades, 5));
}

function clear(timer: Timer): Effect {
  return { do: "clear", timer };
}

function after(effects: Effect[], [state, ...more]: Step): Step {
  return [state, ...effects, ...more];
}
