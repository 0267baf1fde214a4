// Keys and shorthands of marks, and where a paragraph stands. Called by extensions.ts; the actions run the
// same functions.

import { type Editor, Extension, markInputRule } from "@tiptap/core";
import { type Alignment, alignmentOf, type Tone } from "../../../lib/schema/allowed.ts";

export const markKeys = Extension.create({
  name: "markKeys",
  addKeyboardShortcuts() {
    const side = (align: Alignment | null) => () => standAt(this.editor, align);
    return {
      "Mod-,": () => shift(this.editor, "subscript"),
      "Mod-.": () => shift(this.editor, "superscript"),
      // Not Ctrl Shift R, which loads the page anew.
      "Mod-Shift-l": side(null),
      "Mod-Shift-e": side("center"),
      "Mod-Alt-r": side("right"),
      "Mod-Shift-j": side("justify"),
    };
  },
  addInputRules() {
    const { highlight } = this.editor.schema.marks;
    if (highlight === undefined) return [];
    return [markInputRule({ find: /(?:^|\s)(==(?!\s)([^=]+)(?<!\s)==)$/, type: highlight })];
  },
});

/** Sets where the paragraphs, headings and cells' paragraphs of the selection stand. */
export function standAt(editor: Editor, align: Alignment | null): boolean {
  return set(editor, "align", align);
}

export function runFrom(editor: Editor, dir: "ltr" | "rtl" | null): boolean {
  return set(editor, "dir", dir);
}

function set(editor: Editor, name: "align" | "dir", value: string | null): boolean {
  const { tr, selection, doc } = editor.state;
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, at) => {
      const stands = node.type.name === "paragraph" || node.type.name === "heading";
      if (stands && node.attrs[name] !== value) tr.setNodeAttribute(at, name, value);
    });
  }
  if (tr.docChanged) editor.view.dispatch(tr);
  return true;
}

export const alignmentAt = (editor: Editor): Alignment | null =>
  alignmentOf(editor.state.selection.$from.parent.attrs.align);

/** Lowers or raises what is selected, or puts it back: never both at once. */
export function shift(editor: Editor, way: "subscript" | "superscript"): boolean {
  const other = way === "subscript" ? "superscript" : "subscript";
  return editor.chain().focus().unsetMark(other).toggleMark(way).run();
}

/** One tone for what is selected; the same again, or `undefined`, takes it off. */
export function paint(editor: Editor, mark: "highlight" | "textColor", tone: Tone | null | undefined): void {
  const chain = editor.chain().focus();
  if (tone === undefined || editor.isActive(mark, { tone })) chain.unsetMark(mark).run();
  else chain.setMark(mark, { tone }).run();
}
