// What was written before there was an account becomes the account's.
import { lastStamp, later } from "../records/copy.ts";
import type { Rules } from "../rules/types.ts";
import { put, readAdopted, readClock } from "./meta.ts";
import { addToOutbox, putCopy } from "./records.ts";
import { type Database, type Queued, transact, type WriteTransaction } from "./schema.ts";

/**
 * Moves the queue of `from`, and with it every record, into `into`.
 *
 * The two databases share no transaction, so first `into` takes the changes and notes up to which place, then `from` lets go of them.
 * Stopped in between and begun again, it takes nothing twice. A change that another tab writes meanwhile is taken in the next turn.
 */
export async function adopt(from: Database, into: Database, rules: Rules): Promise<number> {
  let moved = 0;
  for (;;) {
    const { source, queue } = await transact(from, async (tx) => ({
      source: (await readClock(tx)).deviceId,
      queue: await tx.objectStore("outbox").getAll(),
    }));
    const last = queue.at(-1)?.seq;
    if (last === undefined) return moved;
    moved += await transact(into, (tx) => take(tx, rules, source, queue, last));
    await transact(from, async (tx) => {
      await tx.objectStore("outbox").delete(IDBKeyRange.upperBound(last));
      if ((await tx.objectStore("outbox").count()) === 0) await tx.objectStore("records").clear();
    });
  }
}

/** Takes over what of the queue was not taken before, and how many changes that were. */
async function take(
  tx: WriteTransaction,
  rules: Rules,
  source: string,
  queue: Queued[],
  last: number,
): Promise<number> {
  const adopted = await readAdopted(tx);
  let clock = await readClock(tx);
  const fresh = queue.filter(({ seq }) => seq > (adopted[source] ?? 0));
  for (const { kind, recordId, change } of fresh) {
    const key = { kind, id: recordId };
    const before = await tx.objectStore("records").get([kind, recordId]);
    await putCopy(tx, key, before ? rules.merge(before.copy, change) : change, before);
    await addToOutbox(tx, key, change);
    const made = later(clock.made, lastStamp(change));
    if (made !== undefined) clock = { ...clock, made };
  }
  await put(tx, "clock", clock);
  await put(tx, "adopted", { ...adopted, [source]: last });
  return fresh.length;
}
