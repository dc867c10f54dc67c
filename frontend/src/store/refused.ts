// What the server refused, and the two ways on: mend it, or let it go.
import type { Rules, Values } from "../rules/types.ts";
import { put, readProgress } from "./meta.ts";
import { putCopy, type RecordKey } from "./records.ts";
import { type Database, type WriteTransaction, writing } from "./schema.ts";
import { enqueue } from "./write.ts";

/** Sends the whole record again with `values`: what was refused, put right. The refusals of this record are settled by that. */
export async function mend(
  db: Database,
  rules: Rules,
  key: RecordKey,
  values: Values,
  now: number,
): Promise<void> {
  const tx = writing(db);
  await enqueue(tx, rules, key, now, (current, stamp) => {
    // As for a record that is not there, so that every field is in the change and not only what differs from the refused values.
    const { change } = rules.edit(undefined, values, stamp);
    return { change, record: current ? rules.merge(current, change) : change };
  });
  await settle(tx, key);
  await tx.done;
}

/**
 * Gives up what was refused of a record. What remains is what still waits in the queue; the rest of the record, as the server has it, comes
 * back with a pull from 0, for which this sets the cursor.
 */
export async function discard(db: Database, rules: Rules, key: RecordKey): Promise<void> {
  const tx = writing(db);
  await settle(tx, key);
  const before = await tx.objectStore("records").get([key.kind, key.id]);
  const queued = await tx.objectStore("outbox").index("byRecord").getAll([key.kind, key.id]);
  const [first, ...rest] = queued.map(({ change }) => change);
  if (first)
    await putCopy(
      tx,
      key,
      rest.reduce((a, b) => rules.merge(a, b), first),
      before,
    );
  else await tx.objectStore("records").delete([key.kind, key.id]);
  const { sweep: _, ...progress } = await readProgress(tx);
  await put(tx, "progress", { ...progress, cursor: 0 });
  await tx.done;
}

async function settle(tx: WriteTransaction, { kind, id }: RecordKey): Promise<void> {
  const refused = tx.objectStore("refused");
  for (const seq of await refused.index("byRecord").getAllKeys([kind, id])) await refused.delete(seq);
}
