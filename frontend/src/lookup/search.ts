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
/** The part of what was typed that a text has to speak of. In Chinese less: pairs of characters often go across two words. */
const ENOUGH = 0.25;
const ENOUGH_HAN = 0.12;
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
    brief: ` ${normal([term.brief, ...(term.asked ?? [])].join(" "))}`,
    full: ` ${normal(`${term.full} ${term.usage ?? ""}`)}`,
  }));
}

function namesOf({ term, abbreviations = [], synonyms = [], names = [], otherNames = [] }: PackTerm): Name[] {
  const others = [...abbreviations, ...names, ...synonyms, ...otherNames].map((name) => ({
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
  const hits = index.flatMap((one, place) => {
    const score = Math.max(told[place] ?? 0, ...one.names.map((name) => worth(wanted, name)));
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
  const most = forgiven(wanted);
  const distance = most > 0 ? slips(wanted, text, most) : Number.POSITIVE_INFINITY;
  if (distance <= most) return SLIP - SLIP_COSTS * distance - behind;
  const words = wanted.split(" ");
  if (words.length > 1 && words.every((word) => ` ${text}`.includes(` ${word}`))) return WORDS - longer;
  const isLong = wanted.length > 2 || isHan(wanted);
  return isLong && text.includes(wanted) ? PART - longer : 0;
}

/** How much of what was typed each term's texts speak of, each word by how rare it is. */
function telling(index: Index, wanted: string): number[] {
  // In words with spaces a piece is looked for where a word begins.
  const pieces = piecesOf(wanted).map((piece) => (isHan(piece) ? piece : ` ${piece}`));
  const found = index.map(() => 0);
  let all = 0;
  for (const piece of pieces) {
    const hits = index.map(({ brief, full }) => {
      if (brief.includes(piece)) return 1;
      return full.includes(piece) ? IN_FULL : 0;
    });
    const count = hits.filter((hit) => hit > 0).length;
    const weight = Math.log(1 + index.length / (1 + count));
    all += weight;
    for (const [place, hit] of hits.entries()) found[place] = (found[place] ?? 0) + hit * weight;
  }
  const enough = isHan(wanted) ? ENOUGH_HAN : ENOUGH;
  return found.map((one) => (all > 0 && one / all >= enough ? (TEXT * one) / all : 0));
}
