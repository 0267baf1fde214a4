// What of the text is marked for the one who writes, as decorations and never in the document: the block
// whose menu is open or that is being dragged, and in focus mode the block of the caret. Typewriter mode
// keeps the caret's line at one height. Called by ways.tsx; settings come from view-settings.ts.

import { type Editor, Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { type Blocks, nodesIn } from "./blocks.ts";
import { viewSettings } from "./view-settings.ts";

interface Here {
  readonly chosen: Blocks | undefined;
  readonly focus: boolean;
  /** The top block of the caret. */
  readonly top: number;
  readonly decorations: DecorationSet;
}

const hereKey = new PluginKey<Here>("here");

/** Where the line of the caret stands in typewriter mode, from the top of the window. */
const TYPEWRITER_AT = 0.45;

export function markBlocks(editor: Editor, chosen: Blocks | undefined): void {
  if (editor.isDestroyed) return;
  editor.view.dispatch(editor.state.tr.setMeta(hereKey, { chosen }).setMeta("addToHistory", false));
}

/** The settings changed: draws anew. */
export function refreshHere(editor: Editor): void {
  if (editor.isDestroyed) return;
  editor.view.dispatch(editor.state.tr.setMeta(hereKey, {}).setMeta("addToHistory", false));
}

function draw(state: EditorState, chosen: Blocks | undefined, focus: boolean): Here {
  const { $head } = state.selection;
  const top = $head.depth > 0 ? $head.before(1) : $head.pos;
  const decorations: Decoration[] = [];
  const here = focus ? state.doc.nodeAt(top) : null;
  if (here !== null) decorations.push(Decoration.node(top, top + here.nodeSize, { class: "here" }));
  if (chosen !== undefined && chosen.to <= state.doc.content.size) {
    let at = chosen.from;
    for (const node of nodesIn(state.doc, chosen)) {
      decorations.push(Decoration.node(at, at + node.nodeSize, { class: "block-chosen" }));
      at += node.nodeSize;
    }
  }
  return { chosen, focus, top, decorations: DecorationSet.create(state.doc, decorations) };
}

export const HereMarks = Extension.create({
  name: "hereMarks",
  addProseMirrorPlugins: () => [
    new Plugin<Here>({
      key: hereKey,
      state: {
        init: (_config, state) => draw(state, undefined, viewSettings().focus),
        apply(tr, before, _old, state) {
          const asked = tr.getMeta(hereKey) as { chosen?: Blocks } | undefined;
          if (asked !== undefined) return draw(state, asked.chosen, viewSettings().focus);
          if (before.chosen === undefined && !before.focus) return before;
          // A menu that is open while others write loses its mark rather than marking something else.
          if (tr.docChanged) return draw(state, undefined, before.focus);
          const { $head } = state.selection;
          const top = $head.depth > 0 ? $head.before(1) : $head.pos;
          return top === before.top ? before : draw(state, before.chosen, before.focus);
        },
      },
      props: {
        decorations: (state) => hereKey.getState(state)?.decorations,
        handleScrollToSelection(view) {
          if (!viewSettings().typewriter) return false;
          const { top, bottom } = view.coordsAtPos(view.state.selection.head);
          const off = (top + bottom) / 2 - window.innerHeight * TYPEWRITER_AT;
          if (Math.abs(off) > 4) window.scrollBy({ top: off, behavior: "instant" });
          return true;
        },
      },
    }),
  ],
});
