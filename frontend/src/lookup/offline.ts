// What the service would answer, from the file on the device.
import type { Language } from "../i18n/languages.ts";
import { normal } from "./normal.ts";
import { type Index, prepare, search } from "./search.ts";
import type { Listed, Pack, PackTerm, Term } from "./wire.ts";

export interface Choice {
  kind?: string;
  letter?: string;
}

/** The dictionary of one language on the device. */
export class Offline {
  readonly language: Language;
  readonly count: number;
  private readonly pack: Pack;
  private readonly index: Index;

  constructor(pack: Pack) {
    this.language = pack.language;
    this.count = pack.terms.length;
    this.pack = pack;
    this.index = prepare(pack);
  }

  search(typed: string): Listed[] {
    return search(this.index, typed).map((term) => this.listed(term));
  }

  term(id: string): Term | undefined {
    const found = this.pack.terms.find((term) => term.id === id);
    return found && this.whole(found);
  }

  /** Terms of a kind or with a first letter, in the order of the alphabet. */
  browse({ kind, letter }: Choice): Listed[] {
    const order = new Intl.Collator(this.language);
    return this.pack.terms
      .filter(({ type }) => kind === undefined || type === kind)
      .filter(({ term }) => letter === undefined || normal(term).startsWith(normal(letter)))
      .sort((a, b) => order.compare(a.term, b.term))
      .map((term) => this.listed(term));
  }

  private listed({ id, term, sourceLanguage, type, names = [], brief, full, usage }: PackTerm): Listed {
    const definition = { names, brief, full, ...(usage !== undefined && { usage }) };
    return { id, term, sourceLanguage, type, definitions: { [this.language]: definition } };
  }

  private whole(term: PackTerm): Term {
    const { ipa, related = [], abbreviations, synonyms, instruments, difficulty } = term;
    const others = related.flatMap((place) => this.pack.terms[place] ?? []);
    return {
      ...this.listed(term),
      ...(ipa !== undefined && { pronunciation: { ipa } }),
      ...(abbreviations && { abbreviations }),
      ...(synonyms && { synonyms }),
      ...(instruments && { instruments }),
      ...(difficulty !== undefined && { difficulty }),
      related: others.map((other) => ({ id: other.id, term: other.term })),
      // A file holds what people wrote, never what only waits for a review.
      provenance: "curated",
    };
  }
}
