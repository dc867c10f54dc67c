// What the user does to a record: the record, the change to send and the clock, in one transaction or not at all.
import { later } from "../records/copy.ts";
import type { Edited, RecordCopy, Rules, Values } from "../rules/types.ts";
import { put, readClock } from "./meta.ts";
import { addToOutbox, putCopy, type RecordKey } from "./records.ts";
import { type Database, transact, type WriteTransaction } from "./schema.ts";

/** Sets fields of a record, making it where there is none. True where that changed anything. `now` is the device's clock. */
export function setFields(
  db: Database,
  rules: Rules,
  key: RecordKey,
  values: Values,
  now: number,
): Promise<boolean> {
  return change(db, rules, key, now, (current, stamp) => rules.edit(current, values, stamp));
}

/** Deletes a record. */
export function deleteRecord(db: Database, rules: Rules, key: RecordKey, now: number): Promise<boolean> {
  return change(db, rules, key, now, (current, stamp) => rules.remove(current, stamp));
}

function change(
  db: Database,
  rules: Rules,
  key: RecordKey,
  now: number,
  edit: (current: RecordCopy | undefined, stamp: string) => Edited,
): Promise<boolean> {
  return transact(db, (tx) => enqueue(tx, rules, key, now, edit));
}

/** The steps of a change within a transaction. */
export async function enqueue(
  tx: WriteTransaction,
  rules: Rules,
  key: RecordKey,
  now: number,
  edit: (current: RecordCopy | undefined, stamp: string) => Edited,
): Promise<boolean> {
  const clock = await readClock(tx);
  const before = await tx.objectStore("records").get([key.kind, key.id]);
  const made = rules.nextStamp(later(clock.made, clock.seen), now + clock.offset, clock.deviceId);
  const edited = edit(before?.copy, made);
  if (edited.change.fields.length === 0 && edited.change.deleted === undefined) return false;
  await putCopy(tx, key, edited.record, before);
  await addToOutbox(tx, key, edited.change);
  await put(tx, "clock", { ...clock, made });
  return true;
}
