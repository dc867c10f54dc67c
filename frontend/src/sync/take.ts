// Takes changes from the server into the records, whichever way they came.
import { fromChange, lastStamp, later } from "../records/copy.ts";
import type { Change } from "../records/wire.ts";
import type { Rules } from "../rules/types.ts";
import { put, readClock } from "../store/meta.ts";
import { putCopy, type RecordKey } from "../store/records.ts";
import type { Progress, WriteTransaction } from "../store/schema.ts";

/** Which records the changes are of. */
export function keysOf(changes: readonly Change[]): RecordKey[] {
  return changes.map(({ kind, recordId }): RecordKey => ({ kind, id: recordId }));
}

/**
 * Merges changes, each a whole record, and counts their stamps as seen. `offset` is the server's clock less the device's in milliseconds,
 * where it was told. The cursor is the caller's to move, in the same transaction.
 */
export async function merge(
  tx: WriteTransaction,
  rules: Rules,
  changes: readonly Change[],
  { sweep }: Progress,
  offset?: number,
): Promise<void> {
  const clock = await readClock(tx);
  const records = tx.objectStore("records");
  const before = await Promise.all(changes.map(({ kind, recordId }) => records.get([kind, recordId])));
  let seen = clock.seen;
  const writes = changes.map((change, place) => {
    const incoming = fromChange(change);
    seen = later(seen, lastStamp(incoming));
    const ours = before[place];
    const copy = ours ? rules.receive(ours.copy, incoming) : incoming;
    return putCopy(tx, { kind: change.kind, id: change.recordId }, copy, {
      ...(!change.deleted && { held: 1 }),
      sweep: sweep?.id ?? ours?.sweep ?? 0,
    });
  });
  await Promise.all(writes);
  await put(tx, "clock", {
    ...clock,
    ...(seen !== undefined && { seen }),
    ...(offset !== undefined && { offset }),
  });
}
