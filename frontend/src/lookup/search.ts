// Search on the device: by name through accents, beginnings, slips and parts, then by what is said about a term. The service does better,
// since it also knows what words mean; this is for where there is no network.
import { isHan, normal, piecesOf } from "./normal.ts";
import { forgiven, slips } from "./typo.ts";
import type { Pack, PackTerm } from "./wire.ts";

/** More is not read. */
const MOST = 30;

/** What a hit is worth. An exact name stands above everything, and what is only told about a term below every name. */
const EXACT = 1_000;
const BEGINNING = 800;
const WORD = 600;
const SLIP = 550;
const SLIP_COSTS = 60;
const WORDS = 420;
const PART = 400;
const TEXT = 300;

/** A name other than the headword stands behind a headword that fits as well. */
const OTHER_NAME = 10;
/** A longer name fits less, by letters, up to this. */
const MOST_LETTERS = 90;
/** The part of what was typed that a text has to speak of. Pairs of Chinese characters often go across two words. */
const ENOUGH = 0.5;
const ENOUGH_PAIRS = 0.3;
/** What is in the full text only counts less than what is in the brief one. */
const IN_FULL = 0.7;

interface Name {
  text: string;
  behind: number;
}

interface Prepared {
  term: PackTerm;
  names: Name[];
  brief: string;
  full: string;
}

/** A pack made ready for searching. */
export type Index = readonly Prepared[];

export function prepare(pack: Pack): Index {
  return pack.terms.map((term) => ({
    term,
    names: namesOf(term),
    brief: ` ${normal(term.brief)}`,
    full: ` ${normal(`${term.full} ${term.usage ?? ""}`)}`,
  }));
}

function namesOf({ term, abbreviations = [], synonyms = [], names = [] }: PackTerm): Name[] {
  const others = [...abbreviations, ...synonyms, ...names].map((name) => ({
    text: normal(name),
    behind: OTHER_NAME,
  }));
  return [{ text: normal(term), behind: 0 }, ...others].filter(({ text }) => text !== "");
}

/** The terms that fit, the best first. */
export function search(index: Index, typed: string): PackTerm[] {
  const wanted = normal(typed);
  if (wanted === "") return [];
  const told = telling(index, wanted);
  const hits = index.flatMap((one) => {
    const score = Math.max(told(one), ...one.names.map((name) => worth(wanted, name)));
    return score > 0 ? [{ term: one.term, score }] : [];
  });
  return hits
    .sort((a, b) => b.score - a.score || (a.term.id < b.term.id ? -1 : 1))
    .slice(0, MOST)
    .map(({ term }) => term);
}

/** How well a name fits; 0 where it does not. */
function worth(wanted: string, { text, behind }: Name): number {
  if (text === wanted) return EXACT - behind;
  const longer = behind + Math.min(MOST_LETTERS, Math.abs(text.length - wanted.length));
  if (text.startsWith(wanted)) return BEGINNING - longer;
  if (text.includes(` ${wanted}`)) return WORD - longer;
  const most = forgiven(wanted.length);
  const distance = most > 0 ? slips(wanted, text, most) : Number.POSITIVE_INFINITY;
  if (distance <= most) return SLIP - SLIP_COSTS * distance - behind;
  const words = wanted.split(" ");
  if (words.length > 1 && words.every((word) => ` ${text}`.includes(` ${word}`))) return WORDS - longer;
  const isLong = wanted.length > 2 || isHan(wanted);
  return isLong && text.includes(wanted) ? PART - longer : 0;
}

/** How much of what was typed a term's texts speak of, each word by how rare it is. */
function telling(index: Index, wanted: string): (one: Prepared) => number {
  // In words with spaces a piece is looked for where a word begins.
  const pieces = piecesOf(wanted).map((piece) => (isHan(piece) ? piece : ` ${piece}`));
  const weights = pieces.map((piece) => {
    const count = index.filter(({ brief, full }) => brief.includes(piece) || full.includes(piece)).length;
    return Math.log(1 + index.length / (1 + count));
  });
  const enough = isHan(wanted) ? ENOUGH_PAIRS : ENOUGH;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return ({ brief, full }) => {
    let found = 0;
    for (const [place, piece] of pieces.entries()) {
      const weight = weights[place] ?? 0;
      if (brief.includes(piece)) found += weight;
      else if (full.includes(piece)) found += weight * IN_FULL;
    }
    return all > 0 && found / all >= enough ? (TEXT * found) / all : 0;
  };
}
