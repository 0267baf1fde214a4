// From hits in the texts of blocks to places in a document, and their replacement. Pure; called by the finder.

import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { type Hit, textOfBlock } from "./search.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Block {
  readonly text: string;
  /** Of its first character. */
  readonly pos: number;
}

/** The texts of a document, remembered by node: what did not change is not read again. */
export function blocksIn(doc: Node, known: WeakMap<Node, string>): Block[] {
  const blocks: Block[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    let text = known.get(node);
    if (text === undefined) {
      text = textOfBlock(node);
      known.set(node, text);
    }
    if (text !== "") blocks.push({ text, pos: pos + 1 });
    return false;
  });
  return blocks;
}

export const rangesOf = (blocks: readonly Block[], hits: readonly (readonly Hit[])[]) =>
  blocks.flatMap(({ pos }, index) =>
    (hits[index] ?? []).map(({ from, to, put }) => ({ from: pos + from, to: pos + to, put })),
  );

/** Replaces ranges, last first, with text that looks like the first letter of what it replaces. */
export function replaceRanges(
  tr: Transaction,
  ranges: readonly (Range & { readonly put: string })[],
): Transaction {
  const { schema } = tr.doc.type;
  for (let index = ranges.length - 1; index >= 0; index--) {
    const range = ranges[index];
    if (range === undefined) continue;
    const { from, to, put } = range;
    if (put === "") tr.delete(from, to);
    else tr.replaceWith(from, to, schema.text(put, tr.doc.nodeAt(from)?.marks ?? []));
  }
  return tr;
}
