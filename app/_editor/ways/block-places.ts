// Where blocks are on the screen, and which block or gap is meant by a pointer. Called by the handle and
// by dragging. Reads layout, changes nothing.

import type { EditorView } from "@tiptap/pm/view";
import { type Blocks, blockAt, isItem, isList, moveTo } from "./blocks.ts";

export interface Line {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const EDGE_PX = 4;

/** The block at this height; `x` tells only where it is inside the text. */
export function blockUnder(view: EditorView, x: number, y: number): Blocks | undefined {
  const box = view.dom.getBoundingClientRect();
  const left = Math.min(Math.max(x, box.left + EDGE_PX), box.right - EDGE_PX);
  const top = Math.min(Math.max(y, box.top + EDGE_PX), box.bottom - EDGE_PX);
  const found = view.posAtCoords({ left, top });
  if (found === null) return undefined;
  const { doc } = view.state;
  const inside = found.inside >= 0 ? doc.nodeAt(found.inside) : null;
  const atom = inside?.isBlock === true && inside.isAtom;
  return blockAt(doc, atom ? found.inside : found.pos);
}

export function elementOf(view: EditorView, pos: number): HTMLElement | undefined {
  const dom = view.nodeDOM(pos);
  return dom instanceof HTMLElement ? dom : undefined;
}

/** The first line of a block: where its handle stands. */
export function firstLineOf(
  view: EditorView,
  { from }: Blocks,
): { top: number; bottom: number; left: number } | undefined {
  const element = elementOf(view, from);
  if (element === undefined) return undefined;
  const box = element.getBoundingClientRect();
  const node = view.state.doc.nodeAt(from);
  let text: number | undefined;
  node?.descendants((child, pos) => {
    if (text === undefined && child.isTextblock) text = from + 1 + pos + 1;
    return text === undefined;
  });
  if (node?.isTextblock === true) text = from + 1;
  // The mark of an item stands before it.
  const left = isItem(node ?? view.state.doc)
    ? box.left - (element.matches("[data-checked]") ? 0 : 24)
    : // What opens and closes a toggle stands beside its lines.
      (element.closest('[data-type="toggle"]')?.getBoundingClientRect().left ?? box.left);
  if (text === undefined || node?.type.spec.tableRole === "table") {
    return { top: box.top, bottom: Math.min(box.bottom, box.top + 32), left };
  }
  const { top, bottom } = view.coordsAtPos(text, 1);
  return { top, bottom, left };
}

/** What belongs to an item itself, without the list that hangs from it. */
function ownPart(
  view: EditorView,
  block: Blocks,
): { top: number; bottom: number; nested: number | undefined } {
  const element = elementOf(view, block.from);
  const box = element?.getBoundingClientRect() ?? new DOMRect();
  const node = view.state.doc.nodeAt(block.from);
  let nested: number | undefined;
  if (node !== null && isItem(node)) {
    node.forEach((child, offset) => {
      if (nested === undefined && isList(child)) nested = block.from + 1 + offset;
    });
  }
  const under = nested === undefined ? undefined : elementOf(view, nested)?.getBoundingClientRect();
  return { top: box.top, bottom: under?.top ?? box.bottom, nested };
}

/** The gap that is meant, if the blocks may go there. Tries the nearest first, then further out. */
export function gapUnder(view: EditorView, blocks: Blocks, x: number, y: number): number | undefined {
  const target = blockUnder(view, x, y);
  if (target === undefined) return undefined;
  const own = ownPart(view, target);
  const after = y > (own.top + own.bottom) / 2;
  const gaps: number[] = [];
  if (!after) gaps.push(target.from);
  else if (own.nested !== undefined) gaps.push(own.nested + 1);
  else gaps.push(target.to);

  // Further out: before or after what holds the target. To the left of an item that ends its list, the
  // gap after the item it hangs from is meant first.
  const $from = view.state.doc.resolve(target.from);
  const outer: number[] = [];
  for (let depth = target.depth; depth > 0; depth--) {
    const at = after ? $from.after(depth) : $from.before(depth);
    outer.push(at);
    const last = after && $from.indexAfter(depth) === $from.node(depth).childCount - 1;
    const left = elementOf(view, $from.before(depth))?.getBoundingClientRect().left ?? 0;
    if (last && own.nested === undefined && x < left && isItem($from.node(depth))) gaps.unshift(at);
  }
  const stays = (gap: number) => gap >= blocks.from && gap <= blocks.to;
  return [...gaps, ...outer].find((gap) => stays(gap) || moveTo(view.state, blocks, gap) !== undefined);
}

/** Where the line of a gap is drawn: between the block before it and the one after. */
export function lineOf(view: EditorView, gap: number): Line | undefined {
  const $gap = view.state.doc.resolve(gap);
  const before = $gap.nodeBefore === null ? undefined : elementOf(view, gap - $gap.nodeBefore.nodeSize);
  const after = $gap.nodeAfter === null ? undefined : elementOf(view, gap);
  const over = before?.getBoundingClientRect();
  const under = after?.getBoundingClientRect();
  const beside = over ?? under;
  if (beside === undefined) return undefined;
  const y =
    over !== undefined && under !== undefined
      ? (over.bottom + under.top) / 2
      : over !== undefined
        ? over.bottom + 4
        : (under?.top ?? 0) - 4;
  const { right } = view.dom.getBoundingClientRect();
  return { left: beside.left, right: Math.min(right, Math.max(beside.right, beside.left + 80)), y };
}
