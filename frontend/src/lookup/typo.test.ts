import fc from "fast-check";
import { expect, test } from "vitest";
import { slips } from "./typo.ts";

test("a letter too many, too few, another, or two swapped are one slip", () => {
  for (const typed of ["alegro", "alllegro", "allagro", "alelgro"])
    expect(slips(typed, "allegro", 2)).toBe(1);
  expect(slips("allegro", "allegro", 2)).toBe(0);
  expect(slips("lento", "allegro", 2)).toBe(Number.POSITIVE_INFINITY);
});

test("a slip in the beginning of a long name counts a little more", () => {
  expect(slips("fortisi", "fortissimo", 2)).toBe(1.5);
});

const word = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });

/** The same by its definition, without any shortcuts. */
function plain(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const same = a.at(-1) === b.at(-1);
  const [shorterA, shorterB] = [a.slice(0, -1), b.slice(0, -1)];
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return Math.min(
    plain(shorterA, b) + 1,
    plain(a, shorterB) + 1,
    plain(shorterA, shorterB) + (same ? 0 : 1),
    swapped ? plain(a.slice(0, -2), b.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
  );
}

test("it is the distance as it is defined, or that to a beginning of the name and a half", () => {
  fc.assert(
    fc.property(word, word, (typed, name) => {
      const beginnings = Array.from({ length: name.length + 1 }, (_, end) =>
        plain(typed, name.slice(0, end)),
      );
      const expected = Math.min(plain(typed, name), Math.min(...beginnings) + 0.5);
      expect(slips(typed, name, 2)).toBe(expected <= 2 ? expected : Number.POSITIVE_INFINITY);
    }),
    { numRuns: 300 },
  );
});
