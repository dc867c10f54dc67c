// The few things a database knows about itself.
import { newId } from "./id.ts";
import {
  type Clock,
  type Database,
  type Meta,
  type Progress,
  type ReadTransaction,
  transact,
  type WriteTransaction,
} from "./schema.ts";

/** The clock, with a device id made on first use. Inside a writing transaction, so that two tabs agree on it. */
export async function readClock(tx: WriteTransaction): Promise<Clock> {
  const meta = tx.objectStore("meta");
  const known = (await meta.get("clock")) as Clock | undefined;
  if (known) return known;
  const clock: Clock = { deviceId: newId(Date.now()), offset: 0 };
  await meta.put(clock, "clock");
  return clock;
}

/** The id of the device that has this database. */
export async function deviceOf(db: Database): Promise<string> {
  return transact(db, async (tx) => (await readClock(tx)).deviceId);
}

export async function readProgress(tx: ReadTransaction): Promise<Progress> {
  return ((await tx.objectStore("meta").get("progress")) as Progress | undefined) ?? { cursor: 0, sweeps: 0 };
}

export async function readAdopted(tx: ReadTransaction): Promise<Meta["adopted"]> {
  return ((await tx.objectStore("meta").get("adopted")) as Meta["adopted"] | undefined) ?? {};
}

export async function put<Key extends keyof Meta>(
  tx: WriteTransaction,
  key: Key,
  value: Meta[Key],
): Promise<void> {
  await tx.objectStore("meta").put(value, key);
}

/** How many changes wait for the server, and how many it refused. */
export async function countQueues(db: Database): Promise<{ waiting: number; refused: number }> {
  const tx = db.transaction(["outbox", "refused"]);
  const [waiting, refused] = await Promise.all([
    tx.objectStore("outbox").count(),
    tx.objectStore("refused").count(),
  ]);
  return { waiting, refused };
}
