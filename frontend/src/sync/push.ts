// Sends the queue, in order, until it is empty.
import { isDeleted, lastStamp, later, toMutation } from "../records/copy.ts";
import { type MutationResult, type Problem, type PushResponse, slug } from "../records/wire.ts";
import { put, readClock, readProgress } from "../store/meta.ts";
import { type Database, type Queued, transact, type WriteTransaction } from "../store/schema.ts";
import type { Context } from "./context.ts";
import { restampQueue } from "./restamp.ts";
import { Refusal } from "./transport.ts";

/** The most changes and bytes in one request. The server takes 500 and a megabyte. */
const MAX_MUTATIONS = 500;
const MAX_BYTES = 900_000;
/** How often a round stamps the queue again before it gives up for now. Once is enough unless the clocks run apart meanwhile. */
const MAX_RESTAMPS = 3;

/** Pushes everything that waits. Fails as the transport fails, and then the queue is as it was or shorter. */
export async function pushAll(context: Context): Promise<void> {
  let limit = MAX_MUTATIONS;
  let restamps = 0;
  for (;;) {
    const { deviceId, batch } = await nextBatch(context.db, limit);
    if (batch.length === 0) return;
    const mutations = batch.map(({ seq, kind, recordId, change }) =>
      toMutation(String(seq), kind, recordId, change),
    );
    let response: PushResponse;
    try {
      response = await context.transport.push({ deviceId, mutations });
    } catch (error) {
      if (!(error instanceof Refusal && error.isFinal)) throw error;
      // The request as a whole was refused. Halved until one change is left, which then is the one at fault.
      const [only, ...others] = batch;
      if (others.length > 0) limit = Math.ceil(batch.length / 2);
      else if (only) await settle(context, [only], refuseAll([only], error.problem));
      continue;
    }
    const { aheadOf, settled } = await settle(context, batch, response.results, response.serverTime);
    if (aheadOf !== undefined) {
      restamps += 1;
      if (restamps > MAX_RESTAMPS) throw new Error("the server keeps refusing stamps made by its own clock");
    } else if (settled === 0) {
      throw new Error("the server answered for none of the changes");
    }
  }
}

async function nextBatch(db: Database, limit: number): Promise<{ deviceId: string; batch: Queued[] }> {
  const { deviceId, queue } = await transact(db, async (tx) => ({
    deviceId: (await readClock(tx)).deviceId,
    queue: await tx.objectStore("outbox").getAll(undefined, limit),
  }));
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = queue.findIndex(({ seq, kind, recordId, change }) => {
    bytes += encoder.encode(JSON.stringify(toMutation(String(seq), kind, recordId, change))).length + 1;
    return bytes > MAX_BYTES;
  });
  return { deviceId, batch: end < 0 ? queue : queue.slice(0, Math.max(1, end)) };
}

/**
 * Takes out of the queue what the server answered for, in one transaction. What it refused goes to the user; what it found ahead of its clock
 * is stamped again.
 */
function settle(
  { db, rules, now }: Context,
  batch: Queued[],
  results: MutationResult[],
  serverTime?: number,
): Promise<{ settled: number; aheadOf: number | undefined }> {
  const answers = new Map(results.map((result) => [result.id, result]));
  return transact(db, async (tx) => {
    let settled = 0;
    let aheadOf: number | undefined;
    let clock = await readClock(tx);
    if (serverTime !== undefined) clock = { ...clock, offset: serverTime - now() };
    for (const queued of batch) {
      const result = answers.get(String(queued.seq));
      if (!result) continue;
      const { status, problem = unexplained } = result;
      settled += 1;
      // What the server accepted counts as seen: stamps made anew must come after it, or an older edit would win.
      if (status !== "rejected") {
        const seen = later(clock.seen, lastStamp(queued.change));
        if (seen !== undefined) clock = { ...clock, seen };
      }
      // Another tab may have settled it meanwhile, or stamped it again, and then it is still to be sent with its new stamp.
      const waiting = await tx.objectStore("outbox").get(queued.seq);
      if (!waiting || lastStamp(waiting.change) !== lastStamp(queued.change)) continue;
      if (status === "rejected" && slug(problem) === "stamp-in-future") {
        aheadOf = problem.serverTime ?? serverTime ?? now();
        continue;
      }
      if (status === "rejected") await tx.objectStore("refused").put({ ...queued, problem });
      await tx.objectStore("outbox").delete(queued.seq);
      if (status === "unchanged") await doubt(tx, queued, result.version);
    }
    await put(tx, "clock", clock);
    if (aheadOf !== undefined) await restampQueue(tx, rules, now(), aheadOf);
    return { settled, aheadOf };
  });
}

/**
 * Sets the cursor back where the server holds something later of a record than what was sent, and has no more to tell of it than the device
 * has pulled already, and yet never told of it as live: it was deleted before this device first pulled. A pull from 0 drops it.
 */
async function doubt(tx: WriteTransaction, { kind, recordId }: Queued, version = 0): Promise<void> {
  const progress = await readProgress(tx);
  if (progress.sweep || version > progress.cursor) return;
  const record = await tx.objectStore("records").get([kind, recordId]);
  if (!record || record.held || isDeleted(record.copy)) return;
  await put(tx, "progress", { ...progress, cursor: 0 });
}

function refuseAll(batch: Queued[], problem: Problem): MutationResult[] {
  return batch.map(({ seq }) => ({ id: String(seq), status: "rejected", problem }));
}

const unexplained: Problem = { type: "about:blank", title: "Refused without a reason", status: 422 };
