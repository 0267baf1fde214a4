// Where others write, for a page without an editor: the block that a caret stands in, how many letters
// into it, and under which heading. Called by text.tsx and carets.ts. A caret is a position in Yjs; nothing
// of it is trusted.

import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { keyOf } from "../../lib/render/block.ts";
import { NODES } from "../../lib/render/nodes.ts";
import { type Block, textOf } from "../../lib/render/piece.ts";
import type { Body } from "../_client/body.ts";
import { othersIn } from "../_editor/others.ts";
import { topOf } from "./live.ts";

export interface Spot {
  /** The number of the block. */
  readonly block: number;
  /** Letters of its text before the place. */
  readonly letters: number;
}

/** By key, the number of each block. */
export const numbersOf = (blocks: readonly Block[]): ReadonlyMap<string, number> =>
  new Map(blocks.map(({ key }, index) => [key, index]));

export function spotOf(
  doc: Y.Doc,
  position: Y.RelativePosition,
  numbers: ReadonlyMap<string, number>,
): Spot | undefined {
  let at: Y.AbsolutePosition | null = null;
  try {
    at = Y.createAbsolutePositionFromRelativePosition(position, doc);
  } catch {
    return undefined; // an id that never was: nobody stands there
  }
  if (at === null) return undefined;
  const content = contentOf(doc);
  const { type, index } = at;
  const inRoot = Object.is(type, content);
  const top = inRoot ? content.get(Math.max(0, Math.min(index, content.length - 1))) : topOf(type, content);
  if (!(top instanceof Y.XmlElement) && !(top instanceof Y.XmlText)) return undefined;
  const block = numbers.get(keyOf(top));
  if (block === undefined) return undefined;
  return { block, letters: inRoot ? 0 : lettersBefore(top, type, index) };
}

/** As many letters as the drawing has before this place. */
function lettersBefore(top: Y.XmlElement | Y.XmlText, goal: unknown, index: number): number {
  let letters = 0;
  const waiting: unknown[] = [top];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next instanceof Y.XmlText) {
      if (next === goal) return letters + index;
      letters += next.length;
    } else if (next instanceof Y.XmlElement) {
      const children: unknown[] = next.toArray();
      if (next === goal) {
        for (const child of children.slice(0, index)) letters += lettersIn(child);
        return letters;
      }
      const drawing = NODES[next.nodeName];
      if (drawing?.leaf) letters += textOf(drawing.draw(next).outer).length;
      else for (const child of children.reverse()) waiting.push(child);
    }
  }
  return letters;
}

const lettersIn = (type: unknown): number =>
  type instanceof Y.XmlElement || type instanceof Y.XmlText ? lettersBefore(type, undefined, 0) : 0;

/** The number of the block that this person's caret is in; `undefined` when it is nowhere in the text. */
export function blockOf(body: Body, clientId: number, blocks: readonly Block[]): number | undefined {
  const cursor = othersIn(body.awareness).find((other) => other.clientId === clientId)?.cursor;
  return cursor === undefined ? undefined : spotOf(body.doc, cursor.head, numbersOf(blocks))?.block;
}

/** The heading over a block; "" at the top. */
export function headingOver(index: number, blocks: readonly Block[]): string {
  for (let at = index; at >= 0; at--) {
    const block = blocks[at];
    if (block !== undefined && /^h[1-5]$/.test(block.tag)) return textOf(block);
  }
  return "";
}
