// Brings the rules into the browser: `merge` soon after the start, `names` when a piece is first typed.
import type { Names } from "./names.ts";
import type { Rules } from "./types.ts";

let rules: Promise<Rules> | undefined;
let names: Promise<Names> | undefined;

/** The rules of records. Asked for again after a failure, they are fetched again. */
export function loadRules(): Promise<Rules> {
  rules ??= bringRules().catch((error) => {
    rules = undefined;
    throw error;
  });
  return rules;
}

/** The names of pieces and composers. */
export function loadNames(): Promise<Names> {
  names ??= bringNames().catch((error) => {
    names = undefined;
    throw error;
  });
  return names;
}

async function bringRules(): Promise<Rules> {
  const [{ rulesFrom }, { default: url }] = await Promise.all([
    import("./rules.ts"),
    import("../generated/merge/merge.core.wasm?url"),
  ]);
  return rulesFrom(await WebAssembly.compileStreaming(fetch(url)));
}

async function bringNames(): Promise<Names> {
  const [{ namesFrom }, { default: url }] = await Promise.all([
    import("./names.ts"),
    import("../generated/names/names.core.wasm?url"),
  ]);
  return namesFrom(await WebAssembly.compileStreaming(fetch(url)));
}
