// Takes in what changed on the server, page by page, and makes sure that nothing is missing.
import type { PullResponse } from "../records/wire.ts";
import { put, readClock, readProgress } from "../store/meta.ts";
import type { RecordKey } from "../store/records.ts";
import { type Progress, transact } from "../store/schema.ts";
import type { Context } from "./context.ts";
import { keysOf, merge } from "./take.ts";
import { Refusal } from "./transport.ts";

const PAGE = 1_000;
/** After a sweep that did not make the counts agree, how long until the next. The fault is then not one that a sweep mends. */
const SWEEP_AGAIN_MILLIS = 60 * 60 * 1_000;

/**
 * Pulls to the end. Where the device then holds another number of records than the server, it pulls everything again.
 *
 * A pull from 0 is a sweep: what it does not contain is dropped at its end, so it does without deletions, which the server forgets in time.
 */
export async function pullAll(context: Context): Promise<void> {
  for (;;) {
    const { deviceId, progress } = await whereWeAre(context);
    if (progress.cursor === 0 && !progress.sweep) {
      await beginSweep(context);
      continue;
    }
    const since = progress.sweep?.cursor ?? progress.cursor;
    let page: PullResponse;
    try {
      page = await context.transport.pull({
        deviceId,
        since,
        limit: PAGE,
        ...(progress.sweep && { sweep: true }),
      });
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 410) || progress.sweep) throw error;
      await beginSweep(context);
      continue;
    }
    if (page.hasMore && page.version <= since) throw new Error("the server's pages lead nowhere");
    if (!(await take(context, page, progress)) || page.hasMore) continue;
    if (progress.sweep) {
      if (await endSweep(context, page, progress.sweep.id)) return;
    } else {
      if (await agrees(context, page)) return;
      await beginSweep(context);
    }
  }
}

function whereWeAre({ db }: Context): Promise<{ deviceId: string; progress: Progress }> {
  return transact(db, async (tx) => ({
    deviceId: (await readClock(tx)).deviceId,
    progress: await readProgress(tx),
  }));
}

/**
 * Merges a page into the records and moves the cursor, in one transaction. The cursor stays, and the result is false, where it is no longer
 * the one that `asked` for this page: somebody set it back meanwhile.
 */
async function take(
  { db, rules, now, changed }: Context,
  page: PullResponse,
  asked: Progress,
): Promise<boolean> {
  const keys = keysOf(page.changes);
  const expected = await transact(db, async (tx) => {
    const progress = await readProgress(tx);
    await merge(tx, rules, page.changes, progress, page.serverTime - now());
    if (!isAt(progress, asked)) return false;
    const { sweep } = progress;
    const moved = sweep ? { sweep: { ...sweep, cursor: page.version } } : { cursor: page.version };
    await put(tx, "progress", { ...progress, ...moved });
    return true;
  });
  if (keys.length > 0) changed(keys);
  return expected;
}

/** Whether two places in the server's changes are the same. */
function isAt(a: Progress, b: Progress): boolean {
  return a.sweep?.id === b.sweep?.id && (a.sweep?.cursor ?? a.cursor) === (b.sweep?.cursor ?? b.cursor);
}

/** Whether the device holds as many records as the server has live, counting only what the server itself told of. */
async function agrees({ db, now }: Context, page: PullResponse): Promise<boolean> {
  if ((await db.countFromIndex("records", "held")) === page.count) return true;
  const tx = db.transaction(["records", "outbox", "refused", "meta"]);
  const { disagreedAt } = await readProgress(tx);
  return disagreedAt !== undefined && Math.abs(now() - disagreedAt) < SWEEP_AGAIN_MILLIS;
}

function beginSweep({ db }: Context): Promise<void> {
  return transact(db, async (tx) => {
    const progress = await readProgress(tx);
    const sweeps = progress.sweeps + 1;
    await put(tx, "progress", { ...progress, sweeps, sweep: { id: sweeps, cursor: 0 } });
  });
}

/**
 * Drops what a pull from 0 did not contain, except what the user has changed here and the server has not taken. False where the sweep is no
 * longer under way.
 */
async function endSweep({ db, now, changed }: Context, page: PullResponse, id: number): Promise<boolean> {
  const dropped = await transact(db, async (tx) => {
    const { sweep, disagreedAt: _, ...progress } = await readProgress(tx);
    if (sweep?.id !== id) return undefined;
    const records = tx.objectStore("records");
    const gone: RecordKey[] = [];
    for (const own of await records.index("sweep").getAllKeys(IDBKeyRange.upperBound(id, true))) {
      const waiting = await tx.objectStore("outbox").index("byRecord").count(own);
      const refused = await tx.objectStore("refused").index("byRecord").count(own);
      const record = await records.get(own);
      if (!record) continue;
      if (waiting + refused > 0) {
        const { held: _held, ...kept } = record;
        await records.put(kept);
      } else {
        await records.delete(own);
        gone.push({ kind: record.kind, id: record.id });
      }
    }
    const disagrees = (await records.index("held").count()) !== page.count;
    await put(tx, "progress", {
      ...progress,
      cursor: page.version,
      ...(disagrees && { disagreedAt: now() }),
    });
    return gone;
  });
  if (dropped === undefined) return false;
  if (dropped.length > 0) changed(dropped);
  return true;
}
