// The dictionary as the service answers, and as a file holds it for one language.
import type { Language } from "../i18n/languages.ts";

export const KINDS = [
  "tempo",
  "dynamics",
  "articulation",
  "expression",
  "ornament",
  "technique",
  "notation",
  "form",
  "genre",
  "harmony",
  "theory",
  "instrument",
  "practice",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Definition {
  /** What the term is called in that language, most usual first. Empty where the headword is used. */
  names?: string[];
  brief: string;
  full: string;
  usage?: string;
}

/** A term as it is listed. */
export interface Listed {
  id: string;
  term: string;
  sourceLanguage: string;
  /** A `Kind`, or one that this version does not know yet. */
  type: string;
  definitions: Partial<Record<Language, Definition>>;
}

/** A term with all that is known of it. */
export interface Term extends Listed {
  pronunciation?: { ipa?: string };
  abbreviations?: string[];
  synonyms?: string[];
  related?: { id: string; term: string }[];
  instruments?: string[];
  /** From 1, met in the first years, to 3. */
  difficulty?: number;
  quality?: { score: number };
  provenance: "curated" | "generated" | "reviewed";
}

/** A file with the whole dictionary in one language, as the list of them names it. */
export interface PackInfo {
  lang: Language;
  /** Changes with what is in it. */
  hash: string;
  /** As it is sent. */
  bytes: number;
  url: string;
  terms: number;
}

/** The file itself. What is empty is left out. */
export interface Pack {
  /** How it is written; 1 is what is described here. */
  format: number;
  language: Language;
  terms: PackTerm[];
}

export interface PackTerm {
  id: string;
  term: string;
  sourceLanguage: string;
  type: string;
  ipa?: string;
  difficulty?: number;
  instruments?: string[];
  abbreviations?: string[];
  synonyms?: string[];
  /** What it is called in the language of the file. */
  names?: string[];
  /** What it is called in the others. */
  otherNames?: string[];
  /** How somebody asks for it who does not know the word. Not shown. */
  asked?: string[];
  brief: string;
  full: string;
  usage?: string;
  /** Places of other terms in the file. */
  related?: number[];
}
