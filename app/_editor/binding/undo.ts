// Undo of what was done here, on Yjs' own manager. Called by the editor's keys through the plugin key of
// the stock binding. Promises: the caret returns to where it was before the change that is undone; the
// order of letters stays the same for everybody (undo-order.ts).

import { Plugin } from "@tiptap/pm/state";
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import type { Binding } from "./binding.ts";
import type { RelativeSelection } from "./options.ts";
import { mendOrder } from "./undo-order.ts";

export class OrderedUndoManager extends Y.UndoManager {
  /** Items that would have stood in another order elsewhere. */
  mended = 0;
  /** Steps that Yjs could not take back: it followed a restored item that it had thrown away since. */
  failed = 0;
  private attached = true;
  private readonly before: () => void;
  private readonly after: () => void;

  private readonly done: (transaction: Y.Transaction) => void;

  constructor(
    type: Y.XmlFragment,
    before: () => void,
    done: (transaction: Y.Transaction) => void,
    after: () => void,
  ) {
    super(type, {
      trackedOrigins: new Set([ySyncPluginKey]),
      deleteFilter: (item: Y.Item) => defaultDeleteFilter(item, defaultProtectedNodes),
      captureTransaction: (transaction: Y.Transaction) => transaction.meta.get("addToHistory") !== false,
    });
    this.before = before;
    this.done = done;
    this.after = after;
  }

  override undo(): ReturnType<Y.UndoManager["undo"]> {
    return this.inOneTransaction("undoing", () => this.taken(() => super.undo()));
  }

  override redo(): ReturnType<Y.UndoManager["redo"]> {
    return this.inOneTransaction("redoing", () => this.taken(() => super.redo()));
  }

  /** What was taken back before the error stays so; the step is gone, the editor goes on. */
  private taken<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.failed++;
      this.currStackItem = null;
      return null;
    }
  }

  /** What is mended travels with what was undone: nobody ever sees the wrong order. */
  private inOneTransaction<T>(flag: "undoing" | "redoing", run: () => T): T {
    this.before();
    try {
      return this.doc.transact((transaction) => {
        const popped = run();
        this.done(transaction);
        this.mended += mendOrder(transaction);
        // The manager listens once the transaction ends, and asks then what it was.
        this[flag] = true;
        return popped;
      }, this);
    } finally {
      this[flag] = false;
      this.after();
    }
  }

  /** A plugin's view comes and goes with every plugin that registers; the history stays. */
  attach(): void {
    if (this.attached) return;
    this.attached = true;
    this.trackedOrigins.add(this);
    this.doc.on("afterTransaction", this.afterTransactionHandler);
    this.doc.on("destroy", this.destroy);
  }

  detach(): void {
    if (!this.attached) return;
    this.attached = false;
    this.doc.off("afterTransaction", this.afterTransactionHandler);
    this.doc.off("destroy", this.destroy);
  }
}

interface UndoState {
  readonly undoManager: OrderedUndoManager;
  readonly prevSel: null;
  readonly hasUndoOps: boolean;
  readonly hasRedoOps: boolean;
}

export function undoPlugin(binding: Binding): Plugin<UndoState> {
  const undoManager = new OrderedUndoManager(
    binding.type,
    () => binding.beforeUndo(),
    (transaction) => binding.undone(transaction),
    () => binding.afterUndo(),
  );
  undoManager.on("stack-item-added", ({ stackItem }: { stackItem: Y.UndoManager["undoStack"][number] }) => {
    stackItem.meta.set(binding, binding.selectionBefore);
  });
  undoManager.on("stack-item-popped", ({ stackItem }: { stackItem: Y.UndoManager["undoStack"][number] }) => {
    binding.selectionToRestore = stackItem.meta.get(binding) as RelativeSelection | undefined;
  });
  return new Plugin<UndoState>({
    key: yUndoPluginKey,
    state: {
      init: () => ({ undoManager, prevSel: null, hasUndoOps: false, hasRedoOps: false }),
      apply(_tr, value) {
        const hasUndoOps = undoManager.undoStack.length > 0;
        const hasRedoOps = undoManager.redoStack.length > 0;
        if (hasUndoOps === value.hasUndoOps && hasRedoOps === value.hasRedoOps) return value;
        return { ...value, hasUndoOps, hasRedoOps };
      },
    },
    view() {
      undoManager.attach();
      return { destroy: () => undoManager.detach() };
    },
  });
}
