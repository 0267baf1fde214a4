// What an attribute of a body may hold. Called by the schema when it parses and when it renders, and by
// whatever else reads a body (copies, pages from the server, exports). Any client may write any value
// into a shared body, so a value is read through here, never from the attribute itself. Pure.

import { isSafeLink } from "../links.ts";

const oneOf =
  <const T extends readonly string[]>(values: T) =>
  (value: unknown): T[number] | null =>
    typeof value === "string" && (values as readonly string[]).includes(value) ? value : null;

/** Sides as people see them, whatever way the text runs. `null` is where the text begins. */
export const ALIGNMENTS = ["left", "center", "right", "justify"] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export const alignmentOf = oneOf(ALIGNMENTS);

/** Cells are not justified: their lines are short. */
export const cellAlignmentOf = oneOf(["left", "center", "right"]);

/** `null`: the first letter decides, as in `dir="auto"`. */
export const directionOf = oneOf(["ltr", "rtl"]);

/** Names of tokens, not colours: each theme has its own paint for them (prose/tones.css). */
export const TONES = ["red", "amber", "green", "blue", "violet", "grey"] as const;
export type Tone = (typeof TONES)[number];
export const toneOf = oneOf(TONES);

export const CALLOUT_KINDS = ["note", "tip", "warning", "danger"] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];
const knownKind = oneOf(CALLOUT_KINDS);
export const calloutKindOf = (value: unknown): CalloutKind => knownKind(value) ?? "note";

export const numberingOf = oneOf(["1", "a", "A", "i", "I"]);

/** The number a list begins with. Browsers keep it in 32 bits. */
export const startOf = (value: unknown): number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : 1;

/** The title is the page's first level, so headings may go one deeper than the four that people see. */
export const HEADING_LEVELS = [1, 2, 3, 4, 5] as const;
export type HeadingLevel = (typeof HEADING_LEVELS)[number];
export const headingLevelOf = (value: unknown): HeadingLevel =>
  HEADING_LEVELS.find((level) => level === value) ?? 2;

/** A language's short name. It becomes a class, so it is one word. */
export const languageOf = (value: unknown): string | null =>
  typeof value === "string" && /^[a-z0-9][a-z0-9+#._-]{0,29}$/i.test(value) ? value.toLowerCase() : null;

const text = (value: unknown, max: number): string =>
  typeof value === "string"
    ? Array.from(value.slice(0, max * 2).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " "))
        .slice(0, max)
        .join("")
        .trim()
    : "";

const MAX_NAME_CHARACTERS = 60;
const MAX_TITLE_CHARACTERS = 200;
/** A formula inside a line. Longer ones belong into a block of their own. */
export const MAX_FORMULA_CHARACTERS = 1_000;
const MAX_ADDRESS_CHARACTERS = 2_000;

export const nameOf = (value: unknown): string => text(value, MAX_NAME_CHARACTERS);
export const titleOf = (value: unknown): string => text(value, MAX_TITLE_CHARACTERS);
export const formulaOf = (value: unknown): string => text(value, MAX_FORMULA_CHARACTERS);

/** Where a link leads, or `null` where it must not lead anywhere. */
export const addressOf = (value: unknown): string | null =>
  typeof value === "string" && value.length <= MAX_ADDRESS_CHARACTERS && isSafeLink(value) ? value : null;

/** Where a bookmark leads: the web only. */
export const webAddressOf = (value: unknown): string | null => {
  const address = addressOf(value);
  return address !== null && /^https?:\/\/[^\s/]/i.test(address) ? address : null;
};

/** A day of the calendar, as in "2026-11-21". */
export function dayOf(value: unknown): string | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const [year = 0, month = 0, day = 0] = value.split("-").map(Number);
  const real = new Date(Date.UTC(year, month - 1, day));
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? value : null;
}

/** A day in words, for people who read `locale`. */
export const dayInWords = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** The part of an address that says whose page it is. */
export const hostOf = (address: string): string =>
  /^https?:\/\/(?:[^\s/?#@]*@)?(?:www\.)?([^\s/?#:]+)/i.exec(address)?.[1] ?? address;

/** More columns or rows in one cell are no table that anybody reads, and a map of them fills the memory. */
const MAX_SPAN = 100;
const MAX_COLUMN_PX = 4_000;

/** Throw on what would break the layout of a table; the guard asks before a body is bound. */
export function mustBeSpan(value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_SPAN) return;
  throw new RangeError("A cell spans 1 to 100 columns or rows");
}

export function mustBeWidths(value: unknown): void {
  if (value === null || value === undefined) return;
  const fine =
    Array.isArray(value) &&
    value.length <= MAX_SPAN &&
    value.every((px) => px === null || (typeof px === "number" && px >= 0 && px <= MAX_COLUMN_PX));
  if (!fine) throw new RangeError("Widths of columns are pixels");
}

/** A bookmark as it may be shown: where it leads, or `null`, and what it is called. */
export function bookmarkOf(attrs: { readonly href?: unknown; readonly title?: unknown }): {
  href: string | null;
  title: string;
} {
  const href = webAddressOf(attrs.href);
  return { href, title: titleOf(attrs.title) || (href ?? "") };
}
