// What travels between the app and `/api/sync/*`. Defined in wit/sync; to come from the OpenAPI document.

/** RFC 9457, as every failure of the API. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  requestId?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  /** With `stamp-in-future`: the server's clock in Unix milliseconds. */
  serverTime?: number;
}

export interface Mutation {
  id: string;
  kind: string;
  recordId: string;
  op: "set" | "delete";
  fields?: Record<string, unknown>;
  stamps?: Record<string, string>;
  stamp?: string | undefined;
}

export interface MutationResult {
  id: string;
  status: "applied" | "unchanged" | "rejected";
  version?: number;
  problem?: Problem;
}

export interface PushRequest {
  deviceId: string;
  mutations: Mutation[];
}

export interface PushResponse {
  results: MutationResult[];
  version: number;
  serverTime: number;
}

export interface PullRequest {
  deviceId: string;
  since: number;
  limit?: number;
  /** Whether this continues a pull from 0. What it does not contain is dropped at its end, so it needs no deletions and does not expire. */
  sweep?: boolean;
}

export interface Change {
  version: number;
  kind: string;
  recordId: string;
  fields: Record<string, unknown>;
  stamps: Record<string, string>;
  deleted: boolean;
  deletedStamp?: string | null;
}

export interface PullResponse {
  changes: Change[];
  version: number;
  hasMore: boolean;
  count: number;
  serverTime: number;
}

/** The last part of a problem's `type`, such as `stamp-in-future`. */
export function slug(problem: Problem | undefined): string {
  return problem?.type.split(/[:/]/).at(-1) ?? "";
}
