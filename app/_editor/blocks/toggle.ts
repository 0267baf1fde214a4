// Toggles: a line that stays, and what opens under it. Whether one is open is each reader's own and lives in
// the view. Promises: who goes inside with the caret (a search, a jump, a press of Backspace) sees where it is.

import { type Editor, Extension } from "@tiptap/core";
import { type EditorState, Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView, NodeViewConstructor } from "@tiptap/pm/view";
import { blockSigns } from "../../_words/block-signs.ts";
import { button, ignoresAllBut, isControl, make, type View } from "./dom.ts";
import { putIn, unwrap } from "./insert.ts";

interface Flap {
  readonly isOpen: () => boolean;
  readonly set: (open: boolean) => void;
}

/** By the element of the view: that is what the editor can be asked for by a place in the text. */
const flaps = new WeakMap<globalThis.Node, Flap>();

/** The next one to be drawn was just made here, so it opens. */
let madeHere = false;

export const toggle: NodeViewConstructor = (node, editor, getPos): View => {
  let open = madeHere;
  madeHere = false;
  const body = make("div", { class: "toggle-body" });
  const mark = button("", "toggle-mark", () => {
    const at = getPos();
    if (open && at !== undefined) leaveInside(editor, at);
    set(!open);
  });
  const dom = make("div", { "data-type": "toggle", dir: "auto" }, mark, body);
  const set = (now: boolean) => {
    open = now;
    dom.dataset.open = String(now);
    mark.setAttribute("aria-expanded", String(now));
    const name = now ? blockSigns.toggleClose : blockSigns.toggleOpen;
    mark.setAttribute("aria-label", name);
    mark.title = name;
  };
  set(open);
  flaps.set(dom, { isOpen: () => open, set });
  return {
    dom,
    contentDOM: body,
    update: (next) => next.type === node.type,
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(body),
  };
};

/** Before it closes: a caret in what is about to be hidden goes to the end of the line that stays. */
function leaveInside(editor: EditorView, at: number): void {
  const { state } = editor;
  const node = state.doc.nodeAt(at);
  const first = node?.firstChild;
  if (!node || !first) return;
  const { from, to } = state.selection;
  const hidden = at + 1 + first.nodeSize;
  if (to < hidden || from >= at + node.nodeSize) return;
  editor.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(at + first.nodeSize), -1)));
}

/** The toggle around the caret, innermost first: where it begins, and which of its blocks the caret is in. */
function around(state: EditorState): { at: number; index: number } | undefined {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth--) {
    if ($head.node(depth).type.name === "toggle")
      return { at: $head.before(depth), index: $head.index(depth) };
  }
  return undefined;
}

const flapAt = (editor: EditorView, at: number): Flap | undefined => {
  const dom = editor.nodeDOM(at);
  return dom === null ? undefined : flaps.get(dom);
};

/** Opens every toggle around a place, for whoever leads there without moving the caret (a search, a jump). */
export function revealAt(editor: EditorView, at: number): void {
  const $at = editor.state.doc.resolve(at);
  for (let depth = $at.depth; depth > 0; depth--) {
    if ($at.node(depth).type.name !== "toggle" || $at.index(depth) === 0) continue;
    const flap = flapAt(editor, $at.before(depth));
    if (flap !== undefined && !flap.isOpen()) flap.set(true);
  }
}

export const ToggleKeys = Extension.create({
  name: "toggleKeys",
  // Before the list of tasks and the stock Enter.
  priority: 150,
  addKeyboardShortcuts: () => ({
    "Mod-Enter": ({ editor }) => {
      const place = around(editor.state);
      if (place === undefined) return false;
      const flap = flapAt(editor.view, place.at);
      if (flap?.isOpen() === true) leaveInside(editor.view, place.at);
      flap?.set(!flap.isOpen());
      return flap !== undefined;
    },
    Enter: ({ editor }) => {
      // At the end of the line of a closed one, writing goes on behind it, not in what nobody sees.
      const { $from, empty } = editor.state.selection;
      const place = around(editor.state);
      if (!empty || place === undefined || place.index !== 0) return false;
      if ($from.parentOffset < $from.parent.content.size || $from.parent.content.size === 0) return false;
      if (flapAt(editor.view, place.at)?.isOpen() !== false) return false;
      const node = editor.state.doc.nodeAt(place.at);
      const paragraph = editor.schema.nodes.paragraph;
      if (!node || !paragraph || $from.depth !== editor.state.doc.resolve(place.at).depth + 2) return false;
      const end = place.at + node.nodeSize;
      const tr = editor.state.tr.insert(end, paragraph.create());
      editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
      return true;
    },
  }),
  addProseMirrorPlugins: () => [
    new Plugin({
      view: () => ({
        update(editor, before) {
          if (!editor.state.selection.eq(before.selection)) revealAt(editor, editor.state.selection.head);
        },
      }),
    }),
  ],
});

/** Makes a toggle of the block of the caret, its line; inside of one it takes the toggle off. */
export function useToggle(editor: Editor): void {
  if (editor.isActive("toggle")) {
    editor.commands.focus();
    unwrap(editor, "toggle");
    return;
  }
  const { toggle, paragraph } = editor.schema.nodes;
  if (toggle === undefined || paragraph === undefined) return;
  madeHere = true;
  try {
    if (editor.chain().focus().wrapIn("toggle").run()) return;
    putIn(editor, toggle.create(null, paragraph.create()), "inside");
  } finally {
    madeHere = false;
  }
}
