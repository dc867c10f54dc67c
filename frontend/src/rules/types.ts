// The rules of records as the app sees them. What each does is said in wit/records.
import type { Violation } from "../generated/merge/interfaces/mirubato-records-kinds.js";
import type { Field, Record as RecordCopy } from "../generated/merge/interfaces/mirubato-records-merge.js";

export type { Field, RecordCopy, Violation };

/** Names of fields with their values as JSON text. */
export type Values = [name: string, json: string][];

/** What an edit leads to: the record from now on, and the change to queue. */
export interface Edited {
  record: RecordCopy;
  change: RecordCopy;
}

export type Checked = { ok: true; values: Values } | { ok: false; violations: Violation[] };

export interface Rules {
  merge(a: RecordCopy, b: RecordCopy): RecordCopy;
  /** `now` in Unix milliseconds. */
  nextStamp(last: string | undefined, now: number, device: string): string;
  edit(current: RecordCopy | undefined, values: Values, stamp: string): Edited;
  remove(current: RecordCopy | undefined, stamp: string): Edited;
  receive(current: RecordCopy | undefined, incoming: RecordCopy): RecordCopy;
  restamp(current: RecordCopy, change: RecordCopy, fresh: string): Edited;
  /** `now` in Unix milliseconds. */
  check(kind: string, values: Values, complete: boolean, now: number): Checked;
}
