// The words that stand in an empty document. Called by the editor's extensions, in place of Tiptap's
// Placeholder, which looks at every block of the document for each caret move (a third of what one costs at
// 10,000 blocks). Promises: a document with text in it costs a look at its first block.

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

const isEmpty = (doc: Node): boolean => {
  for (let index = 0; index < doc.childCount; index++) {
    const block = doc.child(index);
    if (!block.isTextblock || block.content.size > 0) return false;
  }
  return true;
};

/** In the block that holds the caret: of several empty ones only there. */
function drawn({ doc, selection }: EditorState, words: string): DecorationSet | null {
  if (!isEmpty(doc)) return null;
  const index = selection.$anchor.index(0);
  const block = doc.maybeChild(index);
  if (block === null) return null;
  const at = selection.$anchor.posAtIndex(index, 0);
  return DecorationSet.create(doc, [
    Decoration.node(at, at + block.nodeSize, { class: "is-empty", "data-placeholder": words }),
  ]);
}

export const EmptyLine = Extension.create<{ readonly words: string }>({
  name: "emptyLine",
  addOptions: () => ({ words: "" }),
  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      new Plugin({
        props: { decorations: (state) => (editor.isEditable ? drawn(state, options.words) : null) },
      }),
    ];
  },
});
