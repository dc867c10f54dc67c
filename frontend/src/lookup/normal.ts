// Words as they are compared: without case, accents and points, so that `D.C. al Fine` and `dc al fine` are the same.
import { fold } from "../logbook/search.ts";

/** Chinese is written without spaces. */
const HAN = /\p{Script=Han}/u;
const LEFT_OUT = /[.'’‘ʼ"“”„«»]/gu;
const BETWEEN = /[^\p{L}\p{N}♯♭+]+/gu;

export function normal(text: string): string {
  return fold(text).replace(LEFT_OUT, "").replaceAll("#", "♯").replace(BETWEEN, " ").trim();
}

export function isHan(text: string): boolean {
  return HAN.test(text);
}

/** What of a normal text is looked for in texts: words from three letters on, and Chinese by characters and pairs of them. */
export function piecesOf(text: string): string[] {
  const pieces = text.split(" ").flatMap((word) => {
    if (!isHan(word)) return word.length >= 3 ? [stem(word)] : [];
    const characters = [...word];
    return characters.length < 2
      ? characters
      : [...characters, ...characters.slice(1).map((character, place) => characters[place] + character)];
  });
  return [...new Set(pieces)];
}

/** A word without what changes at its end, roughly and in any language: `softly` finds `soft`. */
function stem(word: string): string {
  return word.slice(0, Math.max(4, word.length - 2));
}
