// Reading records, and putting a copy in its place.
import { isDeleted } from "../records/copy.ts";
import { parse } from "../records/json.ts";
import type { RecordCopy } from "../rules/types.ts";
import type { Database, Queued, StoredRecord, WriteTransaction } from "./schema.ts";

/** Which record. */
export interface RecordKey {
  kind: string;
  id: string;
}

/** Stores `copy` as the record, keeping what else is known of it in `before`. */
export async function putCopy(
  tx: WriteTransaction,
  { kind, id }: RecordKey,
  copy: RecordCopy,
  before: Partial<Pick<StoredRecord, "held" | "sweep">> = {},
): Promise<void> {
  const { held, sweep = 0 } = before;
  await tx.objectStore("records").put({
    kind,
    id,
    copy,
    ...(held && { held }),
    sweep,
    ...(!isDeleted(copy) && { at: orderOf(copy) }),
  });
}

/** Puts a change at the end of the queue. */
export async function addToOutbox(
  tx: WriteTransaction,
  { kind, id }: RecordKey,
  change: RecordCopy,
): Promise<void> {
  const queued: Omit<Queued, "seq"> = { kind, recordId: id, change };
  // The store gives `seq`.
  await tx.objectStore("outbox").add(queued as Queued);
}

function orderOf({ fields }: RecordCopy): number {
  const at = parse(fields.find(({ name }) => name === "timestamp")?.value ?? "0");
  return typeof at === "number" && Number.isFinite(at) ? at : 0;
}

/** Every live record of the kind, oldest first. */
export function liveOf(db: Database, kind: string): Promise<StoredRecord[]> {
  return db.getAllFromIndex(
    "records",
    "byTime",
    IDBKeyRange.bound([kind, 0], [kind, Number.POSITIVE_INFINITY]),
  );
}

/** These records, deleted or not; those that are not here at all are left out. */
export async function readMany(db: Database, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
  const store = db.transaction("records").store;
  const found = await Promise.all(keys.map(({ kind, id }) => store.get([kind, id])));
  return found.filter((record) => record !== undefined);
}
