// What is known of the connection, what can happen to it, and what can be done about it.
import type { Mutation, PushResponse } from "../records/wire.ts";
import type { News } from "../sync/news.ts";
import type { Heard, Present } from "./frames.ts";

/** A WebSocket, or, where none can be had, a stream of events, which only listens. */
export type Way = "socket" | "events";

/** One connection. Each has a number of its own, so that what happens late to an old one is told apart. */
export interface Line {
  id: number;
  way: Way;
}

export interface State {
  /** Whether there is to be a connection at all. */
  wanted: boolean;
  /** The connection that stands. */
  live: Line | undefined;
  /** One that is being made: the first, or one that will take the place of `live`. */
  coming: Line | undefined;
  /** Connections begun so far. */
  begun: number;
  /** Connections in a row that did not come about or did not last. */
  failures: number;
  /** Connections in a row that never stood, other than for want of a session. */
  unopened: number;
  /** Failed attempts in a row to have a socket in the place of a stream. */
  upgrades: number;
  /** The session has to be renewed before the next connection; `now` while that is being done. */
  renewal: "no" | "first" | "now";
  /** Whether the session of `live` has run out, so that it is about to be closed. */
  stale: boolean;
  /** Whether a ping over `live` waits for its answer. Until then it may only seem to stand. */
  doubtful: boolean;
  /** Questions sent over `live` that wait for their answer. */
  asked: string[];
}

export type Timer = "retry" | "greet" | "ping" | "pong" | "upgrade" | `ask:${string}`;

export type Input =
  | { what: "wanted"; wanted: boolean }
  /** Something speaks for trying or for making sure: the network is back, or the page came into view. */
  | { what: "nudge" }
  /** The network is gone. A connection would only find out much later. */
  | { what: "offline" }
  | { what: "heard"; line: number; heard: Heard }
  /** `refused` where the server does not know the session. */
  | { what: "closed"; line: number; refused: boolean }
  /** `over` where the user has to sign in again, `unknown` where the server did not answer. */
  | { what: "renewed"; outcome: "renewed" | "over" | "unknown" }
  | { what: "timer"; timer: Timer }
  | { what: "ask"; id: string; mutations: Mutation[] };

export type Effect =
  | { do: "open"; line: Line }
  | { do: "close"; line: number }
  | { do: "ping"; line: number }
  | { do: "ask"; line: number; id: string; mutations: Mutation[] }
  | { do: "set"; timer: Timer; millis: number }
  | { do: "clear"; timer: Timer }
  | { do: "renew" }
  /** The connection stands, or no longer. `version` is the user's, -1 where the server did not say it. */
  | { do: "tell"; live: Way; version: number }
  | { do: "tell"; live: undefined }
  | { do: "take"; news: News }
  | { do: "doubt" }
  /** Is that how far this device is? */
  | { do: "compare"; version: number }
  | { do: "show"; devices: Present[] }
  | { do: "answer"; id: string; answer: PushResponse }
  | { do: "fail"; id: string };

export const START: State = {
  wanted: false,
  live: undefined,
  coming: undefined,
  begun: 0,
  failures: 0,
  unopened: 0,
  upgrades: 0,
  renewal: "no",
  stale: false,
  doubtful: false,
  asked: [],
};
