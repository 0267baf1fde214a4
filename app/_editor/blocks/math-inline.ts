// Formulas in a line: `$x^2$` as it is written, or the menu. A press, or Enter on one, opens its source in its
// place. It is kept as one value: of two people who change one formula at once, the later one is right.

import { type Editor, Extension, InputRule } from "@tiptap/core";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import type { NodeViewConstructor } from "@tiptap/pm/view";
import { formulaOf, MAX_FORMULA_CHARACTERS } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { aside, ignoresAllBut, isControl, make, type View } from "./dom.ts";
import { putInLine } from "./insert.ts";
import { drawFormula } from "./math-draw.ts";

/** The next formula in a line to be drawn was just made here and has no source yet: it asks for it. */
let askNext = false;

export const mathInline: NodeViewConstructor = (node, editor, getPos): View => {
  let source = formulaOf(node.attrs.source);
  let input: HTMLInputElement | undefined;
  const picture = make("span", { class: "math-picture" });
  const wrong = make("span", { class: "math-wrong", role: "status", hidden: "" });
  const dom = make("span", { "data-type": "math", ...aside }, picture, wrong);

  const draw = async (text: string) => {
    const problem = await drawFormula(picture, text, false);
    dom.classList.toggle("is-wrong", problem !== undefined);
    dom.title = problem ?? "";
    wrong.textContent = problem ?? "";
    wrong.hidden = problem === undefined || input === undefined;
  };

  const close = (back: boolean) => {
    if (input === undefined) return;
    const text = formulaOf(input.value);
    const field = input;
    input = undefined;
    field.remove();
    dom.classList.remove("is-open");
    wrong.hidden = true;
    const at = editor.isDestroyed ? undefined : getPos();
    if (at === undefined) return;
    const tr = editor.state.tr;
    // An empty formula is nothing that anybody would find again.
    if (text === "") tr.delete(at, at + 1);
    else if (text !== source) tr.setNodeAttribute(at, "source", text);
    if (back) tr.setSelection(TextSelection.near(tr.doc.resolve(text === "" ? at : at + 1)));
    if (tr.docChanged || back) editor.dispatch(tr);
    if (back) editor.focus();
    if (text !== "" && text === source) void draw(source);
  };

  const open = () => {
    if (!editor.editable || input !== undefined) return;
    const field = make("input", {
      class: "math-source",
      "aria-label": blockSigns.mathSource,
      spellcheck: "false",
      autocapitalize: "none",
      maxlength: String(MAX_FORMULA_CHARACTERS),
    });
    field.value = source;
    const widen = () => {
      field.style.width = `${Math.max(6, Math.min(40, field.value.length + 2))}ch`;
    };
    widen();
    field.addEventListener("input", () => {
      widen();
      void draw(formulaOf(field.value));
    });
    field.addEventListener("blur", () => close(false));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape" && event.key !== "Tab") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") field.value = source;
      close(true);
    });
    input = field;
    dom.classList.add("is-open");
    dom.prepend(field);
    field.focus();
    field.select();
    void draw(source);
  };
  picture.addEventListener("click", open);
  dom.addEventListener("open-source", open);
  void draw(source);
  if (askNext) {
    askNext = false;
    // Once it stands in the page: an element that is not there cannot be focused.
    queueMicrotask(open);
  }
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      const now = formulaOf(next.attrs.source);
      if (now !== source) {
        source = now;
        if (input === undefined) void draw(source);
      }
      return true;
    },
    stopEvent: isControl,
    ignoreMutation: ignoresAllBut(undefined),
  };
};

export const MathInlineKeys = Extension.create({
  name: "mathInlineKeys",
  priority: 150,
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { selection } = editor.state;
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== "mathInline") return false;
      editor.view.nodeDOM(selection.from)?.dispatchEvent(new Event("open-source"));
      return true;
    },
  }),
  addInputRules: () => [
    new InputRule({
      // A dollar, no space behind it and none before the next: "$5 and $6" is money.
      find: /(?:^|[\s(])(\$([^\s$](?:[^$]*[^\s$\\])?)\$)$/,
      handler: ({ state, range, match }) => {
        const source = formulaOf(match[2] ?? "");
        const type = state.schema.nodes.mathInline;
        if (source === "" || type === undefined || /^\d+([.,]\d+)?$/.test(source)) return null;
        const length = (match[1]?.length ?? 0) - 1;
        const { $from } = state.selection;
        if (!$from.parent.type.contentMatch.matchType(type)) return null;
        state.tr.replaceWith(range.to - length, range.to, type.create({ source }));
      },
    }),
  ],
});

/** A formula in the line, of what is selected or with its source open. */
export function useFormula(editor: Editor): void {
  const type = editor.schema.nodes.mathInline;
  const { from, to } = editor.state.selection;
  const source = formulaOf(editor.state.doc.textBetween(from, to, " "));
  if (type === undefined) return;
  askNext = source === "";
  putInLine(editor, type.create({ source }));
  if (askNext) askNext = false;
  else editor.commands.focus();
}
