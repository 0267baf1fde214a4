// Undo and redo put the caret where they act, and the page goes there. Called by the editor's extensions.
// The stock binding leaves the caret where it is, so that an undo further up would happen unseen.

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { undoManagerOf } from "../undo-steps.ts";

/** The document before its last change. */
const key = new PluginKey<Node>("undoScroll");

export const UndoScroll = Extension.create({
  name: "undoScroll",
  addProseMirrorPlugins: () => [
    new Plugin<Node>({
      key,
      state: {
        init: (_config, state) => state.doc,
        apply: (tr, before) => (tr.docChanged ? tr.before : before),
      },
      view(view) {
        const manager = undoManagerOf(view.state);
        let waiting = false;
        const onPopped = () => {
          if (waiting) return;
          waiting = true;
          // After the binding has shown the change.
          queueMicrotask(() => {
            waiting = false;
            if (!view.isDestroyed) view.dispatch(toChange(view.state));
          });
        };
        manager?.on("stack-item-popped", onPopped);
        return { destroy: () => manager?.off("stack-item-popped", onPopped) };
      },
    }),
  ],
});

function toChange(state: EditorState): Transaction {
  const { doc, selection, tr } = state;
  const before = key.getState(state);
  const start = before?.content.findDiffStart(doc.content);
  const end = before?.content.findDiffEnd(doc.content)?.b;
  if (start !== null && start !== undefined && end !== undefined) {
    const last = Math.min(Math.max(start, end), doc.content.size);
    // A binding that has put the caret there knows better where exactly.
    const there = selection.to >= start && selection.from <= last;
    if (!there) tr.setSelection(TextSelection.near(doc.resolve(last), -1));
  }
  return tr.setMeta("addToHistory", false).scrollIntoView();
}
