// Own lines in something that others replaced and had not seen (B23): nothing goes on from them, so they are made
// again beside what their neighbours became. Called by the rescue with what died in a transaction of others.
// Promises: reads only; what lives on anywhere is not made again, and nothing is twice.

import * as Y from "yjs";
import {
  again,
  begunBy,
  holdsBlocks,
  isWhole,
  levelsTo,
  type Neighbour,
  neighbours,
  type Standing,
  unseenRoot,
} from "./dead.ts";
import type { Heir, Heirs } from "./heirs.ts";
import { deadAncestors } from "./succession.ts";
import { isElement, parentOf, type YElement } from "./y.ts";

/** An own block in something that others replaced, and that they had not seen: it has no heir. */
export interface LostBlock {
  /** The textblock; of what was made with others, all of them. */
  readonly texts: readonly LostText[];
  /** The heir of the block that stood next to it. */
  readonly beside: YElement;
  readonly behind: boolean;
  /** What was made with it (an item of a list, a row): made again, and how far above `beside` it stands. */
  readonly whole?: { readonly element: Y.XmlElement; readonly above: number };
}

export interface LostText {
  readonly block: YElement;
  readonly row: readonly Standing[];
}

/** What is known of the dead while their transaction lasts. */
export interface Search {
  readonly heirs: Heirs;
  readonly transaction: Y.Transaction;
  readonly client: number;
  /** What stood in a block that is remembered. */
  readonly row: (block: YElement) => readonly Standing[] | undefined;
}

export function lostBlocks(died: ReadonlySet<YElement>, search: Search): LostBlock[] {
  const { heirs, transaction, client } = search;
  const lost: LostBlock[] = [];
  const roots = new Map<YElement, LostText[]>();
  for (const block of died) {
    const row = search.row(block);
    const id = begunBy(block);
    if (id.client !== client || row === undefined || livesOn(block, heirs)) continue;
    const found = nextHeir(block, search);
    if (found === undefined) continue;
    const { next, heir } = found;
    // Who saw it and took it out meant it.
    const from = heir.ancestor.knew.get(client) ?? 0;
    if (id.clock < from) continue;
    const place = { beside: heir.heir, behind: next.behind };
    const root = unseenRoot(block, client, from, (above) => livesOn(above, heirs));
    const above = levelsTo(next.element, parentOf(root));
    const texts: LostText[] = holdsBlocks(block) ? [] : [{ block, row }];
    if (root === block || above === undefined) {
      if (texts.length > 0) lost.push({ texts, ...place });
      continue;
    }
    const known = roots.get(root);
    if (known !== undefined) known.push(...texts);
    else {
      roots.set(root, texts);
      lost.push({ texts, ...place, whole: { element: again(root, transaction), above } });
    }
  }
  return lost;
}

/**
 * The neighbour of which most is known: a textblock whose own heir lives comes before one that lives on in the
 * heir of an ancestor (its kind was changed while somebody else moved what they both stood in), and last what
 * they stood in.
 */
function nextHeir(
  block: YElement,
  { heirs, transaction }: Search,
): { readonly next: Neighbour; readonly heir: Heir } | undefined {
  const all = neighbours(block, transaction);
  for (const heirOf of [
    ({ element, id }: Neighbour) => (isWhole(element) ? undefined : heirs.of(id)),
    ({ element }: Neighbour) => heirs.ofAny(deadAncestors(element)),
    ({ id }: Neighbour) => heirs.of(id),
  ]) {
    for (const next of all) {
      const heir = heirOf(next);
      if (heir !== undefined) return { next, heir };
    }
  }
  return undefined;
}

/** Its text, or some text in it, has an heir: what it lacks there comes after. */
function livesOn(element: YElement, heirs: Heirs): boolean {
  const { id } = element._item as Y.Item;
  if (!isWhole(element) && heirs.ofAny([{ id }, ...deadAncestors(element)]) !== undefined) return true;
  for (let kid = element._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (isElement(type) && livesOn(type, heirs)) return true;
  }
  return false;
}
