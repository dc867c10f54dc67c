// What the user does to entries.
import { toValues } from "../records/copy.ts";
import { loadRules } from "../rules/load.ts";
import type { Values } from "../rules/types.ts";
import { vault } from "../session/vault.ts";
import { deleteRecord, mend, setFields } from "../store/index.ts";
import { type Entry, KIND } from "./entry.ts";

/** Saves the fields of an entry. Fails with `QuotaExceededError` where the device is full; then nothing was saved. */
export async function saveEntry(id: string, values: Values): Promise<void> {
  const [{ db, bus }, rules] = await Promise.all([vault(), loadRules()]);
  const changed = await setFields(db, rules, { kind: KIND, id }, values, Date.now());
  if (changed) bus.tell({ type: "changed", keys: [{ kind: KIND, id }], edited: true });
  // Asked for once there is something to keep. The browser may grant it without a word, ask the user, or not; all are fine.
  void navigator.storage?.persist?.();
}

/** Saves an entry whose change the server refused, put right. */
export async function mendEntry(id: string, values: Values): Promise<void> {
  const [{ db, bus }, rules] = await Promise.all([vault(), loadRules()]);
  await mend(db, rules, { kind: KIND, id }, values, Date.now());
  bus.tell({ type: "changed", keys: [{ kind: KIND, id }], edited: true });
}

/** Deletes an entry. The result takes it back. */
export async function removeEntry(entry: Entry): Promise<() => Promise<void>> {
  const [{ db, bus }, rules] = await Promise.all([vault(), loadRules()]);
  const key = { kind: KIND, id: entry.id };
  const before = await db.get("records", [key.kind, key.id]);
  await deleteRecord(db, rules, key, Date.now());
  bus.tell({ type: "changed", keys: [key], edited: true });
  // Setting its fields again is how a deleted record comes back, those included that this app does not know.
  const values: Values =
    before?.copy.fields.map(({ name, value }) => [name, value]) ?? toValues({ ...entry, id: undefined });
  return () => saveEntry(entry.id, values);
}
