// The keys of blocks and of the page that the text itself takes: Alt with arrows, duplicate, clear. What
// works outside the text as well (palette, find, shortcuts) is in page-keys.ts.

import { Extension } from "@tiptap/core";
import { applyToBlocks } from "./block-actions.ts";
import { duplicate, moveStep } from "./blocks.ts";

export const BlockKeys = Extension.create({
  name: "blockKeys",
  priority: 1_000,

  addKeyboardShortcuts() {
    const { editor } = this;
    const step = (direction: -1 | 1) => () => {
      applyToBlocks(editor, (state) => moveStep(state, direction));
      // At the edge too: the browser would move the caret, and on a Mac by a paragraph.
      return true;
    };
    return {
      "Alt-ArrowUp": step(-1),
      "Alt-ArrowDown": step(1),
      "Mod-d": () => {
        applyToBlocks(editor, duplicate);
        return true;
      },
      "Mod-\\": () => editor.commands.unsetAllMarks(),
    };
  },
});
