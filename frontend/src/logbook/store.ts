// All entries in memory, newest first. A few megabytes for a lifetime of practice, and every list and search is instant.
import { create } from "zustand";
import type { Database, RecordKey } from "../store/index.ts";
import { liveOf, readMany } from "../store/index.ts";
import { type Entry, KIND, toEntry } from "./entry.ts";

interface Logbook {
  /** Whether everything on this device has been read. */
  loaded: boolean;
  /** Newest first. */
  entries: readonly Entry[];
}

export const useLogbook = create<Logbook>(() => ({ loaded: false, entries: [] }));

const newestFirst = (a: Entry, b: Entry) => b.timestamp - a.timestamp || (a.id < b.id ? 1 : -1);

export async function loadLogbook(db: Database): Promise<void> {
  const entries = (await liveOf(db, KIND)).map(toEntry);
  useLogbook.setState({ loaded: true, entries: entries.sort(newestFirst) });
}

/** Takes in changes of these records. */
export async function refreshLogbook(db: Database, keys: readonly RecordKey[]): Promise<void> {
  const own = keys.filter(({ kind }) => kind === KIND);
  if (own.length === 0) return;
  const live = (await readMany(db, own)).filter(({ at }) => at !== undefined).map(toEntry);
  const touched = new Set(own.map(({ id }) => id));
  useLogbook.setState(({ entries }) => ({
    entries: [...entries.filter(({ id }) => !touched.has(id)), ...live].sort(newestFirst),
  }));
}

/** The entry of that id, if it is there. */
export function useEntry(id: string | undefined): Entry | undefined {
  return useLogbook(({ entries }) => entries.find((entry) => entry.id === id));
}
