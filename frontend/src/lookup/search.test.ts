import { describe, expect, test } from "vitest";
import { packOf } from "../../test/terms.ts";
import type { Language } from "../i18n/languages.ts";
import { Offline } from "./offline.ts";

const dictionaries = new Map<Language, Offline>();

function dictionary(language: Language): Offline {
  const known = dictionaries.get(language) ?? new Offline(packOf(language));
  dictionaries.set(language, known);
  return known;
}

const english = dictionary("en");
const found = (typed: string, language: Language = "en") =>
  dictionary(language)
    .search(typed)
    .map(({ id }) => id);
const first = (typed: string, language: Language = "en") => found(typed, language)[0];

test("a word is found whatever its case, accents and points", () => {
  expect(first("ALLEGRO")).toBe("allegro");
  expect(first("piu mosso")).toBe("piu-mosso");
  expect(first("étude")).toBe("etude");
  expect(first("l istesso tempo")).toBe("listesso-tempo");
});

test.each([
  ["alegro", "allegro"],
  ["fortisimo", "fortissimo"],
  ["cresendo", "crescendo"],
  ["staccatto", "staccato"],
  ["rittardando", "ritardando"],
  ["legatto", "legato"],
  ["adiago", "adagio"],
  ["andnate", "andante"],
])("%s is taken for %s", (typed, meant) => {
  expect(first(typed)).toBe(meant);
});

test.each([
  ["dim.", "diminuendo"],
  ["rit.", "ritardando"],
  ["mf", "mezzo-forte"],
  ["ff", "fortissimo"],
  ["D.C. al Fine", "da-capo-al-fine"],
  ["DC al fine", "da-capo-al-fine"],
  ["8va", "ottava-alta"],
])("%s is found as it is printed", (typed, meant) => {
  expect(found(typed).slice(0, 3)).toContain(meant);
});

test("Chinese is found without spaces, in either kind of characters and in any dictionary", () => {
  for (const language of ["en", "zh-CN", "zh-TW"] as const) {
    expect(first("快板", language), language).toBe("allegro");
    expect(found("漸強", language), language).toContain("crescendo");
    expect(found("渐强", language), language).toContain("crescendo");
  }
  expect(found("速度逐渐变慢", "zh-CN").slice(0, 5)).toContain("ritardando");
});

test("a word in the reader's language is found in any dictionary", () => {
  for (const [typed, meant] of [
    ["crotchet", "quarter-note"],
    ["negra", "quarter-note"],
    ["Viertelnote", "quarter-note"],
    ["noire", "quarter-note"],
    ["四分音符", "quarter-note"],
  ] as const)
    for (const language of ["en", "fr", "zh-CN"] as const)
      expect(first(typed, language), `${typed}, ${language}`).toBe(meant);
});

test("the beginning of a word brings those that begin with it, the shortest first", () => {
  expect(found("allegr").slice(0, 2).sort()).toEqual(["allegretto", "allegro"]);
  expect(first("allegre")).toBe("allegretto");
});

test("a word inside of a name is found, and one inside of a text after every name", () => {
  expect(found("capo")).toContain("da-capo");
  const names = found("mute");
  expect(names[0]).toMatch(/mute|sordin/);
});

test("what a sign means leads to it", () => {
  expect(found("gradually getting louder").slice(0, 3)).toContain("crescendo");
});

test("nothing comes of nothing, and of what is no word", () => {
  for (const typed of ["", "   ", "…", "\u202e", "'; --", "%_*", "qqqqqqqqqq", "x".repeat(10_000)])
    expect(found(typed), typed.slice(0, 20)).toEqual([]);
});

describe("a term", () => {
  test("has everything but the other languages", () => {
    const term = english.term("allegro");
    expect(term).toMatchObject({
      id: "allegro",
      term: "allegro",
      sourceLanguage: "it",
      type: "tempo",
      pronunciation: { ipa: "alˈleːɡro" },
      abbreviations: ["all."],
      related: expect.arrayContaining([{ id: "allegretto", term: "allegretto" }]),
    });
    expect(Object.keys(term?.definitions ?? {})).toEqual(["en"]);
    expect(english.term("no-such-term")).toBeUndefined();
  });

  test("is listed under its kind and its letter, whatever its accents", () => {
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    const tempi = english.browse({ kind: "tempo" });
    expect(ids(tempi)).toContain("allegro");
    expect(new Set(tempi.map(({ type }) => type))).toEqual(new Set(["tempo"]));
    expect(ids(english.browse({ letter: "e" }))).toContain("etude");
    expect(ids(english.browse({ letter: "a" }))).not.toContain("etude");
    const words = tempi.map(({ term }) => term);
    expect(words).toEqual([...words].sort(new Intl.Collator("en").compare));
  });
});
