// The text of an open document as blocks, followed while others write: only blocks that changed are drawn
// again, and not more often than anybody can read. Called by text.tsx for whoever has no editor.

import type * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { type Budget, drawBlock, headingsIn } from "../../lib/render/block.ts";
import type { Block, Piece } from "../../lib/render/piece.ts";

/** ms between two drawings: a list of 10,000 blocks is compared in a few of them. */
export const REDRAW_MS = 100;
/** For one block: more than the editor itself could show. */
const BLOCK: Budget = { characters: 4_000_000, elements: 400_000 };
/** Blocks of one text. Beyond this a browser shows nothing at all. */
const MAX_BLOCKS = 100_000;

export interface LiveText {
  /** Blocks that did not change are the same objects as before. */
  blocks(): readonly Block[];
  stop(): void;
}

export function followText(
  doc: Y.Doc,
  onChange: () => void,
  /** Returns the undo. */
  after: (ms: number, fn: () => void) => () => void,
): LiveText {
  const content = contentOf(doc);
  const drawn = new WeakMap<object, Block>();
  /** Blocks with a list of contents: other blocks change what stands in them. */
  const lists = new Set<object>();
  let listed = "";
  let cancel: (() => void) | undefined;

  const changed = (events: readonly { readonly target: object }[]) => {
    for (const { target } of events) {
      const block = topOf(target, content);
      if (block !== undefined) drawn.delete(block);
    }
    cancel ??= after(REDRAW_MS, () => {
      cancel = undefined;
      onChange();
    });
  };
  content.observeDeep(changed);

  return {
    blocks() {
      if (lists.size > 0) {
        const headings = JSON.stringify(headingsIn(doc));
        if (headings !== listed) {
          for (const block of lists) drawn.delete(block);
          lists.clear();
          listed = headings;
        }
      }
      const blocks: Block[] = [];
      for (const type of content.toArray().slice(0, MAX_BLOCKS)) {
        let block = drawn.get(type);
        if (block === undefined) {
          block = drawBlock(type, { ...BLOCK });
          if (block === undefined) continue;
          drawn.set(type, block);
          if (holdsContents(block)) lists.add(type);
        }
        blocks.push(block);
      }
      return blocks;
    },
    stop() {
      cancel?.();
      content.unobserveDeep(changed);
    },
  };
}

const holdsContents = (piece: Piece): boolean =>
  typeof piece === "object" &&
  (piece.attributes?.["data-type"] === "toc" || piece.of?.some(holdsContents) === true);

/** The block that holds a type, or `undefined` for the text itself. */
export function topOf(type: object, content: Y.XmlFragment): object | undefined {
  let at: unknown = type;
  while (at !== null && typeof at === "object" && at !== content) {
    const parent: unknown = Reflect.get(at, "parent");
    if (parent === content) return at;
    at = parent;
  }
  return undefined;
}
