// The dictionary as it is written in `terms/`, read for tests: as the service answers and as a file for the device.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES, type Language } from "../src/i18n/languages.ts";
import type { Definition, Pack, PackTerm, Term } from "../src/lookup/wire.ts";

const folder = join(import.meta.dirname, "../../terms");

type Table = Record<string, unknown>;

interface Written extends Table {
  term: string;
  language: string;
  kind: string;
  ipa: string;
  difficulty: number;
  instruments: string[];
  abbreviations: string[];
  synonyms: string[];
  related: string[];
}

/** Of TOML what the terms use: one value a line, tables one deep. */
function parse(text: string): Written {
  const whole: Table = {};
  let table = whole;
  for (const line of text.split("\n")) {
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (heading) {
      table = {};
      whole[heading] = table;
    } else if (key && value) table[key] = JSON.parse(value);
  }
  return whole as Written;
}

const written = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".toml"))
  .map((path): [id: string, term: Written] => [
    path.replace(/^.*\/|\.toml$/g, ""),
    parse(readFileSync(join(folder, path), "utf8")),
  ])
  .sort(([a], [b]) => (a < b ? -1 : 1));
const byId = new Map(written);

export const TERMS: readonly Term[] = written.map(([id, one]) => ({
  id,
  term: one.term,
  sourceLanguage: one.language,
  type: one.kind,
  pronunciation: { ipa: one.ipa },
  abbreviations: one.abbreviations,
  synonyms: one.synonyms,
  related: one.related.map((other) => ({ id: other, term: byId.get(other)?.term ?? other })),
  instruments: one.instruments,
  difficulty: one.difficulty,
  definitions: Object.fromEntries(LANGUAGES.map((language) => [language, one[language] as Definition])),
  quality: { score: 100 },
  provenance: "curated",
}));

export function packOf(language: Language): Pack {
  const places = new Map(written.map(([id], place) => [id, place]));
  const terms = written.map(([id, one]): PackTerm => {
    const others = LANGUAGES.filter((other) => other !== language).map((other) => one[other] as Definition);
    const otherNames = [...new Set(others.flatMap(({ names = [] }) => names))];
    const { ipa, difficulty, instruments, abbreviations, synonyms } = one;
    return {
      id,
      term: one.term,
      sourceLanguage: one.language,
      type: one.kind,
      ...{ ipa, difficulty, instruments, abbreviations, synonyms },
      otherNames,
      ...(one[language] as Definition),
      related: one.related.flatMap((other) => places.get(other) ?? []),
    };
  });
  return { format: 1, language, terms };
}
