import { describe, expect, test } from "vitest";
import { names, rules } from "../../../test/rules.ts";
import type { Values } from "../../rules/types.ts";
import { type Entry, KIND } from "../entry.ts";
import { blank, type FormState, fromEntry, pieceDraft, valuesOfForm } from "./model.ts";
import { LIMITS, problemsOf } from "./problems.ts";

const NOW = new Date("2026-11-24T18:30:25").getTime();
const form = (more: Partial<FormState> = {}): FormState => ({ ...blank(NOW), instrument: "piano", ...more });
const check = (values: Values) => rules.check(KIND, values, true, NOW);
const violations = (state: FormState) => {
  const checked = check(valuesOfForm(state));
  return checked.ok ? [] : checked.violations;
};
const entry: Entry = {
  id: "e",
  timestamp: NOW - 3_600_000,
  duration: 1_845,
  type: "lesson",
  instrument: "cello",
  pieces: [{ title: "Élégie", composer: null, measures: "1-32", duration: 600 }],
  techniques: ["scales"],
  tags: [],
  mood: "neutral",
  notes: "Bring the metronome.",
};

describe("a form", () => {
  test("opened and saved again changes nothing, seconds and what it does not show included", () => {
    const values = Object.fromEntries(valuesOfForm(fromEntry(entry), entry));
    expect(JSON.parse(values.timestamp ?? "")).toBe(entry.timestamp);
    expect(JSON.parse(values.duration ?? "")).toBe(1_845);
    expect(JSON.parse(values.pieces ?? "")).toEqual(entry.pieces);
    expect(values).not.toHaveProperty("tags");
    expect(values).not.toHaveProperty("source");
  });

  test("that is filled in passes the rules", () => {
    const pieces = [pieceDraft({ title: " Clair de lune ", composer: "Debussy" }), pieceDraft()];
    expect(violations(form({ pieces, tags: ["exam"], mood: "excited" }))).toEqual([]);
    const values = Object.fromEntries(valuesOfForm(form({ pieces })));
    expect(JSON.parse(values.pieces ?? "")).toEqual([{ title: "Clair de lune", composer: "Debussy" }]);
  });

  test("clears a field that was there", () => {
    const values = Object.fromEntries(valuesOfForm({ ...fromEntry(entry), notes: "", mood: null }, entry));
    expect(values).toMatchObject({ notes: '""', mood: "null" });
  });

  test("with nothing in it says everything that is missing", () => {
    const empty = form({ date: "", hours: "", minutes: "", instrument: "  " });
    const found = problemsOf(violations(empty), empty);
    expect([...found.keys()].sort()).toEqual(["duration", "instrument", "timestamp"]);
  });

  test("says which row lacks a title, whatever empty rows come before", () => {
    const lacking = pieceDraft({ title: "", composer: "Bach" });
    const state = form({ pieces: [pieceDraft(), lacking] });
    expect(problemsOf(violations(state), state).get(`pieces.${lacking.key}.title`)).toEqual(["tooShort"]);
  });

  test("of tomorrow evening is too far ahead, and a length over a day out of range", () => {
    const state = form({ date: "2026-11-26", hours: "25" });
    const found = problemsOf(violations(state), state);
    expect(found.get("timestamp")).toEqual(["tooFarAhead"]);
    expect(found.get("duration")).toEqual(["outOfRange"]);
  });
});

describe("the limits the form counts by are those of the rules", () => {
  const long = (length: number) => "x".repeat(length);
  const many = (length: number) => Array.from({ length }, (_, place) => `w${place}`);
  const cases: [keyof typeof LIMITS, (size: number) => Partial<FormState>][] = [
    ["pieces", (size) => ({ pieces: many(size).map((title) => pieceDraft({ title, composer: null })) })],
    ["techniques", (size) => ({ techniques: many(size) })],
    ["tags", (size) => ({ tags: many(size) })],
    ["notes", (size) => ({ notes: long(size) })],
    ["tag", (size) => ({ tags: [long(size)] })],
    ["technique", (size) => ({ techniques: [long(size)] })],
    ["title", (size) => ({ pieces: [pieceDraft({ title: long(size), composer: null })] })],
    ["composer", (size) => ({ pieces: [pieceDraft({ title: "t", composer: long(size) })] })],
    ["instrument", (size) => ({ instrument: long(size) })],
  ];
  test.each(cases)("%s", (name, make) => {
    expect(violations(form(make(LIMITS[name])))).toEqual([]);
    expect(violations(form(make(LIMITS[name] + 1)))).toHaveLength(1);
  });
});

test("a piece is known by its usual names", () => {
  expect(names.composer("debussy")).toBe("Claude Debussy");
  expect(names.likeness("Clair de lune", "Debussy", "clair de lune", "Claude Debussy")).toBeGreaterThan(0.7);
});
