// A guard around an error of Yjs (yjs/yjs#794): undo may restore an item between neighbours that stand the
// other way round. Who undoes sees other letters in another order than everybody else, until reload.
// Called by the undo manager inside the undoing transaction: such items are made again at their place.

import * as Y from "yjs";

/** Returns how many items were made again. */
export function mendOrder(transaction: Y.Transaction): number {
  const { doc } = transaction;
  const bad = findBad(transaction);
  if (bad.size === 0) return 0;
  for (const item of inDocumentOrder(bad)) {
    let { left, right } = item;
    while (left !== null && bad.has(left)) left = left.left;
    while (right !== null && bad.has(right)) right = right.right;
    const content =
      item.content instanceof Y.ContentType
        ? new Y.ContentType(item.content.type.clone())
        : item.content.copy();
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    const again = new Y.Item(
      id,
      left,
      left?.lastId ?? null,
      right,
      right?.id ?? null,
      item.parent,
      null,
      content,
    );
    again.integrate(transaction, 0);
    item.delete(transaction);
    // Yjs remembers places in a text; it did not see this.
    const markers: unknown[] | null =
      item.parent instanceof Y.AbstractType ? item.parent._searchMarker : null;
    if (markers !== null) markers.length = 0;
  }
  return bad.size;
}

/** Left to right in each parent: what is made again stands right of what was made before it. */
function inDocumentOrder(bad: ReadonlySet<Y.Item>): Y.Item[] {
  const parents = new Set([...bad].map((item) => item.parent));
  const ordered: Y.Item[] = [];
  for (const parent of parents) {
    if (!(parent instanceof Y.AbstractType)) continue;
    for (let item = parent._start; item !== null; item = item.right) {
      if (bad.has(item) && !item.deleted) ordered.push(item);
    }
  }
  return ordered;
}

function findBad(transaction: Y.Transaction): Set<Y.Item> {
  const { doc, beforeState } = transaction;
  const structs = doc.store.clients.get(doc.clientID);
  const before = beforeState.get(doc.clientID) ?? 0;
  const bad = new Set<Y.Item>();
  if (structs === undefined || Y.getState(doc.store, doc.clientID) <= before) return bad;
  const fresh: Y.Item[] = [];
  for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
    const item = structs[at];
    if (item instanceof Y.Item && !item.deleted && item.parentSub === null) fresh.push(item);
  }
  const itemAt = (id: Y.ID | null): Y.Item | undefined => {
    if (id === null) return undefined;
    const item: unknown = Y.getItem(doc.store, id);
    return item instanceof Y.Item ? item : undefined;
  };
  // Whoever leans on a bad item stands wrong elsewhere too.
  for (let again = true; again; ) {
    again = false;
    for (const item of fresh) {
      if (bad.has(item)) continue;
      const left = itemAt(item.origin);
      const right = itemAt(item.rightOrigin);
      const leans = (left !== undefined && bad.has(left)) || (right !== undefined && bad.has(right));
      if (leans || (left !== undefined && right !== undefined && !inOrder(item, left, right))) {
        bad.add(item);
        again = true;
      }
    }
  }
  return bad;
}

/** Both may lie in one item by now: Yjs joins what stands together. Or be one and the same place. */
const inOrder = (item: Y.Item, left: Y.Item, right: Y.Item): boolean =>
  left === right ? (item.origin?.clock ?? 0) < (item.rightOrigin?.clock ?? 0) : standsBefore(left, right);

function standsBefore(left: Y.Item, right: Y.Item): boolean {
  for (let item: Y.Item | null = left.right; item !== null; item = item.right)
    if (item === right) return true;
  return false;
}
