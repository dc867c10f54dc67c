// Everything that is on this device, as one JSON file.
import { isDeleted, valuesOf } from "../records/copy.ts";
import type { Database } from "../store/index.ts";

export interface Export {
  format: "mirubato";
  version: 1;
  exportedAt: string;
  /** Live records by kind, with their ids. */
  records: Record<string, Record<string, unknown>[]>;
}

/** Reads the database. `now` in Unix milliseconds. */
export async function exportAll(db: Database, now: number): Promise<Export> {
  const records: Export["records"] = {};
  for (const { kind, id, copy } of await db.getAll("records")) {
    if (isDeleted(copy)) continue;
    records[kind] ??= [];
    records[kind].push({ id, ...valuesOf(copy) });
  }
  return { format: "mirubato", version: 1, exportedAt: new Date(now).toISOString(), records };
}

/** Hands the file to the browser. */
export function download(content: Export): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `mirubato-${content.exportedAt.slice(0, 10)}.json`;
  link.click();
  // Kept until the browser has surely begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
