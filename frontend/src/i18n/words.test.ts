// The words of every language: all there, all used, with the plural forms the language has.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bestLanguage, LANGUAGES } from "./languages.ts";

const locales = new URL("./locales/", import.meta.url).pathname;
const source = new URL("..", import.meta.url).pathname;
const namespaces = readdirSync(join(locales, "en"));
const CATEGORY = /_(zero|one|two|few|many|other)$/;

function flatten(words: object, path = ""): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

const read = (language: string, file: string) =>
  flatten(JSON.parse(readFileSync(join(locales, language, file), "utf8")));
const base = (key: string) => key.replace(CATEGORY, "");
const gaps = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

/** Everything written in the sources, tests aside. */
const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.startsWith("generated"))
  .map((path) => readFileSync(join(source, path), "utf8"))
  .join("\n");

describe.each(LANGUAGES)("%s", (language) => {
  test.each(namespaces)("%s has every key, each filled in, with the same gaps", (file) => {
    const english = read("en", file);
    const own = read(language, file);
    expect([...new Set(own.map(([key]) => base(key)))].sort()).toEqual(
      [...new Set(english.map(([key]) => base(key)))].sort(),
    );
    for (const [key, text] of own) {
      expect(text.trim(), key).not.toBe("");
      const same = english.find(
        ([other]) => base(other) === base(key) && (other === key || CATEGORY.test(other)),
      );
      expect(gaps(text), key).toEqual(gaps(same?.[1] ?? ""));
    }
  });

  test("plural forms are those of the language", () => {
    const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
    for (const file of namespaces) {
      const plurals = new Map<string, string[]>();
      for (const [key] of read(language, file)) {
        const category = CATEGORY.exec(key)?.[1];
        if (category) plurals.set(base(key), [...(plurals.get(base(key)) ?? []), category]);
      }
      for (const [key, categories] of plurals) expect(categories.sort(), `${file} ${key}`).toEqual(needed);
    }
  });
});

test("no key is left over", () => {
  const unused = namespaces
    .filter((file) => file !== "music.json")
    .flatMap((file) => read("en", file).map(([key]) => base(key)))
    .filter((key) => {
      if (code.includes(`"${key}"`)) return false;
      // Put together in the code, as `sync.${status}` or `problem.${code}`.
      const [group] = key.split(".");
      return !key.includes(".") || !code.includes(`\`${group}.\${`);
    });
  expect(unused).toEqual([]);
});

test("the names of instruments and techniques are those the form offers", async () => {
  const { INSTRUMENTS, TECHNIQUES } = await import("../logbook/known.ts");
  const { TYPES, MOODS } = await import("../logbook/entry.ts");
  const expected = [
    ...INSTRUMENTS.map((word) => `instrument.${word.replaceAll(" ", "_")}`),
    ...TECHNIQUES.map((word) => `technique.${word.replaceAll(" ", "_")}`),
    ...[...TYPES, "status_change"].map((word) => `type.${word}`),
    ...MOODS.map((word) => `mood.${word}`),
  ];
  expect(
    read("en", "music.json")
      .map(([key]) => key)
      .sort(),
  ).toEqual(expected.sort());
});

test("a browser's wish finds its language", () => {
  expect(bestLanguage(["pt-BR", "fr-CA", "en"])).toBe("fr");
  expect(bestLanguage(["zh-Hant-HK"])).toBe("zh-TW");
  expect(bestLanguage(["zh"])).toBe("zh-CN");
  expect(bestLanguage(["de-CH"])).toBe("de");
  expect(bestLanguage(["pt"])).toBe("en");
});
