// Pastes what holds signs of pictures: the signs go out of it in the very same transaction, so that neither the
// shared body nor anybody else ever sees one, and their places are told. Called while pasting.

import type { Slice } from "@tiptap/pm/model";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import type { PastedPicture } from "./pasted-html.ts";
import { placeAt } from "./place.ts";

export interface PastedPlaces {
  readonly tr: Transaction;
  readonly places: readonly { readonly picture: PastedPicture; readonly pos: number }[];
}

/** `undefined` where no sign is in the slice. */
export function pasteWithSigns(
  state: EditorState,
  slice: Slice,
  pictures: readonly PastedPicture[],
): PastedPlaces | undefined {
  const text = slice.content.textBetween(0, slice.content.size, "\n", " ");
  if (!pictures.some(({ sign }) => text.includes(sign))) return undefined;
  const type = state.schema.nodes.image;
  if (type === undefined) return undefined;
  const tr = state.tr.replaceSelection(slice);
  const found: { picture: PastedPicture; pos: number; steps: number }[] = [];
  for (const picture of pictures) {
    const at = find(tr, picture.sign);
    if (at === undefined) continue;
    tr.delete(at, at + picture.sign.length);
    const $pos = tr.doc.resolve(at);
    let pos = placeAt($pos, type);
    // The paragraph that held nothing else goes, unless it is the only one.
    const { parent } = $pos;
    const alone = parent.isTextblock && parent.content.size === 0 && $pos.depth > 0;
    if (alone && $pos.node($pos.depth - 1).childCount > 1 && hasNeighbour($pos)) {
      pos = $pos.before();
      tr.delete($pos.before(), $pos.after());
    }
    found.push({ picture, pos, steps: tr.steps.length });
  }
  const places = found.map(({ picture, pos, steps }) => ({ picture, pos: tr.mapping.slice(steps).map(pos) }));
  return { tr, places };
}

/** What stands behind an emptied paragraph keeps the caret; the last one stays for it. */
const hasNeighbour = ($pos: ReturnType<Transaction["doc"]["resolve"]>): boolean =>
  $pos.indexAfter($pos.depth - 1) < $pos.node($pos.depth - 1).childCount;

function find(tr: Transaction, sign: string): number | undefined {
  let at: number | undefined;
  tr.doc.descendants((node, pos) => {
    if (at !== undefined) return false;
    const index = node.isText ? (node.text ?? "").indexOf(sign) : -1;
    if (index >= 0) at = pos + index;
    return undefined;
  });
  return at;
}
