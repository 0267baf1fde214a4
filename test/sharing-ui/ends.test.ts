// When links and tokens end: the words, and the moments behind the choices. Dates are made in this
// machine's calendar, so the tests hold in every time zone.

import { describe, expect, it } from "vitest";
import { dayField, dayWord, endOf, endOfDay, endWord, isToday } from "../../app/_features/sharing/ends.ts";

const at = (year: number, month: number, day: number, hour = 12, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).getTime();
const NOW = at(2026, 10, 14, 15, 20);

describe("the word for an end", () => {
  it.each([
    ["Never ends", undefined],
    ["Ended", NOW],
    ["Ended", at(2026, 10, 14, 15, 19)],
    ["Ends today, 15:21", at(2026, 10, 14, 15, 21)],
    ["Ends today, 23:59", at(2026, 10, 14, 23, 59)],
    ["Ends tomorrow, 00:05", at(2026, 10, 15, 0, 5)],
    ["Ends on 16 Oct", at(2026, 10, 16, 0, 5)],
    ["Ends on 1 Jan 2027", at(2027, 1, 1)],
  ])("is %s", (word, expires) => {
    expect(endWord(expires, NOW)).toBe(word);
  });

  it("says the year only where it is another one", () => {
    expect(dayWord(at(2026, 3, 2), NOW)).toBe("2 Mar");
    expect(dayWord(at(2025, 3, 2), NOW)).toBe("2 Mar 2025");
  });
});

describe("the choices", () => {
  it("count from now", () => {
    expect(endOf("never", NOW)).toBeUndefined();
    expect(endOf("day", NOW)).toBe(NOW + 86_400_000);
    expect(endOf("week", NOW)).toBe(NOW + 7 * 86_400_000);
  });

  it("keep the day and the hour in another month", () => {
    expect(endOf("month", NOW)).toBe(at(2026, 11, 14, 15, 20));
    expect(endOf("year", NOW)).toBe(at(2027, 10, 14, 15, 20));
    expect(endOf("month", at(2026, 12, 24))).toBe(at(2027, 1, 24));
  });

  it("end on the last day where the month is shorter", () => {
    expect(endOf("month", at(2027, 1, 31))).toBe(at(2027, 2, 28));
    expect(endOf("year", at(2028, 2, 29))).toBe(at(2029, 2, 28));
  });
});

describe("a day from a date field", () => {
  it("ends with its last moment, so it is named by itself", () => {
    const end = endOfDay("2026-10-20", NOW);
    expect(end).toBe(at(2026, 10, 21, 0, 0) - 1);
    expect(endWord(end, NOW)).toBe("Ends on 20 Oct");
    expect(dayField(end ?? 0)).toBe("2026-10-20");
  });

  it("may be today", () => {
    expect(endWord(endOfDay("2026-10-14", NOW), NOW)).toBe("Ends today, 23:59");
  });

  it.each(["", "2026-10-13", "2025-12-31", "20.10.2026", "2026-1-2"])("is refused as %j", (field) => {
    expect(endOfDay(field, NOW)).toBeUndefined();
  });
});

it("today ends at midnight", () => {
  expect(isToday(at(2026, 10, 14, 0, 0), NOW)).toBe(true);
  expect(isToday(at(2026, 10, 13, 23, 59), NOW)).toBe(false);
});
