// The device's clock was ahead: everything not yet on the server is stamped again by the server's.
import type { Rules } from "../rules/types.ts";
import { put, readClock } from "../store/meta.ts";
import { putCopy } from "../store/records.ts";
import type { Refused, WriteTransaction } from "../store/schema.ts";

/**
 * Stamps every queued change again, in order, by the server's clock and after the greatest stamp seen from the server; the last of them
 * becomes the last stamp made (wit/records, `device.restamp`). Refused changes too: left in the future, they would win over what the user
 * does to mend them.
 */
export async function restampQueue(
  tx: WriteTransaction,
  rules: Rules,
  now: number,
  serverTime: number,
): Promise<void> {
  const clock = await readClock(tx);
  let last = clock.seen;
  const refused = (await tx.objectStore("refused").getAll()).map((queued) => ({
    queued,
    store: "refused" as const,
  }));
  const waiting = (await tx.objectStore("outbox").getAll()).map((queued) => ({
    queued,
    store: "outbox" as const,
  }));
  for (const { queued, store } of [...refused, ...waiting].sort((a, b) => a.queued.seq - b.queued.seq)) {
    const fresh = rules.nextStamp(last, serverTime, clock.deviceId);
    const stored = await tx.objectStore("records").get([queued.kind, queued.recordId]);
    const { record, change } = rules.restamp(stored?.copy ?? queued.change, queued.change, fresh);
    await putCopy(tx, { kind: queued.kind, id: queued.recordId }, record, stored);
    await tx.objectStore(store).put({ ...queued, change } as Refused);
    last = fresh;
  }
  const { made: _, ...rest } = clock;
  await put(tx, "clock", {
    ...rest,
    ...(last !== undefined && { made: last }),
    offset: serverTime - now,
  });
}
