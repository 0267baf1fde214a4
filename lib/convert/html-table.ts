// How wide the columns of a table must be on paper, where nothing scrolls. Called by html-out.ts. A browser breaks
// words where it may, and then shares the width by the length of whole cells: beside an address a name would stand a
// letter a line. So columns of a table that does not fit are told how much to keep.

import { kids, plainText, spanOf, type Tree } from "./tree.ts";

/** Of a sheet of A4, in the widths of a bold digit at the size that such a table is printed in (html-page.ts). */
const SHEET = 80;
/** What stands around the text of a cell. */
const AROUND = 3;

/** For each column, in widths of a digit. `undefined` where all words fit as they are. */
export function keptWidths(table: Tree): readonly number[] | undefined {
  const longest: number[] = [];
  for (const row of kids(table)) {
    let column = 0;
    for (const cell of kids(row)) {
      const span = spanOf(cell.attrs?.colspan);
      const word = Math.max(...words(cell).map(({ length }) => length));
      // A word over several columns has all of them.
      for (let at = 0; at < span; at++, column++)
        longest[column] = Math.max(longest[column] ?? 0, Math.ceil(word / span));
    }
  }
  const room = SHEET - AROUND * longest.length;
  if (longest.reduce((sum, one) => sum + one, 0) <= room) return undefined;
  // The narrow ones first: what they leave over is shared by those that have to break words.
  let left = room;
  let share = 0;
  [...longest]
    .sort((a, b) => a - b)
    .forEach((one, at) => {
      share = Math.max(share, left / (longest.length - at));
      left -= Math.min(one, share);
    });
  return longest.map((one) => Math.min(one, Math.floor(share)));
}

const words = (cell: Tree): string[] => plainText(cell).split(/\s+/);
