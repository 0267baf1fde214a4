// Yjs to editor: a projection becomes what the view shows, in one transaction, the caret set in it. Called by
// the binding for every change of others. Promises: the mirror takes the change in before the view is told; what
// a step or a plugin's filter spoils is shown all the same, and counted.

import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { adopt, commit, sameDoc } from "./adopt.ts";
import { acrossSwaps, anchorAt, anchoredAt, carrySelection, sameWay } from "./carry.ts";
import { changesOf } from "./changes.ts";
import { countOn } from "./count-on.ts";
import type { Mirror } from "./mirror.ts";
import type { RelativeSelection, Trouble } from "./options.ts";
import { type Plan, plan } from "./plan.ts";
import type { Projection } from "./project.ts";
import { coarse } from "./replace.ts";
import { shapeOf } from "./shape.ts";

/** What a change came with: the transaction that made it, and where the caret goes if that was an undo. */
export interface Cause {
  readonly transaction: Y.Transaction | undefined;
  readonly restore: RelativeSelection | undefined;
}

export class Display {
  /** The view is being told: what it says meanwhile is no edit. */
  isShowing = false;
  private readonly trouble: (what: Trouble, shape: string) => void;

  constructor(trouble: (what: Trouble, shape: string) => void) {
    this.trouble = trouble;
  }

  show(mirror: Mirror, view: EditorView, next: Projection, { transaction, restore }: Cause): void {
    const undo = transaction?.origin instanceof Y.UndoManager;
    const { state } = view;
    if (next.root.node === mirror.doc && state.doc === mirror.doc && !undo) {
      // Nothing of it can be seen (unknown marks, children of placeholders).
      commit(mirror, next);
      return;
    }
    const drifted = state.doc === mirror.doc ? undefined : coarse(state.doc, mirror.doc);
    const planned = plan(mirror, next, (text) =>
      transaction === undefined ? [] : changesOf(text, transaction),
    );
    let tr = begin(state);
    const exact =
      drifted === undefined && planned !== undefined && apply(tr, planned) && sameDoc(tr.doc, next.root.node);
    if (!exact) {
      if (planned !== undefined && drifted === undefined) {
        this.trouble("plan", shapeOf(tr.doc, next.root.node));
      }
      tr = begin(state);
      const step = coarse(state.doc, next.root.node);
      if (step !== undefined) tr.step(step);
    }
    takeIn(mirror, next, tr, state, exact ? planned : undefined);
    if (undo) {
      if (restore !== undefined) restoreSelection(mirror, tr, restore);
      tr.scrollIntoView();
    }
    this.dispatch(
      mirror,
      view,
      tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, isUndoRedoOperation: undo }),
    );
  }

  /** Shows the mirrored document, whatever the editor shows now. */
  render(mirror: Mirror, view: EditorView): void {
    const { state } = view;
    const tr = begin(state);
    const step = coarse(state.doc, mirror.doc);
    if (step !== undefined) tr.step(step);
    adopt(mirror, tr.doc);
    if (step === undefined) return;
    carrySelection(tr, state, (at) => sameWay(mirror, state.doc, at));
    this.dispatch(mirror, view, tr.setMeta(ySyncPluginKey, { isChangeOrigin: true }));
  }

  private dispatch(mirror: Mirror, view: EditorView, tr: Transaction): void {
    const before = view.state.doc;
    countOn(view);
    this.tell(() => view.dispatch(tr));
    // Were it left out, the next key would take it back for everybody.
    if (tr.docChanged && view.state.doc === before) this.insist(mirror, view);
  }

  /** A state made anew passes no filter. Plugins begin again; words come first. */
  private insist(mirror: Mirror, view: EditorView): void {
    this.trouble("refused", "");
    const { plugins, schema, selection } = view.state;
    const { doc } = mirror;
    const at = doc.resolve(Math.min(selection.from, doc.content.size));
    this.tell(() =>
      view.updateState(
        EditorState.create({ schema, doc, plugins: [...plugins], selection: TextSelection.near(at) }),
      ),
    );
  }

  private tell(run: () => void): void {
    this.isShowing = true;
    try {
      run();
    } finally {
      this.isShowing = false;
    }
  }
}

const begin = (state: EditorState): Transaction => state.tr.setMeta("addToHistory", false);

function apply(tr: Transaction, { steps }: Plan): boolean {
  for (const step of steps) if (tr.maybeStep(step).failed !== null) return false;
  return true;
}

/** The mirror takes the change in, then the caret is set: both before the editor shows anything. */
function takeIn(
  mirror: Mirror,
  next: Projection,
  tr: Transaction,
  state: EditorState,
  planned: Plan | undefined,
): void {
  if (planned !== undefined) {
    commit(mirror, next);
    adopt(mirror, tr.doc);
    carrySelection(tr, state, (at) => acrossSwaps(planned.swaps, state.doc, tr, at));
    return;
  }
  const { selection } = state;
  const kept = new Map(
    [selection.anchor, selection.head].map((at) => [
      at,
      selection instanceof TextSelection && state.doc === mirror.doc ? anchorAt(mirror, at) : undefined,
    ]),
  );
  commit(mirror, next);
  adopt(mirror, tr.doc);
  carrySelection(tr, state, (at) => {
    const anchor = kept.get(at);
    return anchor === undefined ? undefined : anchoredAt(mirror, anchor);
  });
}

/** After an undo: where the caret was before what is undone. */
function restoreSelection(mirror: Mirror, tr: Transaction, selection: RelativeSelection): void {
  const anchor = mirror.absolute(selection.anchor, mirror.root.type.doc as Y.Doc);
  const head = mirror.absolute(selection.head, mirror.root.type.doc as Y.Doc);
  if (anchor === undefined || head === undefined) return;
  const size = tr.doc.content.size;
  tr.setSelection(
    TextSelection.between(tr.doc.resolve(Math.min(anchor, size)), tr.doc.resolve(Math.min(head, size))),
  );
}
