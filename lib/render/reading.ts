// A document as it is read: title and blocks, for a page that has no editor (yet). Called in the sync
// server's worker for the first screen, and by tests. Bounded: a long text comes in parts.

import type * as Y from "yjs";
import { contentOf, MAX_TITLE_CHARACTERS, titleOf } from "../doc.ts";
import { type Budget, drawBlock, isSpent } from "./block.ts";
import type { Block } from "./piece.ts";

export interface Reading {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The number of the first block that is not in here; absent where this is the end. */
  readonly next?: number | undefined;
}

export interface Bounds {
  readonly blocks: number;
  readonly characters: number;
  readonly elements: number;
}

/**
 * What one page from the server holds: some twenty screens, about 10,000 words. A browser draws that at
 * once; everything after it comes with the document itself, which it loads anyway.
 */
export const PAGE: Bounds = { blocks: 200, characters: 60_000, elements: 6_000 };

/** From block number `from` on, as much as the bounds allow, and at least one block where there is one. */
export function readingOf(doc: Y.Doc, from = 0, bounds: Bounds = PAGE): Reading {
  const title = titleOf(doc).toString().slice(0, MAX_TITLE_CHARACTERS);
  const all = contentOf(doc).toArray();
  const budget: Budget = { characters: bounds.characters, elements: bounds.elements };
  const blocks: Block[] = [];
  for (let at = from; at < all.length; at++) {
    if (blocks.length >= bounds.blocks) return { title, blocks, next: at };
    const block = drawBlock(all[at], budget);
    if (isSpent(budget)) {
      // What does not fit is left to the next part, unless it would not fit there either.
      if (blocks.length > 0 || block === undefined) return { title, blocks, next: at };
      return at + 1 < all.length ? { title, blocks: [block], next: at + 1 } : { title, blocks: [block] };
    }
    if (block !== undefined) blocks.push(block);
  }
  return { title, blocks };
}
