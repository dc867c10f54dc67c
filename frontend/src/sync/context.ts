// What a round of sync works with.
import type { Rules } from "../rules/types.ts";
import type { Database, RecordKey } from "../store/index.ts";
import type { Transport } from "./transport.ts";

export interface Context {
  db: Database;
  rules: Rules;
  transport: Transport;
  /** The device's clock in Unix milliseconds. */
  now(): number;
  /** Told after a transaction that changed records. */
  changed(keys: RecordKey[]): void;
}
