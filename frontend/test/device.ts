// A device in a test: a database, the real rules, and a way to a server that can fail.
import { isDeleted, toValues, valuesOf } from "../src/records/copy.ts";
import type { PullRequest, PushRequest } from "../src/records/wire.ts";
import { type Database, deleteRecord, newId, openDatabase, setFields } from "../src/store/index.ts";
import type { Context } from "../src/sync/context.ts";
import { round } from "../src/sync/round.ts";
import { Unreachable } from "../src/sync/transport.ts";
import { rules } from "./rules.ts";
import type { RecordServer } from "./server.ts";

/** What happens to one request. */
export type Fate = "delivered" | "request lost" | "reply lost" | "delivered twice";

const KIND = "logbook_entry";
let made = 0;

export class Device {
  readonly name = `test-${made++}`;
  readonly server: RecordServer;
  readonly clock: { now: number; skew: number };
  /** The fates of the next requests; after them all are delivered. */
  fates: Fate[] = [];
  /** Runs between the server's commit and the device's hearing of it. */
  meanwhile: (() => Promise<void>) | undefined;
  db!: Database;

  constructor(server: RecordServer, clock: { now: number }, skew = 0) {
    this.server = server;
    this.clock = {
      get now() {
        return clock.now + this.skew;
      },
      skew,
    };
  }

  async start(): Promise<this> {
    this.db = await openDatabase(this.name);
    return this;
  }

  /** As when the browser is killed and started again: memory is gone, storage is not. */
  async restart(): Promise<void> {
    this.db.close();
    await this.start();
  }

  async write(id: string, values: Record<string, unknown>): Promise<string> {
    await setFields(this.db, rules, { kind: KIND, id }, toValues(values), this.clock.now);
    return id;
  }

  /** A new entry. */
  add(values: Record<string, unknown> = {}): Promise<string> {
    return this.write(newId(this.clock.now), { ...anEntry(this.clock.now), ...values });
  }

  async remove(id: string): Promise<void> {
    await deleteRecord(this.db, rules, { kind: KIND, id }, this.clock.now);
  }

  get context(): Context {
    return {
      db: this.db,
      rules,
      now: () => this.clock.now,
      changed: () => undefined,
      transport: {
        push: (request: PushRequest) => this.carry(() => this.server.push(structuredClone(request))),
        pull: (request: PullRequest) => this.carry(() => this.server.pull(request)),
      },
    };
  }

  /** A round of sync. False where the network failed. */
  async sync(): Promise<boolean> {
    try {
      await round(this.context);
      return true;
    } catch (error) {
      if (error instanceof Unreachable) return false;
      throw error;
    }
  }

  private async carry<Answer>(ask: () => Answer): Promise<Answer> {
    const fate = this.fates.shift() ?? "delivered";
    if (fate === "request lost") throw new Unreachable("lost");
    let answer = structuredClone(ask());
    if (fate === "delivered twice") answer = structuredClone(ask());
    const meanwhile = this.meanwhile;
    this.meanwhile = undefined;
    await meanwhile?.();
    if (fate === "reply lost") throw new Unreachable("lost");
    return answer;
  }

  /** What the user sees: live entries by id. */
  async shown(): Promise<Record<string, Record<string, unknown>>> {
    const all = await this.db.getAll("records");
    return Object.fromEntries(
      all.filter(({ copy }) => !isDeleted(copy)).map(({ id, copy }) => [id, valuesOf(copy)]),
    );
  }

  waiting(): Promise<number> {
    return this.db.count("outbox");
  }
}

/** What the server would show. */
export function shownBy(server: RecordServer): Record<string, Record<string, unknown>> {
  const live = [...server.records.values()].filter(({ copy }) => !isDeleted(copy));
  return Object.fromEntries(live.map(({ recordId, copy }) => [recordId, valuesOf(copy)]));
}

export function anEntry(timestamp: number): Record<string, unknown> {
  return { timestamp, duration: 1_800, type: "practice", instrument: "piano" };
}
