// What was written before there was an account becomes the account's.
import { lastStamp, later } from "../records/copy.ts";
import type { Rules } from "../rules/types.ts";
import { put, readAdopted, readClock } from "./meta.ts";
import { addToOutbox, putCopy } from "./records.ts";
import { type Database, writing } from "./schema.ts";

/**
 * Moves the queue of `from`, and with it every record, into `into`.
 *
 * The two databases share no transaction, so first `into` takes the changes and notes up to which place, then `from` lets go of them.
 * Stopped in between and begun again, it takes nothing twice. A change that another tab writes meanwhile is taken in the next turn.
 */
export async function adopt(from: Database, into: Database, rules: Rules): Promise<number> {
  let moved = 0;
  for (;;) {
    const reading = writing(from);
    const { deviceId: source } = await readClock(reading);
    const queue = await reading.objectStore("outbox").getAll();
    await reading.done;
    const last = queue.at(-1)?.seq;
    if (last === undefined) return moved;

    const tx = writing(into);
    const adopted = await readAdopted(tx);
    let clock = await readClock(tx);
    const fresh = queue.filter(({ seq }) => seq > (adopted[source] ?? 0));
    for (const { kind, recordId, change } of fresh) {
      const before = await tx.objectStore("records").get([kind, recordId]);
      await putCopy(tx, { kind, id: recordId }, before ? rules.merge(before.copy, change) : change, before);
      await addToOutbox(tx, { kind, id: recordId }, change);
      const made = later(clock.made, lastStamp(change));
      if (made !== undefined) clock = { ...clock, made };
    }
    await put(tx, "clock", clock);
    await put(tx, "adopted", { ...adopted, [source]: last });
    await tx.done;
    moved += fresh.length;

    const clearing = writing(from);
    await clearing.objectStore("outbox").delete(IDBKeyRange.upperBound(last));
    if ((await clearing.objectStore("outbox").count()) === 0) await clearing.objectStore("records").clear();
    await clearing.done;
  }
}
