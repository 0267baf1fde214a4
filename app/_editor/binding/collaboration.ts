// The editor's extension: binds an editor to a fragment with the own binding. Called by extensions.ts in
// place of Tiptap's Collaboration, under its name and with its commands, keys and storage, so that
// whatever asks for it finds it.

import { Extension } from "@tiptap/core";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { Binding } from "./binding.ts";
import { readCaret } from "./caret-guard.ts";
import type { BindingReport } from "./options.ts";
import { syncPlugin } from "./sync.ts";
import { undoPlugin } from "./undo.ts";

export interface OwnCollaborationOptions {
  readonly fragment: Y.XmlFragment | undefined;
  /** Told when the editor healed itself: what differed, never content. */
  readonly onTrouble: (report: BindingReport) => void;
  /** Guard 2 of the caret (B19). Off only where a test shows what it is good for. */
  readonly guardCaret: boolean;
  /** Own words go on in what others made of their block (B23). */
  readonly rescue: boolean;
}

const undoManagerOf = (state: Parameters<typeof yUndoPluginKey.getState>[0]): Y.UndoManager | undefined =>
  (yUndoPluginKey.getState(state) as { undoManager?: Y.UndoManager } | undefined)?.undoManager;

export const OwnCollaboration = Extension.create<OwnCollaborationOptions, { isDisabled: boolean }>({
  name: "collaboration",
  priority: 1000,

  addOptions: () => ({
    fragment: undefined,
    guardCaret: true,
    rescue: true,
    onTrouble: ({ what, shape }) => console.warn(`The editor healed itself (${what}): ${shape}`),
  }),

  addStorage: () => ({ isDisabled: false }),

  addCommands() {
    const step =
      (which: "undo" | "redo") =>
      () =>
      ({
        tr,
        state,
        dispatch,
      }: {
        tr: { setMeta(key: string, value: unknown): unknown };
        state: unknown;
        dispatch: unknown;
      }) => {
        // The change comes from Yjs: the command's own transaction would be one too many.
        tr.setMeta("preventDispatch", true);
        const undoManager = undoManagerOf(state as Parameters<typeof undoManagerOf>[0]);
        const stack = which === "undo" ? undoManager?.undoStack : undoManager?.redoStack;
        if (undoManager === undefined || stack === undefined || stack.length === 0) return false;
        if (dispatch) undoManager[which]();
        return true;
      };
    return { undo: step("undo"), redo: step("redo") };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-z": () => this.editor.commands.undo(),
      "Mod-y": () => this.editor.commands.redo(),
      "Shift-Mod-z": () => this.editor.commands.redo(),
    };
  },

  addProseMirrorPlugins() {
    const { fragment, onTrouble, guardCaret, rescue } = this.options;
    if (fragment === undefined) return [];
    const binding = new Binding(fragment, { onTrouble, rescue, ...(guardCaret ? { readCaret } : {}) });
    return [syncPlugin(binding), undoPlugin(binding)];
  },
});
