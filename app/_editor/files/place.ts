// Where a block may stand that comes from outside of the text. Called when files are dropped, pasted, chosen,
// and when they have arrived. Never inside of a paragraph: words are not torn apart by a picture.

import type { Node, NodeType, ResolvedPos } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { insertPoint } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";

/** Behind the block of `$pos`, or before it where it is empty: then one goes on writing below. */
export function placeAt($pos: ResolvedPos, type: NodeType, before = false): number {
  for (let depth = $pos.depth; depth > 0; depth--) {
    const parent = $pos.node(depth - 1);
    const index = $pos.index(depth - 1);
    const here = $pos.node(depth);
    const first = before || (depth === $pos.depth && here.isTextblock && here.content.size === 0);
    const at = first ? index : index + 1;
    if (parent.canReplaceWith(at, at, type)) return first ? $pos.before(depth) : $pos.after(depth);
  }
  return $pos.pos;
}

/** The place that a pointer means: above or below the block under it, whichever half it is in. */
export function placeUnder(view: EditorView, at: { left: number; top: number }, type: NodeType): number {
  const found = view.posAtCoords(at);
  if (found === null) return view.state.doc.content.size;
  const $pos = view.state.doc.resolve(found.inside >= 0 ? Math.max(found.inside, found.pos) : found.pos);
  if ($pos.depth === 0) return $pos.pos;
  const element = view.nodeDOM($pos.before($pos.depth));
  const box = element instanceof Element ? element.getBoundingClientRect() : undefined;
  return placeAt($pos, type, box !== undefined && at.top < (box.top + box.bottom) / 2);
}

/** As near to `at` as it may stand. Behind the last block there is a paragraph to go on writing in. */
export function putNode(tr: Transaction, node: Node, at: number): void {
  const near = Math.min(at, tr.doc.content.size);
  const pos = insertPoint(tr.doc, near, node.type) ?? tr.doc.content.size;
  tr.insert(pos, node);
  const $after = tr.doc.resolve(pos + node.nodeSize);
  const paragraph = tr.doc.type.schema.nodes.paragraph;
  if ($after.nodeAfter === null && paragraph !== undefined) tr.insert($after.pos, paragraph.create());
}
