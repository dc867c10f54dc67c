import { describe, expect, test } from "vitest";
import { firstWeekday, rowsOf, secondsOfWeek, startOfDay, startOfWeek, streak } from "./days.ts";
import type { Entry } from "./entry.ts";

const at = (text: string) => new Date(text).getTime();

function entry(start: string, minutes = 30, more: Partial<Entry> = {}): Entry {
  return {
    id: start,
    timestamp: at(start),
    duration: minutes * 60,
    type: "practice",
    instrument: "piano",
    pieces: [],
    techniques: [],
    tags: [],
    mood: null,
    notes: "",
    ...more,
  };
}

describe("a week", () => {
  test("starts with Monday in German and with Sunday in American English", () => {
    expect(firstWeekday("de")).toBe(1);
    expect(firstWeekday("en")).toBe(7);
    const tuesday = at("2026-11-24T18:00");
    expect(startOfWeek(tuesday, 1)).toBe(at("2026-11-23T00:00"));
    expect(startOfWeek(tuesday, 7)).toBe(at("2026-11-22T00:00"));
    expect(startOfWeek(at("2026-11-22T00:00"), 7)).toBe(at("2026-11-22T00:00"));
    expect(startOfWeek(at("2026-11-22T23:59"), 1)).toBe(at("2026-11-16T00:00"));
  });

  test("counts practice by day and leaves status changes out", () => {
    const entries = [
      entry("2026-11-29T23:59", 10),
      entry("2026-11-24T08:00", 5, { type: "status_change" }),
      entry("2026-11-23T20:00", 20),
      entry("2026-11-23T00:00", 40),
      entry("2026-11-22T23:59", 60),
    ];
    expect(secondsOfWeek(entries, at("2026-11-23T00:00"))).toEqual([3_600, 0, 0, 0, 0, 0, 600]);
  });
});

describe("a streak", () => {
  const now = at("2026-11-24T12:00");
  test("ends yesterday while today has nothing yet", () => {
    expect(
      streak([entry("2026-11-23T10:00"), entry("2026-11-22T10:00"), entry("2026-11-20T10:00")], now),
    ).toBe(2);
  });
  test("includes today once there is something", () => {
    expect(
      streak([entry("2026-11-24T10:00"), entry("2026-11-24T09:00"), entry("2026-11-23T10:00")], now),
    ).toBe(2);
  });
  test("is nothing after a day without", () => {
    expect(streak([entry("2026-11-22T10:00")], now)).toBe(0);
    expect(streak([], now)).toBe(0);
  });
});

test("rows have a heading a day, with its totals", () => {
  const rows = rowsOf([
    entry("2026-11-24T10:00", 20),
    entry("2026-11-24T09:00", 10),
    entry("2026-11-23T09:00", 5),
  ]);
  expect(rows.map(({ kind }) => kind)).toEqual(["day", "entry", "entry", "day", "entry"]);
  expect(rows[0]).toEqual({
    kind: "day",
    day: startOfDay(at("2026-11-24T10:00")),
    seconds: 1_800,
    sessions: 2,
  });
});
