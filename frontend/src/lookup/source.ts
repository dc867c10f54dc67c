// The dictionary, wherever it is: asked of the service, and looked up on the device where the service does not answer.
import type { Language } from "../i18n/languages.ts";
import { keepQuietly, onDevice } from "./device.ts";
import type { Choice, Offline } from "./offline.ts";
import { fetchTerm, list, type Patience, searchFor } from "./service.ts";
import type { Listed, Term } from "./wire.ts";

/** With the dictionary on the device nobody waits long for a bad network. */
const PATIENCE_MILLIS = 3_000;

export interface Answer<Value> {
  value: Value;
  from: "service" | "device";
}

/** Fails where the service does not answer and nothing is on the device. */
export function findTerms(typed: string, language: Language): Promise<Answer<Listed[]>> {
  return either(
    language,
    (patience) => searchFor(typed, language, patience),
    (device) => device.search(typed),
  );
}

/** The term, or `undefined` where there is none of that name. Fails as `findTerms` does. */
export function findTerm(id: string, language: Language): Promise<Answer<Term | undefined>> {
  return either(
    language,
    (patience) => fetchTerm(id, patience),
    (device) => device.term(id),
  );
}

/** Fails as `findTerms` does. */
export function browse(choice: Choice, language: Language): Promise<Answer<Listed[]>> {
  return either(
    language,
    (patience) => list(choice, language, patience),
    (device) => device.browse(choice),
  );
}

async function either<Value>(
  language: Language,
  ask: (patience: Patience) => Promise<Value>,
  look: (device: Offline) => Value,
): Promise<Answer<Value>> {
  const device = await onDevice(language);
  if (device && !navigator.onLine) return { value: look(device), from: "device" };
  try {
    const value = await ask(device && PATIENCE_MILLIS);
    // Whoever looks up one word will look up another, some day where there is no network.
    keepQuietly(language);
    return { value, from: "service" };
  } catch (error) {
    if (!device) throw error;
    return { value: look(device), from: "device" };
  }
}
