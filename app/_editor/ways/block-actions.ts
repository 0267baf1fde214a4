// What can be done with a block as a whole, as actions: for the block menu, the palette and the keys.
// Part of the table (commands/all.ts). Moving is in blocks.ts.

import type { Editor } from "@tiptap/core";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import { ArrowDown, ArrowUp, CopyPlus, Trash2 } from "lucide-react";
import { ways } from "../../_words/ways.ts";
import type { Action } from "../commands/action.ts";
import { asOneStep } from "../undo-steps.ts";
import { blocksOf, duplicate, moveStep, without } from "./blocks.ts";

const words = ways.actions;

/** Applies a change of blocks as one undo step. False where there is nothing to do. */
export function applyToBlocks(
  editor: Editor,
  change: (state: EditorState) => Transaction | undefined,
): boolean {
  if (!editor.isEditable) return false;
  const tr = change(editor.state);
  if (tr === undefined) return false;
  asOneStep(editor.state, () => editor.view.dispatch(tr));
  return true;
}

const acting = (change: (state: EditorState) => Transaction | undefined) => (editor: Editor) => {
  applyToBlocks(editor, change);
  editor.view.focus();
};

const onBlock = ({ state }: Editor) => blocksOf(state) !== undefined;

export const blockMoves: readonly Action[] = [
  {
    id: "block.up",
    label: words.moveUp,
    icon: ArrowUp,
    group: "move",
    shortcut: "Alt ↑",
    places: ["block"],
    keywords: words.moveKeywords.split(" "),
    isAvailable: ({ state }) => moveStep(state, -1) !== undefined,
    run: acting((state) => moveStep(state, -1)),
  },
  {
    id: "block.down",
    label: words.moveDown,
    icon: ArrowDown,
    group: "move",
    shortcut: "Alt ↓",
    places: ["block"],
    keywords: words.moveKeywords.split(" "),
    isAvailable: ({ state }) => moveStep(state, 1) !== undefined,
    run: acting((state) => moveStep(state, 1)),
  },
  {
    id: "block.duplicate",
    label: words.duplicate,
    icon: CopyPlus,
    group: "move",
    shortcut: "Mod D",
    places: ["block"],
    keywords: words.duplicateKeywords.split(" "),
    isAvailable: onBlock,
    run: acting(duplicate),
  },
  {
    id: "block.delete",
    label: words.remove,
    icon: Trash2,
    group: "move",
    places: ["block"],
    keywords: words.removeKeywords.split(" "),
    isAvailable: onBlock,
    run: acting(without),
  },
];
