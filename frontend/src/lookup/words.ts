// What the app calls kinds, languages and instruments of terms. What a newer service says and this version does not know, it says as it is.
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import type { Language } from "../i18n/languages.ts";
import { useWords } from "../logbook/words.ts";
import { KINDS, type Kind } from "./wire.ts";

const FAMILIES = ["strings", "winds", "brass", "bass"] as const;
const LEVELS = [1, 2, 3] as const;

/** The language the app speaks. */
export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

export function useNames() {
  const { t } = useTranslation("lookup");
  const format = useFormat();
  const words = useWords();
  return {
    kind(type: string): string {
      const known: Kind | undefined = KINDS.find((one) => one === type);
      return known ? t(`kind.${known}`) : type;
    },
    language: (tag: string) => format.languageName(tag),
    instrument(word: string): string {
      const family = FAMILIES.find((one) => one === word);
      return family ? t(`instrument.${family}`) : words.instrument(word);
    },
    level(difficulty: number | undefined): string | undefined {
      const known = LEVELS.find((one) => one === difficulty);
      return known && t(`level.${known}`);
    },
  };
}
