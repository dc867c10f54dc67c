// What the app calls things that are stored by an English word; anything else is called what the user called it.
import type { i18n, TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { oncePerLanguage } from "../i18n/once.ts";

export interface Words {
  instrument(word: string): string;
  technique(word: string): string;
  type(word: string): string;
  mood(word: string): string;
  /** Whichever of them it is. */
  any(word: string): string;
}

function makeWords(i18n: i18n, t: TFunction<"music">): Words {
  const say = (group: string) => {
    // Looked up once a word: a search asks for the same few thousands of times.
    const said = new Map<string, string>();
    return (word: string) => {
      const known = said.get(word);
      if (known !== undefined) return known;
      const key = `${group}.${word.replaceAll(" ", "_")}`;
      const name = i18n.exists(key, { ns: "music" }) ? String(t(key as never)) : word;
      said.set(word, name);
      return name;
    };
  };
  const [instrument, technique, type, mood] = [say("instrument"), say("technique"), say("type"), say("mood")];
  const any = (word: string) =>
    [instrument, technique, type].map((one) => one(word)).find((one) => one !== word) ?? word;
  return { instrument, technique, type, mood, any };
}

const words = oncePerLanguage<Words>();

/** The same object as long as the language is the same. */
export function useWords(): Words {
  const { t, i18n } = useTranslation("music");
  return words(i18n.language, () => makeWords(i18n, t));
}
