// Formulas. In a line: `$x^2$` and a space; a press, or Enter on it, opens its source in its place. As a block:
// `$$` and a space, or the menu; its source is text like any other, shown while the caret is in it.

import { type Editor, Extension, InputRule } from "@tiptap/core";
import { NodeSelection, Plugin, Selection, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { formulaOf, MAX_FORMULA_CHARACTERS } from "../../../lib/schema/allowed.ts";
import { blockWords } from "../../_words/blocks.ts";
import { aside, ignoresAllBut, isControl, make, type View, viewOf } from "./dom.ts";
import { putIn, putInLine } from "./insert.ts";
import { drawFormula } from "./math-draw.ts";

const REST_MS = 150;

/** The next formula in a line to be drawn was just made here and has no source yet: it asks for it. */
let askNext = false;

const inline = viewOf("mathInline", (node, editor, getPos): View => {
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
      "aria-label": blockWords.mathSource,
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
});

const block = viewOf("mathBlock", (node): View => {
  const source = make("code");
  const picture = make("div", { class: "math-picture", ...aside });
  const wrong = make("div", { class: "math-wrong", role: "status", ...aside });
  const dom = make(
    "div",
    { "data-type": "math", class: "math-block", role: "group", "aria-label": blockWords.mathSource },
    make("pre", {}, source),
    picture,
    wrong,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = async (text: string) => {
    const problem = await drawFormula(picture, text, true);
    dom.classList.toggle("is-wrong", problem !== undefined);
    wrong.textContent = problem ?? "";
  };
  let shown = node.textContent;
  void draw(shown);
  return {
    dom,
    contentDOM: source,
    update(next) {
      if (next.type !== node.type) return false;
      if (next.textContent !== shown) {
        shown = next.textContent;
        clearTimeout(timer);
        timer = setTimeout(() => void draw(shown), REST_MS);
      }
      return true;
    },
    ignoreMutation: ignoresAllBut(source),
    destroy: () => clearTimeout(timer),
  };
});

/** The source of a block is seen while the caret is in it; a press on the picture brings it there. */
const behaviour = Extension.create({
  name: "mathKeys",
  priority: 150,
  addKeyboardShortcuts() {
    const into = (editor: Editor, way: 1 | -1): boolean => {
      const { $head, empty } = editor.state.selection;
      if (!empty || !$head.parent.isTextblock) return false;
      if (!editor.view.endOfTextblock(way === 1 ? "down" : "up")) return false;
      // The source is folded away, so that the browser would step over it.
      const edge = way === 1 ? $head.after() : $head.before();
      const near = Selection.findFrom(editor.state.doc.resolve(edge), way, true);
      if (near?.$head.parent.type.name !== "mathBlock") return false;
      editor.view.dispatch(editor.state.tr.setSelection(near).scrollIntoView());
      return true;
    };
    const leave = (editor: Editor): boolean => {
      const { $head } = editor.state.selection;
      if ($head.parent.type.name !== "mathBlock") return false;
      return editor.chain().exitCode().run();
    };
    return {
      ArrowDown: ({ editor }) => into(editor, 1),
      ArrowUp: ({ editor }) => into(editor, -1),
      "Mod-Enter": ({ editor }) => leave(editor),
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (selection instanceof NodeSelection && selection.node.type.name === "mathInline") {
          editor.view.nodeDOM(selection.from)?.dispatchEvent(new Event("open-source"));
          return true;
        }
        // A second empty line ends it, as in code.
        const { $from, empty } = selection;
        const ends = empty && $from.parentOffset === $from.parent.content.size;
        if ($from.parent.type.name !== "mathBlock" || !ends || !$from.parent.textContent.endsWith("\n"))
          return false;
        return editor
          .chain()
          .command(({ tr }) => Boolean(tr.delete($from.pos - 1, $from.pos)))
          .exitCode()
          .run();
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type.name !== "mathBlock" || $from.parent.content.size > 0) return false;
        return editor.commands.setNode("paragraph");
      },
    };
  },
  addInputRules() {
    return [
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
      new InputRule({
        find: /^\$\$\s$/,
        handler: ({ state, range, chain }) => {
          if (state.selection.$from.parent.type.name !== "paragraph") return null;
          return chain().deleteRange(range).setNode("mathBlock").run() ? undefined : null;
        },
      }),
    ];
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations(state) {
          const { $from } = state.selection;
          if ($from.parent.type.name !== "mathBlock") return null;
          return DecorationSet.create(state.doc, [
            Decoration.node($from.before(), $from.after(), { class: "is-open" }),
          ]);
        },
        handleClickOn(view, _pos, node, at, event) {
          if (node.type.name !== "mathBlock" || !view.editable) return false;
          if (!(event.target instanceof Element) || !event.target.closest(".math-picture")) return false;
          const end = TextSelection.create(view.state.doc, at + 1 + node.content.size);
          view.dispatch(view.state.tr.setSelection(end));
          view.focus();
          return true;
        },
      },
    }),
  ],
});

export const formulas = [inline, block, behaviour];

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

export function useFormulaBlock(editor: Editor): void {
  const type = editor.schema.nodes.mathBlock;
  if (type !== undefined && putIn(editor, type.create(), "inside")) editor.commands.focus();
}
