// What the user has written before, to offer it again.
import type { Entry, Piece } from "./entry.ts";
import { fold } from "./search.ts";

/** The instruments that have a name in every language. Stored by these English words. */
export const INSTRUMENTS = [
  "piano",
  "violin",
  "viola",
  "cello",
  "double bass",
  "guitar",
  "flute",
  "oboe",
  "clarinet",
  "bassoon",
  "saxophone",
  "trumpet",
  "horn",
  "trombone",
  "tuba",
  "harp",
  "organ",
  "harpsichord",
  "percussion",
  "drums",
  "voice",
  "recorder",
  "ukulele",
  "accordion",
] as const;

/** The techniques that have a name in every language. */
export const TECHNIQUES = [
  "scales",
  "arpeggios",
  "octaves",
  "trills",
  "rhythm",
  "articulation",
  "intonation",
  "tone",
  "dynamics",
  "sight reading",
  "memory",
  "improvisation",
] as const;

/** Each value once, those used last first. Entries are newest first. */
function once(values: Iterable<string>): string[] {
  return [...new Set(values)].filter(Boolean);
}

export function usedInstruments(entries: readonly Entry[]): string[] {
  return once(entries.map(({ instrument }) => instrument));
}

export function usedTags(entries: readonly Entry[]): string[] {
  return once(entries.flatMap(({ tags }) => tags));
}

export function usedTechniques(entries: readonly Entry[]): string[] {
  return once(entries.flatMap(({ techniques }) => techniques));
}

/** Each piece once, by title and composer, those played last first. */
export function usedPieces(entries: readonly Entry[]): Pick<Piece, "title" | "composer">[] {
  const pieces = new Map<string, Pick<Piece, "title" | "composer">>();
  for (const { title, composer } of entries.flatMap((entry) => entry.pieces)) {
    const key = `${fold(title)}\n${fold(composer ?? "")}`;
    if (!pieces.has(key)) pieces.set(key, { title, composer });
  }
  return [...pieces.values()];
}
