// How far a word is from what was meant.
import { isHan } from "./normal.ts";

/** How many slips are forgiven in a word. A Chinese one has few characters, and one that sounds alike is soon typed for another. */
export function forgiven(typed: string): number {
  const { length } = typed;
  if (isHan(typed)) return length < 2 ? 0 : 1;
  if (length < 4) return 0;
  return length < 6 ? 1 : 2;
}

/**
 * Letters added, left out, exchanged, or swapped with their neighbour (Damerau–Levenshtein, optimal string alignment) between what was typed
 * and the name, or the beginning of the name where that is nearer; that counts half a slip more. Infinite from `most` slips on.
 */
export function slips(typed: string, name: string, most: number): number {
  if (typed.length - name.length > most) return Number.POSITIVE_INFINITY;
  const width = Math.min(name.length, typed.length + most) + 1;
  let [before, last, row] = [new Array<number>(width), new Array<number>(width), new Array<number>(width)];
  for (let place = 0; place < width; place++) last[place] = place;
  for (let line = 1; line <= typed.length; line++) {
    row[0] = line;
    let least = line;
    for (let place = 1; place < width; place++) {
      const same = typed[line - 1] === name[place - 1];
      let cost = Math.min(at(last, place) + 1, at(row, place - 1) + 1, at(last, place - 1) + (same ? 0 : 1));
      if (typed[line - 1] === name[place - 2] && typed[line - 2] === name[place - 1])
        cost = Math.min(cost, at(before, place - 2) + 1);
      row[place] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    [before, last, row] = [last, row, before];
  }
  const whole = name.length < width ? at(last, name.length) : Number.POSITIVE_INFINITY;
  const nearest = Math.min(whole, Math.min(...last) + 0.5);
  return nearest <= most ? nearest : Number.POSITIVE_INFINITY;
}

function at(row: readonly number[], place: number): number {
  return row[place] ?? Number.POSITIVE_INFINITY;
}
