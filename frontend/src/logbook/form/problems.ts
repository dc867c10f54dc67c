// What is wrong with a form, beside the field it is wrong with.
import type { Violation } from "../../rules/types.ts";
import { type FormState, filledPieces } from "./model.ts";

/** The most of each, as the rules have it; a test holds the two together. Here to stop at the limit and to count down to it. */
export const LIMITS = {
  pieces: 10,
  techniques: 20,
  tags: 10,
  notes: 5_000,
  tag: 50,
  technique: 100,
  title: 255,
  composer: 255,
  instrument: 50,
};

const WORDS = {
  required: "required",
  too_long: "tooLong",
  too_short: "tooShort",
  too_many: "tooMany",
  too_large: "tooLarge",
  out_of_range: "outOfRange",
  too_far_ahead: "tooFarAhead",
  not_one_of: "notOneOf",
  malformed: "malformed",
  wrong_type: "wrongType",
} as const;

/** What is wrong, by the name of its words. */
export type Code = (typeof WORDS)[keyof typeof WORDS] | "other";

/** The name of the words for a code of the rules. */
export function codeOf(code: string): Code {
  return code in WORDS ? WORDS[code as keyof typeof WORDS] : "other";
}

/** Codes by place: `timestamp`, `pieces`, `pieces.<key>.title`, `techniques.0` … Empty is the entry as a whole. */
export type Problems = Map<string, Code[]>;

/** Violations by the place in the form that shows them. */
export function problemsOf(
  violations: readonly Pick<Violation, "pointer" | "code">[],
  state: FormState,
): Problems {
  const rows = filledPieces(state);
  const problems: Problems = new Map();
  for (const { pointer, code } of violations) {
    const [, name = "", place, part] = pointer.split("/");
    const row = name === "pieces" && place !== undefined ? rows[Number(place)] : undefined;
    const where = row ? `pieces.${row.key}.${part === "composer" ? "composer" : "title"}` : name;
    const known = codeOf(code);
    problems.set(where, [...new Set([...(problems.get(where) ?? []), known])]);
  }
  return problems;
}
