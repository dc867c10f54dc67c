// What is typed and not saved yet. Kept where it can be written at once, so that closing the tab in the middle of a word loses no word.
import type { FormState } from "./model.ts";

const PREFIX = "mirubato.draft.";

/** The draft of a new entry has no id of its own. */
export function readDraft(id: string | undefined): FormState | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + (id ?? "new")) ?? "null");
    const draft = value as FormState | null;
    return draft && typeof draft.date === "string" && Array.isArray(draft.pieces) ? draft : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(id: string | undefined, state: FormState): void {
  try {
    localStorage.setItem(PREFIX + (id ?? "new"), JSON.stringify(state));
  } catch {
    // A full device: the form itself still holds it, and saving will say so.
  }
}

export function dropDraft(id: string | undefined): void {
  localStorage.removeItem(PREFIX + (id ?? "new"));
}
