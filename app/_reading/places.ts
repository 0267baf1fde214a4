// Where others write, for a page without an editor: which block their caret stands in, and under which
// heading. Called by text.tsx for the presence row. A caret is a position in Yjs; nothing of it is trusted.

import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { keyOf } from "../../lib/render/block.ts";
import { type Block, textOf } from "../../lib/render/piece.ts";
import type { Body } from "../_client/body.ts";
import { othersIn } from "../_editor/others.ts";
import { topOf } from "./live.ts";

/** The number of the block that this person's caret is in; `undefined` when it is nowhere in the text. */
export function blockOf(body: Body, clientId: number, blocks: readonly Block[]): number | undefined {
  const cursor = othersIn(body.awareness).find((other) => other.clientId === clientId)?.cursor;
  if (cursor === undefined) return undefined;
  let at: Y.AbsolutePosition | null = null;
  try {
    at = Y.createAbsolutePositionFromRelativePosition(cursor.head, body.doc);
  } catch {
    return undefined; // an id that never was: nobody stands there
  }
  if (at === null) return undefined;
  const content = contentOf(body.doc);
  const block = Object.is(at.type, content)
    ? content.get(Math.max(0, Math.min(at.index, content.length - 1)))
    : topOf(at.type, content);
  if (block === undefined) return undefined;
  const key = keyOf(block as { readonly _item: Y.Item | null });
  const index = blocks.findIndex((one) => one.key === key);
  return index === -1 ? undefined : index;
}

/** The heading over a block; "" at the top. */
export function headingOver(index: number, blocks: readonly Block[]): string {
  for (let at = index; at >= 0; at--) {
    const block = blocks[at];
    if (block !== undefined && /^h[1-4]$/.test(block.tag)) return textOf(block);
  }
  return "";
}
