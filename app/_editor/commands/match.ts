// Finds actions by what a person types: without accents and capitals, by the start of words, by other
// names, by initials ("h1", "bl"). Called by the slash menu and the palette. Says which letters matched.

import type { Action } from "./action.ts";

export interface Found<T> {
  readonly item: T;
  readonly score: number;
  /** Parts of the label that were typed, in order: [from, to). */
  readonly marked: readonly (readonly [number, number])[];
}

type Searchable = Pick<Action, "id" | "label" | "keywords">;

/** What nobody would type to find an action. */
const MAX_QUERY_CHARACTERS = 80;

const LIGATURES: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
};

/** In small letters, without accents; `at[i]` is where the i-th letter came from. */
export function fold(text: string): { readonly text: string; readonly at: readonly number[] } {
  let folded = "";
  const at: number[] = [];
  let index = 0;
  for (const character of text) {
    const plain = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    for (const letter of plain) {
      const put = LIGATURES[letter] ?? letter;
      for (let i = 0; i < put.length; i++) at.push(index);
      folded += put;
    }
    index += character.length;
  }
  return { text: folded, at };
}

const startsOfWords = (text: string): number[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map((match) => match.index);

interface Hit {
  readonly score: number;
  readonly ranges: readonly (readonly [number, number])[];
}

/** One word of the query in one text; ranges are in folded letters. */
function hitIn(word: string, text: string): Hit | undefined {
  if (text.startsWith(word))
    return { score: text.length === word.length ? 110 : 100, ranges: [[0, word.length]] };
  const starts = startsOfWords(text);
  const start = starts.find((at) => text.startsWith(word, at));
  if (start !== undefined) return { score: 80, ranges: [[start, start + word.length]] };
  const initials = byInitials(word, text, starts);
  if (initials !== undefined) return { score: 45, ranges: initials };
  const inside = word.length < 2 ? -1 : text.indexOf(word);
  if (inside !== -1) return { score: 40, ranges: [[inside, inside + word.length]] };
  return undefined;
}

/** "hea1" and "nl": each part of what was typed begins a word, in order. */
function byInitials(word: string, text: string, starts: readonly number[]): Hit["ranges"] | undefined {
  const walk = (typed: number, from: number): [number, number][] | undefined => {
    if (typed === word.length) return [];
    for (let at = from; at < starts.length; at++) {
      const start = starts[at] ?? 0;
      let length = 0;
      while (typed + length < word.length && text[start + length] === word[typed + length]) length++;
      // The longest run first, then shorter ones: bounded, for words and labels are short.
      for (; length > 0; length--) {
        const rest = walk(typed + length, at + 1);
        if (rest !== undefined) return [[start, start + length], ...rest];
      }
    }
    return undefined;
  };
  return walk(0, 0);
}

export function match(query: string, item: Searchable): Omit<Found<unknown>, "item"> | undefined {
  const words = fold(query.slice(0, MAX_QUERY_CHARACTERS)).text.split(/\s+/).filter(Boolean);
  if (words.length === 0) return { score: 0, marked: [] };
  const label = fold(item.label);
  const whole = hitIn(words.join(" "), label.text);
  if (whole !== undefined) return { score: whole.score, marked: inText(whole.ranges, label.at, item.label) };

  let score = Number.POSITIVE_INFINITY;
  const ranges: (readonly [number, number])[] = [];
  for (const word of words) {
    const here = hitIn(word, label.text);
    const other = Math.max(
      0,
      ...(item.keywords ?? []).map((keyword) => {
        const found = fold(keyword).text;
        return found === word ? 90 : found.startsWith(word) ? 60 : 0;
      }),
    );
    const best = Math.max(here?.score ?? 0, other);
    if (best === 0) return undefined;
    if (here !== undefined && here.score >= other) ranges.push(...here.ranges);
    score = Math.min(score, best);
  }
  return { score, marked: inText(ranges, label.at, item.label) };
}

function inText(ranges: Hit["ranges"], at: readonly number[], text: string): Found<unknown>["marked"] {
  return ranges
    .map(([from, to]) => [at[from] ?? 0, at[to] ?? text.length] as const)
    .sort((a, b) => a[0] - b[0]);
}

/** Best first; of equals what was used lately, then the order of the table. */
export function search<T extends Searchable>(
  query: string,
  items: readonly T[],
  recent: readonly string[] = [],
): Found<T>[] {
  const rank = (item: T) => {
    const at = recent.indexOf(item.id);
    return at === -1 ? recent.length : at;
  };
  return items
    .flatMap((item) => {
      const found = match(query, item);
      return found === undefined ? [] : [{ item, ...found }];
    })
    .sort((a, b) => b.score - a.score || rank(a.item) - rank(b.item));
}
