// Finding entries by what is written in them, whatever the accents.
import type { Entry } from "./entry.ts";

/** Letters that are no base letter with a mark, and so are not taken apart by Unicode. */
const PLAIN: Record<string, string> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** Lower case without accents: `Fauré` and `faure` are the same. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => PLAIN[letter] ?? letter);
}

export interface Filter {
  text: string;
  type: string | null;
  instrument: string | null;
}

/** A bit of work that nobody notices, whatever the device. */
const BIT_MILLIS = 8;

type Name = (word: string) => string;

/** Remembered for each way of naming things, since that differs by language. */
const texts = new WeakMap<Name, WeakMap<Entry, string>>();

/** Everything in the entry one may search for. `name` gives what the app calls an instrument, a technique or a type. */
function textOf(entry: Entry, name: Name): string {
  const cache = texts.get(name) ?? new WeakMap<Entry, string>();
  texts.set(name, cache);
  const known = cache.get(entry);
  if (known !== undefined) return known;
  const { pieces, instrument, techniques, tags, notes, type } = entry;
  const words = [
    ...pieces.flatMap(({ title, composer, measures }) => [title, composer ?? "", measures ?? ""]),
    instrument,
    name(instrument),
    ...techniques.flatMap((one) => [one, name(one)]),
    ...tags,
    name(type),
    notes,
  ];
  const text = fold(words.join("\n"));
  cache.set(entry, text);
  return text;
}

/** Does beforehand, bit by bit and in idle moments, what the first search would have to wait for. The result stops it. */
export function prepare(entries: readonly Entry[], name: Name): () => void {
  let next = 0;
  const work = () => {
    for (const end = performance.now() + BIT_MILLIS; performance.now() < end && next < entries.length; next++)
      textOf(entries[next] as Entry, name);
    if (next < entries.length) timer = setTimeout(work, 20);
  };
  let timer = setTimeout(work, 300);
  return () => clearTimeout(timer);
}

const asWritten: Name = (word) => word;

/** The entries that contain every word of the text and are of the type and instrument. */
export function search(
  entries: readonly Entry[],
  { text, type, instrument }: Filter,
  name: Name = asWritten,
): readonly Entry[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0 && type === null && instrument === null) return entries;
  return entries.filter(
    (entry) =>
      (type === null || entry.type === type) &&
      (instrument === null || entry.instrument === instrument) &&
      (words.length === 0 || words.every((word) => textOf(entry, name).includes(word))),
  );
}
