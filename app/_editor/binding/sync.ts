// The plugin of the binding, under the stock binding's key and with its state, so that whoever asks
// `ySyncPluginKey` finds what it knows. Called by collaboration.ts.

import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import type { Binding } from "./binding.ts";

export interface SyncState {
  readonly type: Y.XmlFragment;
  readonly doc: Y.Doc;
  readonly binding: Binding;
  readonly snapshot: null;
  readonly prevSnapshot: null;
  /** The last transaction showed a change from elsewhere. */
  readonly isChangeOrigin: boolean;
  readonly isUndoRedoOperation: boolean;
  readonly addToHistory: boolean;
}

interface UndoOwner {
  readonly undoManager?: Y.UndoManager;
}

interface SyncMeta {
  readonly isChangeOrigin?: boolean;
  readonly isUndoRedoOperation?: boolean;
}

export function syncPlugin(binding: Binding): Plugin<SyncState> {
  return new Plugin<SyncState>({
    key: ySyncPluginKey,
    props: {
      handleDOMEvents: {
        compositionend() {
          binding.composed();
          return false;
        },
      },
    },
    state: {
      init: () => ({
        type: binding.type,
        doc: binding.doc,
        binding,
        snapshot: null,
        prevSnapshot: null,
        isChangeOrigin: false,
        isUndoRedoOperation: false,
        addToHistory: true,
      }),
      apply(tr, value) {
        const meta = tr.getMeta(ySyncPluginKey) as SyncMeta | undefined;
        const isChangeOrigin = meta?.isChangeOrigin === true;
        const isUndoRedoOperation = isChangeOrigin && meta?.isUndoRedoOperation === true;
        const addToHistory = tr.docChanged ? tr.getMeta("addToHistory") !== false : value.addToHistory;
        if (
          isChangeOrigin === value.isChangeOrigin &&
          isUndoRedoOperation === value.isUndoRedoOperation &&
          addToHistory === value.addToHistory
        ) {
          return value;
        }
        return { ...value, isChangeOrigin, isUndoRedoOperation, addToHistory };
      },
    },
    view(view) {
      binding.initView(view);
      return {
        update(now, before) {
          const { addToHistory, isChangeOrigin } = ySyncPluginKey.getState(now.state) as SyncState;
          // What is not for the history must not grow the last step of it either.
          if (!addToHistory && !isChangeOrigin && now.state.doc !== before.doc) {
            (yUndoPluginKey.getState(now.state) as UndoOwner | undefined)?.undoManager?.stopCapturing();
          }
          binding.changed(now, before);
        },
        destroy: () => binding.destroy(),
      };
    },
  });
}
