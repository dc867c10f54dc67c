import { expect, test } from "vitest";
import type { Entry } from "./entry.ts";
import { fold, search } from "./search.ts";

const base: Omit<Entry, "id"> = {
  timestamp: 0,
  duration: 0,
  type: "practice",
  instrument: "piano",
  pieces: [],
  techniques: [],
  tags: [],
  mood: null,
  notes: "",
};
const entries: Entry[] = [
  { ...base, id: "a", pieces: [{ title: "Élégie, Op. 24", composer: "Gabriel Fauré" }], instrument: "cello" },
  { ...base, id: "b", notes: "Straße, Łódź, smørrebrød", type: "lesson" },
  { ...base, id: "c", pieces: [{ title: "月光", composer: "贝多芬" }], tags: ["Prüfung"] },
];
const found = (text: string, more = {}) =>
  search(entries, { text, type: null, instrument: null, ...more }).map(({ id }) => id);

test("accents and case do not matter, in what is searched or in what is typed", () => {
  expect(found("elegie FAURE")).toEqual(["a"]);
  expect(found("fauré")).toEqual(["a"]);
  expect(found("strasse lodz smorrebrod")).toEqual(["b"]);
  expect(found("月光")).toEqual(["c"]);
  expect(found("prufung")).toEqual(["c"]);
});

test("every word has to be there", () => {
  expect(found("elegie beethoven")).toEqual([]);
});

test("no text and no choice is everything, without copying", () => {
  expect(search(entries, { text: "  ", type: null, instrument: null })).toBe(entries);
});

test("type and instrument narrow it", () => {
  expect(found("", { type: "lesson" })).toEqual(["b"]);
  expect(found("", { instrument: "cello" })).toEqual(["a"]);
});

test("an entry is found by what the app calls its instrument", () => {
  const named = search(entries, { text: "violoncelle", type: null, instrument: null }, (word) =>
    word === "cello" ? "violoncelle" : word,
  );
  expect(named.map(({ id }) => id)).toContain("a");
});

test("folding leaves plain text alone", () => {
  expect(fold("op. 9 no. 2")).toBe("op. 9 no. 2");
});
