// From a timer to a form that only needs to be saved.
import { keepDraft, readDraft } from "../logbook/form/draft.ts";
import { blank, type FormState, pieceDraft, startAndLength } from "../logbook/form/model.ts";
import { LIMITS } from "../logbook/form/problems.ts";
import { setTimer } from "./store.ts";
import { elapsed, pause, startedAt, type Timer } from "./timer.ts";

/** The form of a new entry with what was timed. What is typed there already stays. */
export function toForm(timer: Timer, now: number, typed?: FormState): FormState {
  const base = typed ?? blank(now);
  const timed = timer.pieces
    .map((piece, place) => ({ ...piece, duration: elapsed(timer, now, place) }))
    .filter(({ duration }) => duration > 0);
  const known = new Set(base.pieces.map(({ title }) => title));
  return {
    ...base,
    ...startAndLength(startedAt(timer), elapsed(timer, now)),
    instrument: timer.instrument || base.instrument,
    pieces: [...base.pieces, ...timed.filter(({ title }) => !known.has(title)).map(pieceDraft)].slice(
      0,
      LIMITS.pieces,
    ),
    source: "timer",
  };
}

/** Ends the timer. The draft is kept before the timer is let go, so that nothing between the two can lose it. */
export function finish(timer: Timer, now: number): void {
  keepDraft(undefined, toForm(pause(timer, now), now, readDraft(undefined)));
  setTimer(null);
}
