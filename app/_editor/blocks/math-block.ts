// Formulas as blocks: `$$` and a space, or the menu. Their source is text like any other, so two people may
// write one; it is shown while the caret is in it, above its picture. Who listens hears the source there, and
// anywhere else the formula: one of the two.

import { type Editor, Extension, InputRule } from "@tiptap/core";
import { Plugin, Selection, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type NodeViewConstructor } from "@tiptap/pm/view";
import { blockSigns } from "../../_words/block-signs.ts";
import { aside, ignoresAllBut, make, source, type View } from "./dom.ts";
import { putIn } from "./insert.ts";
import { drawFormula } from "./math-draw.ts";

const REST_MS = 150;

const isOpen = (decorations: readonly Decoration[]) => decorations.some(({ spec }) => spec.opensFormula);

export const mathBlock: NodeViewConstructor = (node, _editor, _getPos, decorations): View => {
  const letters = make("code");
  const written = make("pre", source, letters);
  const picture = make("div", { class: "math-picture", ...aside });
  const wrong = make("div", { class: "math-wrong", role: "status", ...aside });
  const dom = make(
    "div",
    { "data-type": "math", class: "math-block", role: "group", "aria-label": blockSigns.math },
    written,
    picture,
    wrong,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = async (text: string) => {
    const problem = await drawFormula(picture, text, true);
    dom.classList.toggle("is-wrong", problem !== undefined);
    wrong.textContent = problem ?? "";
  };
  const tell = (open: boolean) => {
    written.ariaHidden = open ? null : "true";
    picture.ariaHidden = open ? "true" : null;
  };
  let shown = node.textContent;
  void draw(shown);
  tell(isOpen(decorations));
  return {
    dom,
    contentDOM: letters,
    update(next, around) {
      if (next.type !== node.type) return false;
      tell(isOpen(around));
      if (next.textContent !== shown) {
        shown = next.textContent;
        clearTimeout(timer);
        timer = setTimeout(() => void draw(shown), REST_MS);
      }
      return true;
    },
    ignoreMutation: ignoresAllBut(letters),
    destroy: () => clearTimeout(timer),
  };
};

/** The source of a block is seen while the caret is in it; a press on the picture brings it there. */
export const MathBlockKeys = Extension.create({
  name: "mathBlockKeys",
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
    /** On to the text behind it; the next Escape leaves the editor, as everywhere. */
    const close = (editor: Editor): boolean => {
      const { $head } = editor.state.selection;
      if ($head.parent.type.name !== "mathBlock") return false;
      const next = Selection.findFrom(editor.state.doc.resolve($head.after()), 1, true);
      if (next === null || next.$head.parent.type.name === "mathBlock") return leave(editor);
      editor.view.dispatch(editor.state.tr.setSelection(next).scrollIntoView());
      return true;
    };
    const atEnd = (editor: Editor): boolean => {
      const { $head } = editor.state.selection;
      if ($head.parent.type.name !== "mathBlock" || !editor.view.endOfTextblock("down")) return false;
      return editor.state.doc.resolve($head.after()).nodeAfter === null;
    };
    return {
      // At the end of the text there is nothing to go down to, so a line is made there.
      ArrowDown: ({ editor }) => into(editor, 1) || (atEnd(editor) && leave(editor)),
      ArrowUp: ({ editor }) => into(editor, -1),
      "Mod-Enter": ({ editor }) => leave(editor),
      Escape: ({ editor }) => close(editor),
      Enter: ({ editor }) => {
        const { selection } = editor.state;
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
        find: /^\$\$\s$/,
        handler: ({ state, range, chain }) => {
          const { parent } = state.selection.$from;
          // What is no text (a name, a day) would not survive in a source.
          const plain = parent.textContent.length === parent.content.size;
          if (parent.type.name !== "paragraph" || !plain) return null;
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
            Decoration.node($from.before(), $from.after(), { class: "is-open" }, { opensFormula: true }),
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

export function useFormulaBlock(editor: Editor): void {
  const type = editor.schema.nodes.mathBlock;
  if (type !== undefined && putIn(editor, type.create(), "inside")) editor.commands.focus();
}
