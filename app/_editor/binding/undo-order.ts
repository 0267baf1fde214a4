// A guard around an error of Yjs (yjs/yjs#794): undo may restore an item between neighbours that stand the
// other way round. It is stored as behind the one and before the other, which everybody else reads in their own way,
// by how they have cut what stands there: letters in another order, until reload. Called by the undo manager inside
// the undoing transaction, before anybody is told: such an item then says of itself where it stands.

import * as Y from "yjs";

/**
 * Returns how many items were mended. Making them again instead leaves the old ones in the list, deleted, and whoever
 * types beside one of those leans on it.
 */
export function mendOrder({ doc, beforeState }: Y.Transaction): number {
  const structs = doc.store.clients.get(doc.clientID);
  const before = beforeState.get(doc.clientID) ?? 0;
  if (structs === undefined || Y.getState(doc.store, doc.clientID) <= before) return 0;
  const itemAt = (id: Y.ID | null): Y.Item | undefined => {
    if (id === null) return undefined;
    const item: unknown = Y.getItem(doc.store, id);
    return item instanceof Y.Item ? item : undefined;
  };
  let mended = 0;
  for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
    const item = structs[at];
    if (!(item instanceof Y.Item) || item.parentSub !== null) continue;
    const left = itemAt(item.origin);
    const right = itemAt(item.rightOrigin);
    if (left === undefined || right === undefined || inOrder(item, left, right)) continue;
    item.origin = olderOn("left", item)?.lastId ?? null;
    item.rightOrigin = olderOn("right", item)?.id ?? null;
    mended++;
  }
  return mended;
}

/** The next one on that side that everybody has before this one. */
function olderOn(side: "left" | "right", { id, [side]: next }: Y.Item): Y.Item | null {
  let item = next;
  while (item !== null && item.id.client === id.client && item.id.clock > id.clock) item = item[side];
  return item;
}

/** Both may lie in one item by now: Yjs joins what stands together. Or be one and the same place. */
const inOrder = (item: Y.Item, left: Y.Item, right: Y.Item): boolean =>
  left === right ? (item.origin?.clock ?? 0) < (item.rightOrigin?.clock ?? 0) : standsBefore(left, right);

function standsBefore(left: Y.Item, right: Y.Item): boolean {
  for (let item: Y.Item | null = left.right; item !== null; item = item.right)
    if (item === right) return true;
  return false;
}
