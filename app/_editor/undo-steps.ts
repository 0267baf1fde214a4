// Groups what one undo takes back: typing up to a pause, but each command (a heading, a list, a paste)
// for itself. Called by the editor for every transaction before it is applied.

import { Extension } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { type EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";

/** Letters put in or taken out, and Enter: everything else is a command. */
export function isTyping(tr: Transaction): boolean {
  const event: unknown = tr.getMeta("uiEvent");
  if (event === "paste" || event === "drop" || event === "cut") return false;
  return tr.steps.every((step) => step instanceof ReplaceStep && isPlain(step.slice));
}

function isPlain(slice: Slice): boolean {
  // An open slice is a split: the blocks in it are the two ends of one that was there.
  if (slice.openStart > 0 || slice.openEnd > 0) return slice.content.size <= 4;
  let plain = true;
  slice.content.forEach((node) => {
    if (!node.isText) plain = false;
  });
  return plain;
}

export const undoManagerOf = (
  state: Parameters<typeof yUndoPluginKey.getState>[0],
): UndoManager | undefined =>
  (yUndoPluginKey.getState(state) as { undoManager?: UndoManager } | undefined)?.undoManager;

const whole = new WeakSet<UndoManager>();

/** Everything that `act` changes is taken back by one undo, and nothing else with it. */
export function asOneStep(state: EditorState, act: () => void): void {
  const manager = undoManagerOf(state);
  if (manager === undefined || whole.has(manager)) return act();
  manager.stopCapturing();
  whole.add(manager);
  try {
    act();
  } finally {
    whole.delete(manager);
    manager.stopCapturing();
  }
}

export const UndoSteps = Extension.create({
  name: "undoSteps",
  addProseMirrorPlugins() {
    let afterCommand = false;
    return [
      new Plugin({
        filterTransaction(tr, state) {
          // Changes from elsewhere say that they are not for the history.
          if (!tr.docChanged || tr.getMeta("addToHistory") === false) return true;
          const manager = undoManagerOf(state);
          if (manager !== undefined && whole.has(manager)) return true;
          const command = !isTyping(tr);
          if (command || afterCommand) manager?.stopCapturing();
          afterCommand = command;
          return true;
        },
      }),
    ];
  },
});
