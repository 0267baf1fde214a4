// The end of a round towards the editor: the mirror takes the change in, and the selection is carried over it, in
// the transaction that shows it. Called by the binding.

import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type * as Y from "yjs";
import { adopt, commit } from "./adopt.ts";
import { acrossSwaps, anchorAt, anchoredAt, carrySelection } from "./carry.ts";
import type { Mirror } from "./mirror.ts";
import type { RelativeSelection } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { Projection } from "./project.ts";

/** The mirror takes the change in, then the caret is set: both before the editor shows anything. */
export function takeIn(
  mirror: Mirror,
  next: Projection,
  tr: Transaction,
  state: EditorState,
  planned: Plan | undefined,
): void {
  if (planned !== undefined) {
    commit(mirror, next);
    adopt(mirror, tr.doc);
    carrySelection(tr, state, (at) => acrossSwaps(planned.swaps, state.doc, tr.mapping, at));
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
export function restoreSelection(mirror: Mirror, tr: Transaction, selection: RelativeSelection): void {
  const anchor = mirror.absolute(selection.anchor, mirror.root.type.doc as Y.Doc);
  const head = mirror.absolute(selection.head, mirror.root.type.doc as Y.Doc);
  if (anchor === undefined || head === undefined) return;
  const size = tr.doc.content.size;
  tr.setSelection(
    TextSelection.between(tr.doc.resolve(Math.min(anchor, size)), tr.doc.resolve(Math.min(head, size))),
  );
}
