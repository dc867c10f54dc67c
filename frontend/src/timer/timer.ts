// A practice timer made of moments on the wall clock, so that a reload, a sleep or a closed tab changes nothing.

export interface TimerPiece {
  title: string;
  composer: string | null;
}

/** Time without a pause on one piece, or on none in particular. */
export interface Stretch {
  from: number;
  /** `null` while it runs. */
  to: number | null;
  /** A place in `pieces`. */
  piece: number | null;
}

export interface Timer {
  instrument: string;
  pieces: TimerPiece[];
  stretches: Stretch[];
  /** What is being played, also while paused. */
  current: number | null;
}

export function start(now: number, instrument: string): Timer {
  return { instrument, pieces: [], stretches: [{ from: now, to: null, piece: null }], current: null };
}

export function isRunning({ stretches }: Timer): boolean {
  return stretches.at(-1)?.to === null;
}

export function pause(timer: Timer, now: number): Timer {
  return {
    ...timer,
    stretches: timer.stretches.map((one) =>
      one.to === null ? { ...one, to: Math.max(one.from, now) } : one,
    ),
  };
}

export function resume(timer: Timer, now: number): Timer {
  if (isRunning(timer)) return timer;
  return { ...timer, stretches: [...timer.stretches, { from: now, to: null, piece: timer.current }] };
}

/** From now on the time is that of `piece`, a place in `pieces`, or of none. */
export function switchTo(timer: Timer, piece: number | null, now: number): Timer {
  if (piece === timer.current) return timer;
  const changed = { ...timer, current: piece };
  return isRunning(timer) ? resume(pause(changed, now), now) : changed;
}

/** Adds a piece, unless it is there, and goes on with it. */
export function play(timer: Timer, piece: TimerPiece, now: number): Timer {
  const known = timer.pieces.findIndex(
    ({ title, composer }) => title === piece.title && composer === piece.composer,
  );
  if (known >= 0) return switchTo(timer, known, now);
  return switchTo({ ...timer, pieces: [...timer.pieces, piece] }, timer.pieces.length, now);
}

/** Seconds of playing, pauses left out. A clock that was set back takes nothing away. */
export function elapsed({ stretches }: Timer, now: number, piece?: number | null): number {
  const millis = stretches
    .filter((one) => piece === undefined || one.piece === piece)
    .reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0);
  return Math.floor(millis / 1_000);
}

/** When it was started. */
export function startedAt({ stretches }: Timer): number {
  return stretches[0]?.from ?? 0;
}

/** `1:05:09` or `12:30`. */
export function clockFace(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3_600),
    Math.floor((seconds % 3_600) / 60),
    seconds % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
