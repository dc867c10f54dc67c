// How long to wait after failures.

const FIRST_MILLIS = 1_000;
const LONGEST_MILLIS = 30_000;

/** Milliseconds until the next try after `failures` in a row: anywhere between 1 s and a limit that doubles from 2 s to 30 s. `random` is 0 to 1. */
export function backoff(failures: number, random: number): number {
  const limit = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** Math.min(failures, 10));
  return Math.round(FIRST_MILLIS + random * (limit - FIRST_MILLIS));
}
