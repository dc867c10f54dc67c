// The dictionary of a language, kept on the device after it was used once. It is one file, named by what is in it, in the browser's own cache.
import { create } from "zustand";
import type { Language } from "../i18n/languages.ts";
import { Offline } from "./offline.ts";
import { packs } from "./service.ts";
import type { Pack } from "./wire.ts";

const CACHE = "mirubato.dictionary";
/** The way of writing that this version reads. */
const FORMAT = 1;
/** After the page has what it shows. */
const QUIET_MILLIS = 1_500;

/** What is on the device. */
export type Kept =
  | { state: "unknown" | "absent" | "fetching" | "failed" }
  /** `bytes` is the room it takes. */
  | { state: "here"; bytes: number; terms: number };

export const useKept = create<Partial<Record<Language, Kept>>>(() => ({}));

const opened = new Map<Language, Promise<Offline | undefined>>();
const asked = new Set<Language>();

function tell(language: Language, kept: Kept): void {
  useKept.setState({ [language]: kept });
}

/** The dictionary on the device, where it is there. */
export function onDevice(language: Language): Promise<Offline | undefined> {
  const known = opened.get(language);
  if (known) return known;
  const opening = open(language).catch(() => undefined);
  opened.set(language, opening);
  return opening;
}

async function open(language: Language): Promise<Offline | undefined> {
  const response = hasCache() ? await kept(language) : undefined;
  if (!response) {
    if (useKept.getState()[language]?.state !== "fetching") tell(language, { state: "absent" });
    return undefined;
  }
  const text = await response.text();
  const dictionary = new Offline(read(text));
  tell(language, { state: "here", bytes: new Blob([text]).size, terms: dictionary.count });
  return dictionary;
}

/** Brings the dictionary onto the device in a quiet moment, once in a while of the app, and unless the user pays for every byte. */
export function keepQuietly(language: Language): void {
  if (asked.has(language) || !navigator.onLine || savesData()) return;
  asked.add(language);
  setTimeout(() => void keep(language), QUIET_MILLIS);
}

/** Brings the dictionary onto the device, or the newer one where there is one. What is there stays until the other one is whole. */
export async function keep(language: Language): Promise<void> {
  if (!hasCache()) return;
  asked.add(language);
  const had = await onDevice(language);
  try {
    const info = (await packs()).find(({ lang }) => lang === language);
    if (!info || (await (await caches.open(CACHE)).match(info.url))) return;
    if (!had) tell(language, { state: "fetching" });
    const answer = await fetch(info.url, { credentials: "omit" });
    if (!answer.ok) throw new Error(`${info.url} answers ${answer.status}`);
    const text = await answer.text();
    read(text);
    await replace(language, info.url, text);
    opened.delete(language);
    await onDevice(language);
  } catch {
    // Whoever looks is told, and it is tried again when the app is opened anew.
    if (!had) tell(language, { state: "failed" });
  }
}

/** Reads a pack, or fails: what came may be the sign-in page of a hotel's network. */
function read(text: string): Pack {
  const pack = JSON.parse(text) as Pack;
  if (pack.format !== FORMAT || !Array.isArray(pack.terms))
    throw new Error("a pack this version cannot read");
  return pack;
}

async function replace(language: Language, url: string, text: string): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(url, new Response(text, { headers: { "Content-Type": "application/json" } }));
  for (const request of await cache.keys())
    if (isOf(language, request.url) && !request.url.endsWith(url)) await cache.delete(request);
}

async function kept(language: Language): Promise<Response | undefined> {
  const cache = await caches.open(CACHE);
  const request = (await cache.keys()).find(({ url }) => isOf(language, url));
  return request && cache.match(request);
}

/** The language is the part of the path before the name. */
function isOf(language: Language, url: string): boolean {
  return new URL(url).pathname.split("/").at(-2) === language;
}

/** Not where the app comes over plain HTTP from another machine. */
function hasCache(): boolean {
  return "caches" in globalThis;
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
