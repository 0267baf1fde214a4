// Where the own caret goes when others change the document. Called by the binding for each change that
// it shows. Promises: a caret in text stays between the letters it stood between, also when its block
// was replaced by a copy of another type (B14); text put in right at the caret goes behind it.

import type { Node } from "@tiptap/pm/model";
import { type EditorState, Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { Mirror } from "./mirror.ts";
import { movedIn } from "./moved.ts";
import type { Swap } from "./plan.ts";
import { isElement, type YElement } from "./y.ts";

/** A caret as the text it stands in: for the middle path, which replaces blocks that live on. */
export interface Anchor {
  readonly type: YElement;
  readonly node: Node;
  readonly offset: number;
}

export function anchorAt(mirror: Mirror, position: number): Anchor | undefined {
  let branch = mirror.root;
  let left = position;
  for (;;) {
    if (branch.sizes !== undefined) {
      return isElement(branch.type) ? { type: branch.type, node: branch.node, offset: left } : undefined;
    }
    const found = branch.node.content.size < left ? undefined : branch.node.childAfter(left);
    const kid = found === undefined ? undefined : branch.kids[found.index];
    const below = kid == null ? undefined : mirror.get(kid);
    if (found === undefined || below?.kind !== "branch" || left <= found.offset) return undefined;
    left -= found.offset + 1;
    branch = below;
  }
}

/** After the mirror has taken the change in. */
export function anchoredAt(mirror: Mirror, anchor: Anchor): number | undefined {
  const entry = mirror.get(anchor.type);
  const start = mirror.startOf(anchor.type);
  if (entry?.kind !== "branch" || start === undefined) return undefined;
  return start + movedOffset(anchor.node, entry.node, anchor.offset);
}

/**
 * A place in a document that the mirror is not of (a word was composed in it), by the way down to its
 * textblock: in text that lives on, between the letters where it was.
 */
export function sameWay(mirror: Mirror, doc: Node, position: number): number | undefined {
  const $at = doc.resolve(position);
  if (!$at.parent.isTextblock) return undefined;
  let branch = mirror.root;
  for (let depth = 0; depth < $at.depth; depth++) {
    const kid = branch.kids[$at.index(depth)];
    const below = kid == null ? undefined : mirror.get(kid);
    if (below?.kind !== "branch") return undefined;
    branch = below;
  }
  if (branch.sizes === undefined || !isElement(branch.type)) return undefined;
  return anchoredAt(mirror, { type: branch.type, node: $at.parent, offset: $at.parentOffset });
}

/** Sets the selection, and the marks waiting for the next letter, as if nobody had done anything. */
export function carrySelection(
  tr: Transaction,
  state: EditorState,
  place: (position: number) => number | undefined,
): void {
  const { selection, storedMarks } = state;
  if (selection instanceof TextSelection) {
    const mapped = (position: number) => {
      const at = place(position) ?? tr.mapping.map(position, -1);
      return tr.doc.resolve(Math.max(0, Math.min(at, tr.doc.content.size)));
    };
    const next: Selection = TextSelection.between(mapped(selection.anchor), mapped(selection.head));
    tr.setSelection(next);
  } else {
    try {
      void tr.selection;
    } catch {
      // A selection of cells throws where its table went.
      tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(selection.from, -1)), -1));
    }
  }
  if (storedMarks !== null) tr.setStoredMarks(storedMarks);
}

/** A place inside of something that was taken out, in the equal of it that was put in. */
export function acrossSwaps(
  swaps: readonly Swap[],
  doc: Node,
  { mapping, doc: now }: Transaction,
  position: number,
): number | undefined {
  const swap = swaps.find(({ from, to }) => from < position && position < to);
  if (swap === undefined || !mapping.mapResult(position, -1).deletedAcross) return undefined;
  const $at = doc.resolve(position);
  const block = $at.parent;
  if (!block.isTextblock) return undefined;
  const offset = $at.parentOffset;
  // Of several equal blocks (empty ones, most of all) the one in the same order.
  let order = 0;
  const start = $at.start();
  for (const one of swaps) {
    eachTextblock(one.out, one.from, (node, at) => {
      if (at < start && node.content.eq(block.content)) order++;
    });
  }
  const equal: number[] = [];
  let like = 0;
  let likely: number | undefined;
  for (const one of swaps) {
    eachTextblock(one.in, one.newFrom, (node, at) => {
      if (node.content.eq(block.content)) equal.push(at + offset);
      const shared = sharedText(block, node);
      if (shared > like) {
        like = shared;
        likely = at + movedOffset(block, node, offset);
      }
    });
  }
  if (equal.length > 0 && block.content.size > 0) return equal[Math.min(order, equal.length - 1)];
  // An empty block has many equals: only one at its own place is its successor.
  if (block.content.size === 0) return swap.out.length === swap.in.length ? equal[order] : undefined;
  return likely ?? whereJoined(now, mapping.map(swap.from, -1), block, offset);
}

/** What stood at `at` was joined to the textblock before it or behind it. */
function whereJoined(doc: Node, at: number, block: Node, offset: number): number | undefined {
  const text = textOf(block);
  const $at = doc.resolve(at);
  const before = Selection.findFrom($at, -1, true)?.$head;
  if (before !== undefined && textOf(before.parent).endsWith(text)) {
    return before.end() - block.content.size + offset;
  }
  const after = Selection.findFrom($at, 1, true)?.$head;
  return after !== undefined && textOf(after.parent).startsWith(text) ? after.start() + offset : undefined;
}

function eachTextblock(
  nodes: readonly Node[],
  from: number,
  visit: (node: Node, start: number) => void,
): void {
  let at = from;
  for (const node of nodes) {
    if (node.isTextblock) visit(node, at + 1);
    else if (!node.isLeaf) {
      node.descendants((child, offset) => {
        if (child.isTextblock) visit(child, at + offset + 2);
        return !child.isTextblock;
      });
    }
    at += node.nodeSize;
  }
}

const textOf = (node: Node): string => node.textBetween(0, node.content.size, "\uFFFC", "\uFFFC");

function ends(before: string, after: string): { readonly start: number; readonly end: number } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { start, end };
}

function sharedText(a: Node, b: Node): number {
  const { start, end } = ends(textOf(a), textOf(b));
  return start + end;
}

/** The same place between letters in changed text; left of what was put in right there. */
function movedOffset(before: Node, after: Node, offset: number): number {
  if (before === after) return offset;
  return Math.min(movedIn(textOf(before), textOf(after), offset), after.content.size);
}
