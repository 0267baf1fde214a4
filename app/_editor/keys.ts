// The editor's own keys: the way to the title, to the toolbar and to the link, and Tab, which indents
// lists and moves through cells but is never a trap. Called by extensions.ts.

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { isSafeLink } from "../../lib/links.ts";

export interface KeysOptions {
  /** Up, or Backspace, at the very start of the text. */
  readonly toTitle: () => void;
  readonly toToolbar: () => void;
  readonly editLink: () => void;
}

export const Keys = Extension.create<KeysOptions>({
  name: "keys",
  // After lists and tables, which take Tab and Backspace first.
  priority: 50,

  addOptions: () => ({ toTitle: () => {}, toToolbar: () => {}, editLink: () => {} }),

  addKeyboardShortcuts() {
    const { toTitle, toToolbar, editLink } = this.options;
    const run = (action: () => void) => () => {
      action();
      return true;
    };
    const inList = () => this.editor.isActive("listItem") || this.editor.isActive("taskItem");
    const stay = () => inList() || this.editor.isActive("table");
    return {
      ArrowUp: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        const first = $from.depth > 0 && $from.before(1) === 0 && isFirstBlock(editor.state.selection.$from);
        if (!empty || !first || !editor.view.endOfTextblock("up")) return false;
        toTitle();
        return true;
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        // Only from plain text: in a list or a quote Backspace first takes that off.
        if (!empty || $from.pos !== 1 || $from.parent.type.name !== "paragraph") return false;
        toTitle();
        return true;
      },
      Escape: run(toToolbar),
      "Alt-F10": run(toToolbar),
      "Mod-Shift-k": run(editLink),
      "Mod-Shift-h": ({ editor }) => editor.commands.toggleMark("highlight"),
      // An item that cannot go deeper swallows the key, so that indenting does not leave the page.
      Tab: stay,
      "Shift-Tab": stay,
    };
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          // A click sets the caret, with Ctrl or Command it follows. Where one may only read, the
          // browser follows by itself.
          handleClick(_view, _pos, event) {
            if (!editor.isEditable || !(event.ctrlKey || event.metaKey)) return false;
            const link = event.target instanceof Element ? event.target.closest("a") : null;
            const href = link?.getAttribute("href") ?? "";
            if (href === "" || !isSafeLink(href)) return false;
            window.open(href, "_blank", "noopener,noreferrer");
            return true;
          },
        },
      }),
    ];
  },
});

function isFirstBlock($from: { depth: number; index(depth: number): number }): boolean {
  for (let depth = 0; depth < $from.depth; depth++) if ($from.index(depth) !== 0) return false;
  return true;
}
