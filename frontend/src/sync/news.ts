// Takes in what the server tells while a connection is open.
import type { Change } from "../records/wire.ts";
import { put, readProgress } from "../store/meta.ts";
import { transact } from "../store/schema.ts";
import type { Context } from "./context.ts";
import { keysOf, merge } from "./take.ts";

/** Changes told of without being asked for. */
export interface News {
  /** In the order of their versions. */
  changes: Change[];
  /** The user's version after them. */
  version: number;
}

/** What became of news: taken in, known already, or not what comes next, and then it takes a pull to know. */
export type Taken = "taken" | "known" | "gap";

/**
 * Takes news in where they are exactly what comes next on this device, in one transaction with the cursor. Anything else changes nothing:
 * news may be lost, repeated and out of order.
 */
export async function takeNews(
  { db, rules, changed }: Omit<Context, "transport">,
  news: News,
): Promise<Taken> {
  const { taken, fresh } = await transact(db, async (tx) => {
    const progress = await readProgress(tx);
    const fresh = news.changes.filter(({ version }) => version > progress.cursor);
    // A pull from 0 is told everything, and puts the cursor where it ends.
    if (progress.sweep || progress.cursor === 0) return { taken: "gap" as const, fresh };
    if (news.version <= progress.cursor) return { taken: "known" as const, fresh };
    if (!isNext(fresh, progress.cursor, news.version)) return { taken: "gap" as const, fresh };
    await merge(tx, rules, fresh, progress);
    await put(tx, "progress", { ...progress, cursor: news.version });
    return { taken: "taken" as const, fresh };
  });
  if (taken === "taken") changed(keysOf(fresh));
  return taken;
}

/** Whether the changes are all there are after `cursor` up to `version`. */
function isNext(changes: Change[], cursor: number, version: number): boolean {
  return (
    changes.length === version - cursor &&
    changes.every((change, place) => change.version === cursor + 1 + place)
  );
}

/** Whether this device has pulled everything up to `version`. */
export async function isAtVersion({ db }: Pick<Context, "db">, version: number): Promise<boolean> {
  const tx = db.transaction(["records", "outbox", "refused", "meta"]);
  const { cursor, sweep } = await readProgress(tx);
  return !sweep && cursor === version;
}
