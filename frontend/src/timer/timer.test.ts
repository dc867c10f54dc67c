import fc from "fast-check";
import { expect, test } from "vitest";
import { clockFace, elapsed, isRunning, pause, play, resume, start, switchTo, type Timer } from "./timer.ts";

const MINUTE = 60_000;
const etude = { title: "Étude", composer: "Chopin" };
const prelude = { title: "Prélude", composer: null };

test("time goes to the piece that is played, and pauses to none", () => {
  let timer = start(0, "piano");
  timer = play(timer, etude, 5 * MINUTE);
  timer = pause(timer, 15 * MINUTE);
  timer = play(timer, prelude, 20 * MINUTE);
  expect(isRunning(timer)).toBe(false);
  timer = resume(timer, 60 * MINUTE);
  timer = play(timer, etude, 61 * MINUTE);
  const now = 63 * MINUTE;
  expect(elapsed(timer, now)).toBe(18 * 60);
  expect(elapsed(timer, now, null)).toBe(5 * 60);
  expect(elapsed(timer, now, 0)).toBe(12 * 60);
  expect(elapsed(timer, now, 1)).toBe(60);
  expect(timer.pieces).toEqual([etude, prelude]);
});

test("a day asleep is a day, as the clock on the wall says", () => {
  expect(elapsed(start(0, "piano"), 24 * 60 * MINUTE)).toBe(86_400);
});

test("a clock set back takes nothing away", () => {
  const timer = pause(start(10 * MINUTE, "piano"), 5 * MINUTE);
  expect(elapsed(timer, 5 * MINUTE)).toBe(0);
});

test("it reads like a clock", () => {
  expect([0, 59, 60, 3_599, 3_600, 36_061].map(clockFace)).toEqual([
    "0:00",
    "0:59",
    "1:00",
    "59:59",
    "1:00:00",
    "10:01:01",
  ]);
});

test("whatever is pressed, the parts make up the whole and at most one stretch runs", () => {
  const press = fc.record({
    wait: fc.nat({ max: 10 }).map((n) => n * 1_000),
    key: fc.constantFrom("pause", "resume", "etude", "prelude", "none"),
  });
  fc.assert(
    fc.property(fc.array(press), (presses) => {
      let now = 0;
      let timer: Timer = start(now, "piano");
      let expected = 0;
      for (const { wait, key } of presses) {
        now += wait;
        if (isRunning(timer)) expected += wait;
        if (key === "pause") timer = pause(timer, now);
        if (key === "resume") timer = resume(timer, now);
        if (key === "etude") timer = play(timer, etude, now);
        if (key === "prelude") timer = play(timer, prelude, now);
        if (key === "none") timer = switchTo(timer, null, now);
      }
      const parts = [null, ...timer.pieces.keys()].map((piece) => elapsed(timer, now, piece));
      expect(elapsed(timer, now)).toBe(expected / 1_000);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(expected / 1_000);
      expect(timer.stretches.filter(({ to }) => to === null).length).toBeLessThanOrEqual(1);
    }),
  );
});
