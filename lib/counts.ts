// How long a document is, as people count: words and characters of its text. Called by the (i) panel; the
// same words as the digest's, so that a list and the document itself never disagree.

import type * as Y from "yjs";
import { linesOf } from "./digest.ts";
import { piecesOf, wordsIn } from "./words.ts";

export interface Counts {
  readonly words: number;
  /** With spaces, without the ends of lines; what looks like one character counts as one. */
  readonly characters: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function countsOf(doc: Y.Doc): Counts {
  let words = 0;
  let characters = 0;
  for (const line of linesOf(doc)) {
    words += wordsIn(line);
    characters += isPlain(line) ? line.length : graphemesIn(line);
  }
  return { words, characters };
}

/** In pieces, for the same reason as words: this runs in a page that somebody writes in. */
function graphemesIn(line: string): number {
  let count = 0;
  for (const piece of piecesOf(line)) for (const _ of graphemes.segment(piece)) count++;
  return count;
}

/** Letters of one unit each, which most lines consist of: no need to look for joined ones. */
const isPlain = (line: string): boolean => !/[^\u0020-\u02ff\u0370-\u0482\u048a-\u052f]/.test(line);
