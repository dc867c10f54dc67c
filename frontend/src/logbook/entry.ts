// A log entry as pages show it.
import { valuesOf } from "../records/copy.ts";
import type { StoredRecord } from "../store/index.ts";

export const KIND = "logbook_entry";

export const MOODS = ["frustrated", "neutral", "satisfied", "excited"] as const;
export type Mood = (typeof MOODS)[number];

/** What can be written down. `status_change` comes from the repertoire and is only shown. */
export const TYPES = ["practice", "rehearsal", "lesson", "performance", "technique"] as const;
export type EntryType = (typeof TYPES)[number] | "status_change";

export interface Piece {
  title: string;
  composer: string | null;
  scoreId?: string;
  measures?: string | null;
  tempo?: number | string | null;
  /** Seconds. */
  duration?: number | null;
}

export interface Entry {
  id: string;
  /** When it began, in Unix milliseconds. */
  timestamp: number;
  /** Seconds. */
  duration: number;
  type: EntryType;
  instrument: string;
  pieces: Piece[];
  techniques: string[];
  tags: string[];
  mood: Mood | null;
  notes: string;
}

/** The entry of a record. What another program wrote oddly is shown as well as can be, not refused. */
export function toEntry({ id, copy }: StoredRecord): Entry {
  const values = valuesOf(copy);
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
  return {
    id,
    timestamp: numberOr(values.timestamp, 0),
    duration: numberOr(values.duration, 0),
    type: [...TYPES, "status_change" as const].find((type) => type === values.type) ?? "practice",
    instrument: typeof values.instrument === "string" ? values.instrument : "",
    pieces: Array.isArray(values.pieces) ? values.pieces.filter(isPiece) : [],
    techniques: texts(values.techniques),
    tags: texts(values.tags),
    mood: MOODS.find((mood) => mood === values.mood) ?? null,
    notes: typeof values.notes === "string" ? values.notes : "",
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

function isPiece(value: unknown): value is Piece {
  return value !== null && typeof value === "object" && typeof (value as Piece).title === "string";
}

/** Whether its time counts as practice. A change of status takes none. */
export function countsAsPractice({ type }: Entry): boolean {
  return type !== "status_change";
}
