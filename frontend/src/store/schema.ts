// What a device keeps, in one IndexedDB database an account.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Problem } from "../records/wire.ts";
import type { RecordCopy } from "../rules/types.ts";

/** A record as this device has it. */
export interface StoredRecord {
  kind: string;
  id: string;
  copy: RecordCopy;
  /** What lists are ordered by: the start of a practice, else 0. Absent while the record is deleted, so that no list has it. */
  at?: number;
  /** Present while the server last told of this record as live. */
  held?: 1;
  /** The sweep (a pull from 0) that last saw it, 0 where none did. */
  sweep: number;
}

/** A change that the server has not answered for. */
export interface Queued {
  seq: number;
  kind: string;
  recordId: string;
  change: RecordCopy;
}

/** A change that the server refused. It stays until the user mends or discards it. */
export interface Refused extends Queued {
  problem: Problem;
}

/** The clock that stamps are made by. */
export interface Clock {
  /** A UUIDv7, made once for each database. */
  deviceId: string;
  /** The last stamp made here. */
  made?: string;
  /** The greatest stamp that came from the server or that it accepted. */
  seen?: string;
  /** The server's clock less the device's, in milliseconds. */
  offset: number;
}

/** How far this device has pulled. */
export interface Progress {
  /** The version up to which it has everything. */
  cursor: number;
  /** A pull from 0 that is under way, which a reload continues. Later ones have greater ids. */
  sweep?: { id: number; cursor: number };
  /** How many sweeps were begun, which gives the next its id. */
  sweeps: number;
  /** When a sweep last ended without making the counts agree, in Unix milliseconds. */
  disagreedAt?: number;
}

export interface Meta {
  clock: Clock;
  progress: Progress;
  /** Up to which place in its queue each database was taken over into this one. */
  adopted: Record<string, number>;
}

interface Schema extends DBSchema {
  records: {
    key: [kind: string, id: string];
    value: StoredRecord;
    indexes: { byTime: [kind: string, at: number]; held: number; sweep: number };
  };
  outbox: { key: number; value: Queued; indexes: { byRecord: [kind: string, recordId: string] } };
  refused: { key: number; value: Refused; indexes: { byRecord: [kind: string, recordId: string] } };
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
}

type Stores = ("records" | "outbox" | "refused" | "meta")[];
export type Database = IDBPDatabase<Schema>;
export type WriteTransaction = IDBPTransaction<Schema, Stores, "readwrite">;
export type ReadTransaction = IDBPTransaction<Schema, Stores, IDBTransactionMode>;

/** The name of the database of an account, or of what is written before there is one. */
export function databaseName(account: string | undefined): string {
  return account === undefined ? "mirubato" : `mirubato:${account}`;
}

/** Opens a database, making it where there is none. `onClosed` is called when the browser closes it or another tab must remove it. */
export function openDatabase(name: string, onClosed?: () => void): Promise<Database> {
  const opening = openDB<Schema>(name, 1, {
    upgrade(db) {
      const records = db.createObjectStore("records", { keyPath: ["kind", "id"] });
      records.createIndex("byTime", ["kind", "at"]);
      records.createIndex("held", "held");
      records.createIndex("sweep", "sweep");
      for (const store of ["outbox", "refused"] as const) {
        const queue = db.createObjectStore(store, { keyPath: "seq", autoIncrement: store === "outbox" });
        queue.createIndex("byRecord", ["kind", "recordId"]);
      }
      db.createObjectStore("meta");
    },
    blocking() {
      void opening.then((db) => db.close());
      onClosed?.();
    },
    terminated: () => onClosed?.(),
  });
  return opening;
}

/**
 * Does `work` in a transaction over everything: all of it is stored, or, where anything in it fails, nothing. On disk before it is done, so
 * that what the app calls saved survives a power cut. Fails with what stopped it, such as `QuotaExceededError`.
 */
export async function transact<Result>(
  db: Database,
  work: (tx: WriteTransaction) => Promise<Result>,
): Promise<Result> {
  const tx = db.transaction(["records", "outbox", "refused", "meta"], "readwrite", { durability: "strict" });
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    // What was put before the failure must not be stored without the rest.
    try {
      tx.abort();
    } catch {
      // The browser has aborted it already.
    }
    await tx.done.catch(() => undefined);
    throw tx.error ?? error;
  }
}
