// Backspace, Delete and Tab around lists: items are joined item by item, as people expect, where ProseMirror's own
// keys would lift or wrap them. Called by extensions.ts. As in @tiptap/extension-list (MIT), of which the rest is in
// lib/schema/lists.ts.

import {
  type Editor,
  Extension,
  getPreviousBlockSibling,
  isAtEndOfNode,
  isAtStartOfNode,
  isNodeActive,
} from "@tiptap/core";
import { Fragment, type Node } from "@tiptap/pm/model";
import { type EditorState, TextSelection } from "@tiptap/pm/state";

const KINDS = [
  { item: "listItem", lists: ["bulletList", "orderedList"] },
  { item: "taskItem", lists: ["taskList"] },
] as const;
type Kind = (typeof KINDS)[number];

const isListOf = ({ lists }: Kind, node: Node | null | undefined): boolean =>
  (lists as readonly (string | undefined)[]).includes(node?.type.name);

/** All of them: a key that acted on one kind may have more to do for the other. */
const forEach = (act: (kind: Kind) => boolean): boolean => {
  let done = false;
  for (const kind of KINDS) if (act(kind)) done = true;
  return done;
};

export const ListKeys = Extension.create({
  name: "listKeymap",
  addKeyboardShortcuts() {
    const { editor } = this;
    const remove = () => forEach((kind) => deleteAtEnd(editor, kind));
    const back = () => forEach((kind) => backspaceAtStart(editor, kind));
    return {
      Delete: remove,
      "Mod-Delete": remove,
      Backspace: back,
      "Mod-Backspace": back,
      Tab: () => KINDS.some((kind) => intoListAbove(editor, kind)),
    };
  },
});

/** Delete at the end of an item whose own list has lists in it: its items move out to the item's list. */
export const BranchKeys = Extension.create({
  name: "listItemBranchingDeleteKeymap",
  priority: 101,
  addKeyboardShortcuts() {
    const remove = () => KINDS.some((kind) => liftBranches(this.editor, kind));
    return { Delete: remove, "Mod-Delete": remove };
  },
});

function backspaceAtStart(editor: Editor, kind: Kind): boolean {
  if (editor.commands.undoInputRule()) return true;
  const { state } = editor;
  const { $anchor, $from, empty } = state.selection;
  if (!empty) return false;
  if (!isNodeActive(state, kind.item)) {
    if (!isListOf(kind, state.doc.resolve(Math.max(0, $anchor.pos - 2)).node())) return false;
    return joinToListAbove(editor, kind);
  }
  if (!isAtStartOfNode(state)) return false;
  const depth = $from.depth - 1;
  if ($from.node(depth).type.name !== kind.item || $from.index(depth) !== 0) return false;
  return editor.chain().liftListItem(kind.item).run();
}

/** What stands behind a list becomes the end of its last item. */
function joinToListAbove(editor: Editor, { item }: Kind): boolean {
  const { $anchor } = editor.state.selection;
  const $list = editor.state.doc.resolve($anchor.before() - 1);
  let last: number | undefined;
  $list.node().descendants((node, pos) => {
    if (node.type.name === item) last = pos;
  });
  if (last === undefined) return false;
  const end = editor.state.doc.resolve($list.start() + last + 1).end();
  return editor
    .chain()
    .cut({ from: $anchor.start() - 1, to: $anchor.end() + 1 }, end)
    .joinForward()
    .run();
}

function deleteAtEnd(editor: Editor, { item }: Kind): boolean {
  const { state } = editor;
  if (!isNodeActive(state, item) || !isAtEndOfNode(state, item)) return false;
  const { $from, $to, empty, from } = state.selection;
  if (!empty && $from.sameParent($to)) return false;
  const { own, next } = depthsOf(state, item);
  if (next > own) {
    const inside = editor.chain().focus(from + 4);
    return inside.lift(item).joinBackward().run();
  }
  if (next > 0 && next < own) return editor.chain().joinForward().joinBackward().run();
  return editor.commands.joinItemForward();
}

/** How deep the caret's item stands, and the one behind it; 0 where there is none. */
function depthsOf({ doc, selection: { $from } }: EditorState, item: string): { own: number; next: number } {
  let own = $from.depth;
  let at = $from.pos;
  for (; own > 0 && $from.node(own).type.name !== item; own--) at--;
  if (own === 0) return { own, next: 0 };
  const $next = doc.resolve(at + 4);
  let next = $next.depth;
  while (next > 0 && $next.node(next).type.name !== item) next--;
  return { own, next };
}

/** Tab at the start of a block that stands under a list: it becomes part of the list's last item. */
function intoListAbove(editor: Editor, kind: Kind): boolean {
  const { state } = editor;
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset !== 0 || !$from.parent.isTextblock || isNodeActive(state, kind.item))
    return false;
  const list = getPreviousBlockSibling($from);
  const last = list?.lastChild;
  if (!isListOf(kind, list) || last?.type.name !== kind.item) return false;
  const block = Fragment.from($from.parent);
  if (!last.canReplace(last.childCount, last.childCount, block)) return false;
  const inside = $from.before() - 2;
  const { tr } = state;
  tr.delete($from.before(), $from.after()).insert(inside, block);
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, inside + 1)).scrollIntoView());
  return true;
}

function liftBranches({ state, view }: Editor, kind: Kind): boolean {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parentOffset !== $from.parent.content.size) return false;
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== kind.item) depth--;
  if (depth === 0) return false;
  const item = $from.node(depth);
  const next = item.maybeChild($from.index(depth) + 1);
  if (!isListOf(kind, next)) return false;
  const list = state.doc.resolve($from.after()).nodeAfter;
  if (list === null || list !== next || list.childCount === 0) return false;
  if (!list.content.content.some(({ type, childCount }) => type.name === kind.item && childCount > 1))
    return false;
  const at = $from.after();
  const { tr } = state;
  tr.delete(at, at + list.nodeSize).insert(tr.mapping.map($from.after(depth)), list.content);
  view.dispatch(tr.setSelection(state.selection.map(tr.doc, tr.mapping)));
  return true;
}
