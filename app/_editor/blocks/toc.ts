// The list of contents: made from the headings wherever it is shown, and made anew a moment after they change.
// A press leads to the heading and puts the caret there. And the page break, which is seen while writing.

import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView, NodeViewConstructor } from "@tiptap/pm/view";
import { headingLevelOf } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { aside, ignoresAllBut, isControl, make, type View } from "./dom.ts";
import { putIn } from "./insert.ts";

const REST_MS = 250;
/** A longer list is no help to anybody. */
const MAX_ENTRIES = 500;

interface Entry {
  readonly at: number;
  readonly level: number;
  readonly text: string;
}

function entriesOf(doc: Node): Entry[] {
  const found: Entry[] = [];
  doc.descendants((node, at) => {
    if (found.length >= MAX_ENTRIES) return false;
    if (node.type.name === "heading") {
      const text = node.textContent.trim();
      if (text !== "") found.push({ at, level: headingLevelOf(node.attrs.level), text });
    }
    return !node.isTextblock;
  });
  return found;
}

/** The views that are shown now, by editor: told when the text rests. */
const shownIn = new WeakMap<EditorView, Set<() => void>>();

export const toc: NodeViewConstructor = (node, editor): View => {
  const dom = make("nav", { "data-type": "toc", "aria-label": blockSigns.toc, ...aside });
  let print = "";
  const draw = () => {
    const entries = entriesOf(editor.state.doc);
    const now = entries.map((entry) => `${entry.level} ${entry.text}`).join("\n");
    if (now === print && dom.firstChild !== null) return;
    print = now;
    if (entries.length === 0) {
      dom.replaceChildren(make("p", {}, blockSigns.tocEmpty));
      return;
    }
    const top = Math.min(...entries.map((entry) => entry.level));
    const list = make("ul");
    entries.forEach((entry, index) => {
      const press = make("button", { type: "button" }, entry.text);
      press.addEventListener("click", () => goTo(editor, index));
      const item = make("li", { "data-depth": String(Math.min(entry.level - top, 4)), dir: "auto" }, press);
      list.append(item);
    });
    dom.replaceChildren(list);
  };
  draw();
  const all = shownIn.get(editor) ?? new Set();
  shownIn.set(editor, all.add(draw));
  return {
    dom,
    update: (next) => next.type === node.type,
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(undefined),
    destroy: () => all.delete(draw),
  };
};

/** The entry's place is asked for at the press: the text may have moved since the list was drawn. */
function goTo(editor: EditorView, index: number): void {
  const entry = entriesOf(editor.state.doc)[index];
  if (entry === undefined) return;
  const { state } = editor;
  const heading = editor.nodeDOM(entry.at);
  editor.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(entry.at + 1))));
  if (heading instanceof Element) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    heading.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
  if (editor.editable) editor.focus();
}

export const TocWatcher = Extension.create({
  name: "tocWatcher",
  addProseMirrorPlugins: () => [
    new Plugin({
      view: (editor) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        return {
          update(_view, before) {
            if ((shownIn.get(editor)?.size ?? 0) === 0 || before.doc === editor.state.doc) return;
            clearTimeout(timer);
            timer = setTimeout(() => {
              for (const draw of shownIn.get(editor) ?? []) draw();
            }, REST_MS);
          },
          destroy: () => clearTimeout(timer),
        };
      },
    }),
  ],
});

export const pageBreak: NodeViewConstructor = (node): View => {
  const dom = make("div", {
    "data-type": "pageBreak",
    role: "separator",
    "aria-label": blockSigns.pageBreak,
    ...aside,
  });
  dom.append(make("span", {}, blockSigns.pageBreak));
  return {
    dom,
    update: (next) => next.type === node.type,
    ignoreMutation: ignoresAllBut(undefined),
  };
};

export function useBare(editor: Editor, name: "toc" | "pageBreak"): void {
  const type = editor.schema.nodes[name];
  if (type !== undefined && putIn(editor, type.create(), "behind")) editor.commands.focus();
}
