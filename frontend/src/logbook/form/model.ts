// What the form holds, and its way to and from an entry.
import { toValues } from "../../records/copy.ts";
import type { Values } from "../../rules/types.ts";
import type { Entry, EntryType, Mood, Piece } from "../entry.ts";

/** A piece as it is typed. `rest` is what the form does not show and must not lose. */
export interface PieceDraft {
  key: number;
  title: string;
  composer: string;
  rest: Omit<Piece, "title" | "composer">;
}

export interface FormState {
  /** `2026-11-24` in the zone of the device. */
  date: string;
  /** `18:30` */
  time: string;
  hours: string;
  minutes: string;
  /** Seconds beyond the minutes, from a timer, until the duration is typed anew. */
  seconds: number;
  type: EntryType;
  /** As it is stored, such as `double bass`. */
  instrument: string;
  pieces: PieceDraft[];
  techniques: string[];
  tags: string[];
  mood: Mood | null;
  notes: string;
  source: "form" | "timer";
}

let lastKey = 0;

export function pieceDraft(piece?: Piece): PieceDraft {
  lastKey += 1;
  const { title = "", composer = null, ...rest } = piece ?? {};
  return { key: Date.now() * 1_000 + (lastKey % 1_000), title, composer: composer ?? "", rest };
}

/** A new entry that began half an hour before `now`, or copies of what stays the same from one practice to the next. */
export function blank(
  now: number,
  like?: Partial<Pick<Entry, "instrument" | "pieces" | "techniques" | "type">>,
): FormState {
  return {
    ...startAndLength(now - 30 * 60_000, 30 * 60),
    type: like?.type ?? "practice",
    instrument: like?.instrument ?? "",
    // Time and bars belong to that day.
    pieces: (like?.pieces ?? []).map(({ title, composer, scoreId }) =>
      pieceDraft({ title, composer, ...(scoreId !== undefined && { scoreId }) }),
    ),
    techniques: like?.techniques ?? [],
    tags: [],
    mood: null,
    notes: "",
    source: "form",
  };
}

export function fromEntry(entry: Entry): FormState {
  const { type, instrument, techniques, tags, mood, notes } = entry;
  return {
    ...startAndLength(entry.timestamp, entry.duration),
    type,
    instrument,
    pieces: entry.pieces.map(pieceDraft),
    techniques,
    tags,
    mood,
    notes,
    source: "form",
  };
}

/** The fields of the form for a start in Unix milliseconds and a length in seconds. */
export function startAndLength(
  start: number,
  length: number,
): Pick<FormState, "date" | "time" | "hours" | "minutes" | "seconds"> {
  const local = new Date(start);
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    date: `${String(local.getFullYear()).padStart(4, "0")}-${two(local.getMonth() + 1)}-${two(local.getDate())}`,
    time: `${two(local.getHours())}:${two(local.getMinutes())}`,
    hours: String(Math.floor(length / 3_600)),
    minutes: String(Math.floor((length % 3_600) / 60)),
    seconds: Math.floor(length % 60),
  };
}

/** Unix milliseconds, `undefined` where date or time is missing. */
function startOf({ date, time }: FormState): number | undefined {
  const start = new Date(`${date}T${time || "00:00"}`).getTime();
  return Number.isNaN(start) ? undefined : start;
}

/** Seconds, `undefined` where nothing is typed. What is no number stays none, for the rules to refuse. */
export function lengthOf({
  hours,
  minutes,
  seconds,
}: Pick<FormState, "hours" | "minutes" | "seconds">): number | undefined {
  if (hours.trim() === "" && minutes.trim() === "") return undefined;
  const length = Number(hours || 0) * 3_600 + Number(minutes || 0) * 60 + seconds;
  return Number.isFinite(length) ? length : undefined;
}

/** The rows that hold a piece; the others are only waiting to be filled in. */
export function filledPieces({ pieces }: FormState): PieceDraft[] {
  return pieces.filter(({ title, composer }) => title.trim() !== "" || composer.trim() !== "");
}

/**
 * The values of the entry. `before` is the entry as it was: a field that is empty now and was never there is left out, and a start that
 * still shows the same minute keeps its seconds.
 */
export function valuesOfForm(state: FormState, before?: Entry): Values {
  const pieces = filledPieces(state).map(({ title, composer, rest }) => ({
    ...rest,
    title: title.trim(),
    composer: composer.trim() === "" ? null : composer.trim(),
  }));
  const start = startOf(state);
  const sameMinute = before && start === startOf(fromEntry(before));
  const needed = {
    timestamp: sameMinute ? before.timestamp : start,
    duration: lengthOf(state),
    type: state.type,
    instrument: state.instrument.trim().toLowerCase(),
  };
  const optional = {
    pieces,
    techniques: state.techniques,
    tags: state.tags,
    mood: state.mood,
    notes: state.notes.trim(),
  };
  const kept = Object.entries(optional).filter(
    ([name, value]) => !isEmpty(value) || (before && !isEmpty(before[name as keyof Entry])),
  );
  return toValues({
    ...needed,
    ...Object.fromEntries(kept),
    ...(!before && { source: { kind: state.source } }),
  });
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
