import { expect, test } from "vitest";
import type { Standing } from "../sync/engine.ts";
import { statusOf } from "./standing.ts";

const calm: Standing = { phase: "idle", waiting: 0, refused: 0, syncedAt: 1 };

test("nothing is called saved everywhere before a round has ended", () => {
  expect(statusOf({ ...calm, syncedAt: undefined }, true)).toBe("here");
  expect(statusOf({ ...calm, waiting: 1 }, true)).toBe("saving");
  expect(statusOf(calm, true)).toBe("everywhere");
});

test("a round without changes does not flicker", () => {
  expect(statusOf({ ...calm, phase: "syncing" }, true)).toBe("everywhere");
});

test("what needs the user comes before everything else", () => {
  expect(statusOf({ ...calm, phase: "offline", waiting: 2, refused: 1 }, true)).toBe("attention");
  expect(statusOf({ ...calm, phase: "offline", waiting: 2 }, true)).toBe("offline");
  expect(statusOf({ ...calm, phase: "signed-out" }, true)).toBe("signed-out");
});

test("without an account it is here", () => {
  expect(statusOf({ ...calm, waiting: 9 }, false)).toBe("here");
});
