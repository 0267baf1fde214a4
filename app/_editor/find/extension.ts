// Hangs find into an editor: one finder each, told of every new text, and what it chose to draw. Called by the
// editor's list of extensions and by whoever opens the panel. A finder goes with its editor.

import { type Editor, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { DecorationSet } from "@tiptap/pm/view";
import { type Drawn, findKey } from "./drawn.ts";
import { Finder } from "./finder.ts";

const finders = new WeakMap<Editor, Finder>();

export function finderOf(editor: Editor): Finder {
  let finder = finders.get(editor);
  if (finder === undefined) {
    finder = new Finder(editor);
    finders.set(editor, finder);
  }
  return finder;
}

/** Draws what the finder chose to draw, and tells it of every new text. */
export const findPlugin = (editor: Editor) =>
  new Plugin<Drawn>({
    key: findKey,
    state: {
      init: () => ({ decorations: DecorationSet.empty }),
      apply(tr, before) {
        const drawn = tr.getMeta(findKey) as Drawn | undefined;
        if (drawn !== undefined) return drawn;
        if (!tr.docChanged || before.decorations === DecorationSet.empty) return before;
        return { decorations: before.decorations.map(tr.mapping, tr.doc) };
      },
    },
    props: {
      decorations: (state) => findKey.getState(state)?.decorations,
    },
    view: () => ({
      update(view, before) {
        if (view.state.doc !== before.doc) finders.get(editor)?.changed(before.doc, view.state.doc);
      },
      destroy: () => finders.get(editor)?.destroy(),
    }),
  });

export const FindHits = Extension.create({
  name: "findHits",
  addProseMirrorPlugins() {
    return [findPlugin(this.editor)];
  },
});
