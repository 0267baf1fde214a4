// Times in words: "now", "8 min", "11:05", "28 Sep", and the days that group the list. Called by home.
// Pure: `now` is handed in; days are those of this device's calendar.

import { en } from "../_words/en.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const words = en.when;
const shortMonth = new Intl.DateTimeFormat(words.locale, { month: "short" });
const longMonth = new Intl.DateTimeFormat(words.locale, { month: "long" });
const weekday = new Intl.DateTimeFormat(words.locale, { weekday: "long" });

/** A time ahead of this clock counts as now: two clocks never agree. */
export function timeWord(then: number, now: number): string {
  const age = now - then;
  if (age < MINUTE) return words.now;
  if (age < HOUR) return words.minutes(Math.floor(age / MINUTE));
  const date = new Date(then);
  if (daysBetween(date, new Date(now)) <= 1) return clock(date);
  const month = shortMonth.format(date);
  return date.getFullYear() === new Date(now).getFullYear()
    ? words.date(date.getDate(), month)
    : words.dateOfYear(date.getDate(), month, date.getFullYear());
}

/** In full, for those who want to know exactly: "Monday, 28 September 2026, 11:05". */
export function fullTime(then: number): string {
  const date = new Date(then);
  const day = words.dateOfYear(date.getDate(), longMonth.format(date), date.getFullYear());
  return `${weekday.format(date)}, ${day}, ${clock(date)}`;
}

/** What hangs in the margin: Today, Yesterday, Earlier this month, September, December 2025. */
export function dayWord(then: number, now: number): string {
  const date = new Date(then);
  const today = new Date(now);
  const days = daysBetween(date, today);
  if (days <= 0) return words.today;
  if (days === 1) return words.yesterday;
  if (date.getFullYear() !== today.getFullYear()) {
    return words.month(longMonth.format(date), date.getFullYear());
  }
  return date.getMonth() === today.getMonth() ? words.thisMonth : longMonth.format(date);
}

export interface Day<T> {
  readonly name: string;
  readonly items: readonly T[];
}

/** `items` come newest first; neighbours of the same day stand together. */
export function byDay<T>(items: readonly T[], timeOf: (item: T) => number, now: number): readonly Day<T>[] {
  const days: { name: string; items: T[] }[] = [];
  for (const item of items) {
    const name = dayWord(timeOf(item), now);
    const last = days.at(-1);
    if (last?.name === name) last.items.push(item);
    else days.push({ name, items: [item] });
  }
  return days;
}

const two = (n: number): string => String(n).padStart(2, "0");
const clock = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;

/** Midnights between the two, whatever the hour; a day with a changed clock is still one day. */
function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(now) - midnight(then)) / (24 * HOUR));
}
