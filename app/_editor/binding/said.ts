// What an editor said on a block, of others that were joined to it or taken out beside it, and what others may not
// have heard since: they replaced the block, or said something of it at the same moment. Called by the rescue.

import * as Y from "yjs";
import {
  BESIDE,
  JOINED,
  type Past,
  pastOn,
  type Stored,
  setPast,
  storedIn,
  type TOOK,
} from "./succession.ts";
import { isElement, type YElement } from "./y.ts";

/** What `client` said of a block that died: whoever replaced that had not heard of it. */
export function saidBy(
  { doc, deleteSet }: Y.Transaction,
  dead: YElement,
  name: typeof JOINED | typeof BESIDE | typeof TOOK,
): Stored {
  // Who said something of it at the same moment may have come last.
  for (let item = dead._map.get(name) ?? null; item !== null; item = item.left) {
    if (item.id.client === doc.clientID && Y.isDeleted(deleteSet, item.id)) return storedIn(item);
  }
  return [];
}

export interface Unheard {
  readonly element: YElement;
  readonly name: typeof JOINED | typeof BESIDE;
  readonly said: Stored;
}

/** What was said of living blocks while others, who had not heard of it, said something of the same: they came last. */
export function unheardIn({ doc, deleteSet }: Y.Transaction): Unheard[] {
  const structs = doc.store.clients.get(doc.clientID) ?? [];
  const unheard: Unheard[] = [];
  for (const { clock, len } of deleteSet.clients.get(doc.clientID) ?? []) {
    for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
      const item = structs[at];
      if (item === undefined || item.id.clock >= clock + len) break;
      if (!(item instanceof Y.Item) || (item.parentSub !== JOINED && item.parentSub !== BESIDE)) continue;
      const element: unknown = item.parent;
      const isAnswer = item.right === null || Y.compareIDs(item.right.origin, item.lastId);
      if (!isElement(element) || element._item?.deleted !== false || isAnswer) continue;
      const said = unsaid(element, item.parentSub, storedIn(item));
      if (said.length > 0) unheard.push({ element, name: item.parentSub, said });
    }
  }
  return unheard;
}

/** Says it again, for those who typed into it. */
export function sayOn(heir: YElement, name: typeof JOINED | typeof BESIDE, said: Stored): void {
  if (said.length > 0) setPast(heir, name, [...said, ...pastOn(heir, name)]);
}

/** What of it is not said there. */
export function unsaid(heir: YElement, name: typeof JOINED | typeof BESIDE, said: Stored): Stored {
  const there = new Set(pastOn(heir, name).map(([client, clock]) => `${client}:${clock}`));
  return said.filter(([client, clock]) => !there.has(`${client}:${clock}`));
}

/** The past of what died, with what was joined to it although others had the last word on that. */
export function alsoSaid(past: Past, joined: Stored): Past {
  const before = past.find(([one]) => one === JOINED)?.[1] ?? [];
  return joined.length === 0
    ? past
    : [...past.filter(([one]) => one !== JOINED), [JOINED, [...joined, ...before]]];
}
