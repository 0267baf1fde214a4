// Puts a block in where the caret is. Called by the actions and the input rules. In an empty paragraph it
// takes its place, elsewhere it stands behind the block of the caret; behind what has no text of its own
// there is always a paragraph to go on writing in.

import type { Editor } from "@tiptap/core";
import { type Node, NodeRange } from "@tiptap/pm/model";
import { NodeSelection, Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import { liftTarget } from "@tiptap/pm/transform";

/** `caret`: into the first text of the block, behind it, or on the block itself. */
export function putIn(editor: Editor, node: Node, caret: "inside" | "behind" | "on"): boolean {
  const { tr } = editor.state;
  const at = place(tr, node);
  if (at === undefined) return false;
  if (node.isAtom || node.type.name === "table" || node.type.spec.code === true) followWithText(tr, at);
  if (caret === "on") tr.setSelection(NodeSelection.create(tr.doc, at));
  else {
    const near = caret === "inside" ? at : at + node.nodeSize;
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(near, tr.doc.content.size)), 1));
  }
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

function place(tr: Transaction, node: Node): number | undefined {
  const { $from } = tr.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const parent = $from.node(depth - 1);
    const index = $from.index(depth - 1);
    const here = $from.node(depth);
    const empty = depth === $from.depth && here.type.name === "paragraph" && here.content.size === 0;
    if (empty && parent.canReplaceWith(index, index + 1, node.type)) {
      tr.replaceWith($from.before(depth), $from.after(depth), node);
      return $from.before(depth);
    }
    if (parent.canReplaceWith(index + 1, index + 1, node.type)) {
      const at = $from.after(depth);
      tr.insert(at, node);
      return at;
    }
  }
  // Something is selected that stands in the document itself.
  const at = tr.selection.to;
  if ($from.depth > 0) return undefined;
  tr.insert(at, node);
  return at;
}

function followWithText(tr: Transaction, at: number): void {
  const node = tr.doc.nodeAt(at);
  const paragraph = tr.doc.type.schema.nodes.paragraph;
  if (node === null || paragraph === undefined) return;
  const $after = tr.doc.resolve(at + node.nodeSize);
  if ($after.nodeAfter === null) tr.insert($after.pos, paragraph.create());
}

/** Puts something into the line, and the caret behind it. */
export function putInLine(editor: Editor, node: Node): boolean {
  const { tr } = editor.state;
  const { $from } = tr.selection;
  if (!$from.parent.inlineContent || !$from.parent.type.contentMatch.matchType(node.type)) return false;
  const from = tr.selection.from;
  tr.replaceSelectionWith(node, false);
  tr.setSelection(TextSelection.near(tr.doc.resolve(from + node.nodeSize)));
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

/** Takes the innermost block of this kind off and leaves all that was in it. */
export function unwrap(editor: Editor, name: string): boolean {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name !== name) continue;
    const { doc, tr } = editor.state;
    const range = new NodeRange(doc.resolve($from.start(depth)), doc.resolve($from.end(depth)), depth);
    const target = liftTarget(range);
    if (target === null) return false;
    editor.view.dispatch(tr.lift(range, target).scrollIntoView());
    return true;
  }
  return false;
}
