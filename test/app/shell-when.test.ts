// Times in words and the days of the home page. Dates are made in this machine's calendar, so the tests
// hold in every time zone.

import { describe, expect, it } from "vitest";
import { byDay, dayWord, fullTime, timeWord } from "../../app/_home/when.ts";

const at = (year: number, month: number, day: number, hour = 12, minute = 0, second = 0) =>
  new Date(year, month - 1, day, hour, minute, second).getTime();
const NOW = at(2026, 10, 14, 15, 20, 30);

describe("the word for a time", () => {
  it.each([
    ["now", at(2026, 10, 14, 15, 20, 0)],
    ["now, even if the other clock is ahead", at(2026, 10, 14, 15, 25)],
    ["1 min", at(2026, 10, 14, 15, 19, 30)],
    ["8 min", at(2026, 10, 14, 15, 12)],
    ["59 min", at(2026, 10, 14, 14, 21)],
    ["14:20", at(2026, 10, 14, 14, 20)],
    ["00:05", at(2026, 10, 14, 0, 5)],
    ["19:40", at(2026, 10, 13, 19, 40)],
    ["12 Oct", at(2026, 10, 12, 23, 59)],
    ["28 Sep", at(2026, 9, 28)],
    ["14 Oct 2025", at(2025, 10, 14)],
  ])("is %s", (word, then) => {
    expect(timeWord(then, NOW)).toBe(word.split(",")[0]);
  });

  it("counts minutes over midnight", () => {
    expect(timeWord(at(2026, 10, 13, 23, 50), at(2026, 10, 14, 0, 10))).toBe("20 min");
  });

  it("in full says the day and the hour", () => {
    expect(fullTime(at(2026, 9, 28, 11, 5))).toBe("Monday, 28 September 2026, 11:05");
  });
});

describe("the day in the margin", () => {
  it.each([
    ["Today", at(2026, 10, 14, 0, 0)],
    ["Today", at(2026, 10, 15, 1, 0)],
    ["Yesterday", at(2026, 10, 13, 0, 0)],
    ["Earlier this month", at(2026, 10, 12, 23, 59)],
    ["Earlier this month", at(2026, 10, 1)],
    ["September", at(2026, 9, 30)],
    ["January", at(2026, 1, 1, 0, 0)],
    ["October 2025", at(2025, 10, 14)],
  ])("is %s", (word, then) => {
    expect(dayWord(then, NOW)).toBe(word);
  });

  it("is Yesterday on the first of a month too", () => {
    expect(dayWord(at(2026, 9, 30), at(2026, 10, 1, 8))).toBe("Yesterday");
    expect(dayWord(at(2025, 12, 31), at(2026, 1, 1, 8))).toBe("Yesterday");
  });

  it("groups neighbours and keeps their order", () => {
    const times = [NOW, at(2026, 10, 14, 1), at(2026, 10, 13), at(2026, 9, 2), at(2026, 9, 1)];
    const days = byDay(times, (time) => time, NOW);
    expect(days.map((day) => [day.name, day.items.length])).toEqual([
      ["Today", 2],
      ["Yesterday", 1],
      ["September", 2],
    ]);
    expect(days.flatMap((day) => day.items)).toEqual(times);
  });
});
