// The server's half of sync for one user, in memory: contract and rules are the real ones, only the storage is not.
import { isDeleted, lastStamp, valuesOf } from "../src/records/copy.ts";
import { canonical } from "../src/records/json.ts";
import type {
  Change,
  Mutation,
  MutationResult,
  Problem,
  PullRequest,
  PullResponse,
  PushRequest,
  PushResponse,
} from "../src/records/wire.ts";
import type { RecordCopy, Rules } from "../src/rules/types.ts";
import { Refusal } from "../src/sync/transport.ts";

const STAMP = /^\d{13}-[0-9a-f]{4}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_AHEAD_MILLIS = 5 * 60 * 1_000;

interface Kept {
  kind: string;
  recordId: string;
  copy: RecordCopy;
  version: number;
}

export interface Announcement {
  origin: string;
  version: number;
  changes: Change[];
}

export class RecordServer {
  readonly records = new Map<string, Kept>();
  version = 0;
  /** Deletions up to this version are forgotten. */
  forgotten = 0;
  now: () => number;
  /** Told after every commit of what changed: the announcement that goes out over open connections. */
  announce: (announcement: Announcement) => void = () => undefined;
  private readonly rules: Rules;

  constructor(rules: Rules, now: () => number) {
    this.rules = rules;
    this.now = now;
  }

  push({ deviceId, mutations }: PushRequest): PushResponse {
    if (mutations.length > 500) throw refusal(422, "invalid-input");
    const before = this.version;
    const results = mutations.map((one) => this.apply(one));
    if (this.version > before) {
      // A record that changed twice is told of once, as it is now.
      const changes = [...this.records.values()].filter(({ version }) => version > before).map(toChange);
      changes.sort((a, b) => a.version - b.version);
      this.announce({ origin: deviceId, version: this.version, changes });
    }
    return { results, version: this.version, serverTime: this.now() };
  }

  pull({ since, limit = 1_000, sweep = false }: PullRequest): PullResponse {
    if (since > 0 && since < this.forgotten && !sweep) throw refusal(410, "cursor-expired");
    const live = [...this.records.values()].filter(({ copy }) => !isDeleted(copy));
    const news = [...this.records.values()]
      .filter(({ version, copy }) => version > since && (since > 0 || !isDeleted(copy)))
      .sort((a, b) => a.version - b.version);
    const page = news.slice(0, limit);
    const hasMore = news.length > page.length;
    return {
      changes: page.map(toChange),
      version: hasMore ? (page.at(-1)?.version ?? since) : this.version,
      hasMore,
      count: live.length,
      serverTime: this.now(),
    };
  }

  /** What 180 days do: deletions are no longer known. */
  forgetDeletions(): void {
    for (const [key, { copy }] of this.records) if (isDeleted(copy)) this.records.delete(key);
    this.forgotten = this.version;
  }

  private apply(mutation: Mutation): MutationResult {
    const { id, kind, recordId } = mutation;
    const rejected = (problem: Problem): MutationResult => ({ id, status: "rejected", problem });
    const key = `${kind}/${recordId}`;
    const change = this.read(mutation);
    if ("problem" in change) return rejected(change.problem);
    if (
      (lastStamp(change.copy) ?? "") > `${String(this.now() + MAX_AHEAD_MILLIS).padStart(13, "0")}-ffff-g`
    ) {
      return rejected({ ...problem(422, "stamp-in-future"), serverTime: this.now() });
    }
    const before = this.records.get(key);
    const merged = this.rules.merge(before?.copy ?? { fields: [] }, change.copy);
    if (before && canonical(merged) === canonical(before.copy))
      return { id, status: "unchanged", version: before.version };
    if (!isDeleted(merged)) {
      const complete = this.rules.check(
        kind,
        merged.fields.map(({ name, value }) => [name, value]),
        true,
        this.now(),
      );
      if (!complete.ok) return rejected({ ...problem(422, "invalid-record"), errors: complete.violations });
    }
    this.version += 1;
    this.records.set(key, { kind, recordId, copy: merged, version: this.version });
    return { id, status: "applied", version: this.version };
  }

  private read({
    kind,
    op,
    fields = {},
    stamps = {},
    stamp,
  }: Mutation): { copy: RecordCopy } | { problem: Problem } {
    if (op === "delete") {
      return stamp !== undefined && STAMP.test(stamp)
        ? { copy: { fields: [], deleted: stamp } }
        : { problem: problem(422, "invalid-record") };
    }
    const sent = Object.entries(fields).map(([name, value]): [string, string] => [name, canonical(value)]);
    const checked = this.rules.check(kind, sent, false, this.now());
    if (!checked.ok) return { problem: { ...problem(422, "invalid-record"), errors: checked.violations } };
    const stamped = checked.values.map(([name, value]) => ({
      name,
      value,
      stamp: stamps[name] ?? stamp ?? "",
    }));
    if (stamped.length === 0 || stamped.some((field) => !STAMP.test(field.stamp))) {
      return { problem: problem(422, "invalid-record") };
    }
    return { copy: { fields: stamped.sort((a, b) => (a.name < b.name ? -1 : 1)) } };
  }
}

function toChange({ kind, recordId, copy, version }: Kept): Change {
  return {
    version,
    kind,
    recordId,
    fields: valuesOf(copy),
    stamps: Object.fromEntries(copy.fields.map(({ name, stamp }) => [name, stamp])),
    deleted: isDeleted(copy),
    ...(copy.deleted !== undefined && { deletedStamp: copy.deleted }),
  };
}

function problem(status: number, slug: string): Problem {
  return { type: `urn:mirubato:problem:${slug}`, title: slug, status };
}

function refusal(status: number, slug: string): Refusal {
  return new Refusal(status, problem(status, slug));
}
