// What a transaction changed: which types of ours, and what it did to a text. Instead of `observeDeep` and
// `event.delta`: the first computes the path of every event (500 changed blocks of 10,000 cost 25 ms), the
// second opens a transaction for each read and overflows the stack when thousands of texts change.

import * as Y from "yjs";
import type { Change } from "./plan-text.ts";
import { parentOf, type YKid, type YParent, type YText } from "./y.ts";

/** Changed types that still stand in the fragment, the fragment itself included. */
export function changedIn(fragment: YParent, transaction: Y.Transaction): YKid[] {
  const found: YKid[] = [];
  const inside = new Map<YKid, boolean>([[fragment, true]]);
  for (const changed of transaction.changed.keys()) {
    const type = changed as unknown as YKid;
    if (type._item?.deleted !== true && standsIn(type, inside)) found.push(type);
  }
  return found;
}

/** Remembers what it met: many changed blocks share their parents. */
function standsIn(type: YKid, inside: Map<YKid, boolean>): boolean {
  const way: YKid[] = [];
  let known: boolean | undefined;
  let at: YKid | undefined = type;
  while (at !== undefined && known === undefined) {
    known = inside.get(at);
    way.push(at);
    at = parentOf(at);
  }
  for (const one of way) inside.set(one, known === true);
  return known === true;
}

export function changesOf(text: YText, transaction: Y.Transaction): Change[] {
  const { beforeState, deleteSet } = transaction;
  const changes: Change[] = [];
  const add = (kind: "keep" | "add" | "drop", length: number) => {
    const last = changes.at(-1) as Record<string, number> | undefined;
    const before = last?.[kind];
    if (last !== undefined && before !== undefined) last[kind] = before + length;
    else changes.push({ [kind]: length } as unknown as Change);
  };
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.countable && !(item.content instanceof Y.ContentDeleted)) continue;
    if (item.id.clock >= (beforeState.get(item.id.client) ?? 0)) {
      if (!item.deleted) add("add", item.length);
    } else if (!item.deleted) add("keep", item.length);
    else if (Y.isDeleted(deleteSet, item.id)) add("drop", item.length);
  }
  return changes;
}
