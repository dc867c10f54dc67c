// What is asked of the dictionary service.
import { send } from "../api/request.ts";
import type { Language } from "../i18n/languages.ts";
import { Refusal } from "../sync/transport.ts";
import type { Choice } from "./offline.ts";
import type { Listed, PackInfo, Term } from "./wire.ts";

const BASE = "/dictionary/api";
const PAGE = 200;
/** A kind or a letter has fewer; whatever the service says, the list ends. */
const MOST_PAGES = 5;

interface Items<Item> {
  items: Item[];
  nextCursor?: string | null;
}

/** How long to wait for an answer, in milliseconds. */
export type Patience = number | undefined;

function get<Answer>(path: string, query: Record<string, string | undefined>, patience?: Patience) {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return send<Answer>("GET", `${BASE}${path}${search && `?${search}`}`, undefined, {
    // Words change rarely, and the service says for how long an answer is good.
    cache: "default",
    ...(patience !== undefined && { timeoutMillis: patience }),
  });
}

export async function searchFor(typed: string, lang: Language, patience?: Patience): Promise<Listed[]> {
  return (await get<Items<Listed>>("/search", { q: typed, lang, limit: "30" }, patience)).items;
}

/** A term in all its languages, or nothing where there is none. */
export async function fetchTerm(id: string, patience?: Patience): Promise<Term | undefined> {
  try {
    return await get<Term>(`/terms/${encodeURIComponent(id)}`, {}, patience);
  } catch (error) {
    if (error instanceof Refusal && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}

export async function list(choice: Choice, lang: Language, patience?: Patience): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { lang, type: choice.kind, letter: choice.letter, limit: String(PAGE), cursor };
    const { items, nextCursor } = await get<Items<Listed>>("/terms", query, patience);
    found.push(...items);
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return found;
}

/** What is looked up most, these days. */
export async function popular(lang: Language): Promise<{ id: string; term: string }[]> {
  return (await get<Items<{ id: string; term: string }>>("/analytics/popular", { lang, limit: "12" })).items;
}

export async function packs(): Promise<PackInfo[]> {
  return (await get<Items<PackInfo>>("/packs", {})).items;
}

/** Counts that a term was opened, by nobody in particular: what is looked up most is what others may look for. */
export function opened(id: string): void {
  void send("POST", `${BASE}/analytics/track`, { term: id }).catch(() => undefined);
}
