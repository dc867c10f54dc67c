// What travels over an open connection (wit/sync; contract of `/sync/ws` and `/sync/events`).
import type { Change, Mutation, MutationResult, Problem, PushResponse } from "../records/wire.ts";
import type { News } from "../sync/news.ts";

/** A device of the user, as the others see it. */
export interface Present {
  deviceId: string;
  /** Such as `Firefox on Linux`; `null` where it is not known. */
  name: string | null;
  online: boolean;
}

/** What the server says. */
export type Heard =
  /** The connection stands. */
  | { type: "welcome"; version: number; devices: Present[] }
  | { type: "news"; news: News }
  /** There is something to pull. */
  | { type: "doubt" }
  | { type: "ack"; id: string; answer: PushResponse }
  | { type: "presence"; devices: Present[] }
  | { type: "error"; id?: string; problem: Problem }
  /** The answer to a ping, with the user's version where the server knows it. */
  | { type: "pong"; version: number | undefined }
  /** It is there: a comment in a stream, or something that a later version of the server says. */
  | { type: "alive" };

/** What the app says. */
export type Said =
  | { type: "PING"; data: { timestamp: number } }
  | { type: "BULK_SYNC"; id: string; data: { mutations: Mutation[]; timestamp: number } };

export function ping(now: number): Said {
  return { type: "PING", data: { timestamp: now } };
}

export function queue(id: string, mutations: Mutation[], now: number): Said {
  return { type: "BULK_SYNC", id, data: { mutations, timestamp: now } };
}

/** Reads a frame. What is not understood says at least that the server is there. */
export function read(text: string): Heard {
  const frame = parsed(text);
  const data = object(frame?.data) ?? {};
  const id = typeof frame?.id === "string" ? frame.id : undefined;
  const version = count(data.version);
  switch (frame?.type) {
    case "WELCOME":
      // Without a version there is nothing to compare with, and -1 is no cursor's.
      return { type: "welcome", version: version ?? -1, devices: devicesOf(data.devices) };
    case "SYNC_EVENT": {
      const change = changeOf(object(data.event)?.payload);
      return change && version !== undefined
        ? { type: "news", news: { changes: [change], version } }
        : { type: "doubt" };
    }
    case "BULK_SYNC": {
      const changes = list(data.changes).map(changeOf);
      const whole = changes.filter((change) => change !== undefined);
      if (data.hasMore === true || version === undefined || whole.length < changes.length)
        return { type: "doubt" };
      return { type: "news", news: { changes: whole, version } };
    }
    case "ACK":
      return id === undefined || version === undefined
        ? { type: "alive" }
        : { type: "ack", id, answer: { ...data, version, results: results(data.results) } as PushResponse };
    case "PONG":
      return { type: "pong", version };
    case "PRESENCE":
      return { type: "presence", devices: devicesOf(data.devices) };
    case "ERROR":
      return { type: "error", ...(id !== undefined && { id }), problem: data as unknown as Problem };
    default:
      return { type: "alive" };
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function object(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A change that has everything that merging it needs. */
function changeOf(value: unknown): Change | undefined {
  const change = object(value);
  const whole =
    count(change?.version) !== undefined &&
    typeof change?.kind === "string" &&
    typeof change.recordId === "string" &&
    typeof change.deleted === "boolean" &&
    object(change.fields) !== undefined &&
    object(change.stamps) !== undefined;
  return whole ? (change as unknown as Change) : undefined;
}

function results(value: unknown): MutationResult[] {
  return list(value).filter((one) => typeof object(one)?.id === "string") as MutationResult[];
}

function devicesOf(value: unknown): Present[] {
  return list(value).flatMap((one) => {
    const { deviceId, name, online } = object(one) ?? {};
    if (typeof deviceId !== "string") return [];
    return [{ deviceId, name: typeof name === "string" ? name : null, online: online === true }];
  });
}
