// The real rules under Node, from the bytes the browser runs.
import { readFile } from "node:fs/promises";
import { namesFrom } from "../src/rules/names.ts";
import { rulesFrom } from "../src/rules/rules.ts";

const compile = async (path: string) =>
  WebAssembly.compile(await readFile(new URL(`../src/generated/${path}`, import.meta.url)));

export const rules = rulesFrom(await compile("merge/merge.core.wasm"));
export const names = namesFrom(await compile("names/names.core.wasm"));
