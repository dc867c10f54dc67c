// What the server refused, and the two ways on: mend it, or let it go.
import type { Rules, Values } from "../rules/types.ts";
import { put, readProgress } from "./meta.ts";
import { putCopy, type RecordKey } from "./records.ts";
import { type Database, transact, type WriteTransaction } from "./schema.ts";
import { enqueue } from "./write.ts";

/** Sends the whole record again with `values`: what was refused, put right. The refusals of this record are settled by that. */
export function mend(db: Database, rules: Rules, key: RecordKey, values: Values, now: number): Promise<void> {
  return transact(db, async (tx) => {
    await enqueue(tx, rules, key, now, (current, stamp) => {
      // As for a record that is not there, so that every field is in the change and not only what differs from the refused values.
      const { change } = rules.edit(undefined, values, stamp);
      return { change, record: current ? rules.merge(current, change) : change };
    });
    await settle(tx, key);
  });
}

/**
 * Gives up what was refused of a record. What remains is what still waits in the queue; the rest of the record, as the server has it, comes
 * back with a pull from 0, for which this sets the cursor.
 */
export function discard(db: Database, rules: Rules, key: RecordKey): Promise<void> {
  return transact(db, async (tx) => {
    await settle(tx, key);
    const queued = await tx.objectStore("outbox").index("byRecord").getAll([key.kind, key.id]);
    const [first, ...rest] = queued.map(({ change }) => change);
    if (first)
      await putCopy(
        tx,
        key,
        rest.reduce((a, b) => rules.merge(a, b), first),
      );
    else await tx.objectStore("records").delete([key.kind, key.id]);
    const { sweep: _, ...progress } = await readProgress(tx);
    await put(tx, "progress", { ...progress, cursor: 0 });
  });
}

async function settle(tx: WriteTransaction, { kind, id }: RecordKey): Promise<void> {
  const refused = tx.objectStore("refused");
  for (const seq of await refused.index("byRecord").getAllKeys([kind, id])) await refused.delete(seq);
}
