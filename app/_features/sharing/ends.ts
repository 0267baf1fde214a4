// When a link or a token ends: the words for it, and the moments that people choose from. Pure: `now` is
// handed in; days are those of this device's calendar. Called by the share dialog and the settings page.

import { en } from "../../_words/en.ts";

const DAY_MS = 86_400_000;

export type EndChoice = "never" | "day" | "week" | "month" | "year";

/** The moment that a choice stands for; `undefined` is never. */
export function endOf(choice: EndChoice, now: number): number | undefined {
  switch (choice) {
    case "never":
      return undefined;
    case "day":
      return now + DAY_MS;
    case "week":
      return now + 7 * DAY_MS;
    case "month":
      return monthsLater(now, 1);
    case "year":
      return monthsLater(now, 12);
  }
}

/** The same day and hour of a later month; the 31st of a shorter one is its last day. */
function monthsLater(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getDate();
  date.setMonth(date.getMonth() + months, 1);
  date.setDate(Math.min(day, new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
  return date.getTime();
}

/** The last moment of a day as a date field gives it ("2026-11-30"); `undefined` if it is over or no day. */
export function endOfDay(field: string, now: number): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(field) ?? [];
  if (day === undefined) return undefined;
  const end = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999).getTime();
  return end > now ? end : undefined;
}

/** A day as a date field wants it. */
export function dayField(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "Never ends", "Ends today, 18:40", "Ends on 28 Oct". A moment that is over has ended. */
export function endWord(expires: number | undefined, now: number): string {
  const words = en.sharing;
  if (expires === undefined) return words.never;
  if (expires <= now) return words.ended;
  const days = daysUntil(now, expires);
  if (days > 1) return words.endsOn(dayWord(expires, now));
  const date = new Date(expires);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return days === 0 ? words.endsToday(time) : words.endsTomorrow(time);
}

/** "28 Oct", with the year where it is another one. */
export function dayWord(at: number, now: number): string {
  const date = new Date(at);
  const month = MONTH.format(date);
  return date.getFullYear() === new Date(now).getFullYear()
    ? en.when.date(date.getDate(), month)
    : en.when.dateOfYear(date.getDate(), month, date.getFullYear());
}

export const isToday = (at: number, now: number): boolean => daysUntil(at, now) === 0;

/** Midnights between two moments: a day with a changed clock is still one day. */
function daysUntil(from: number, to: number): number {
  const midnight = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}

const MONTH = new Intl.DateTimeFormat(en.when.locale, { month: "short" });
const two = (n: number): string => String(n).padStart(2, "0");
