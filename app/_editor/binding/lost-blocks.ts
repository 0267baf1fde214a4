// Own lines in something that others replaced and had not seen (B23): nothing goes on from them, so they are made
// again beside what their neighbours became. Called by the rescue with what died in a transaction of others.
// Promises: reads only; what lives on anywhere is not made again, and nothing is twice.

import * as Y from "yjs";
import {
  again,
  begunBy,
  isWhole,
  levelsTo,
  type Neighbour,
  neighbours,
  type Standing,
  unseenRoot,
} from "./dead.ts";
import type { Heir, Heirs } from "./heirs.ts";
import { deadAncestors, MOVED, type Past } from "./succession.ts";
import { idOf, isElement, kidsOf, parentOf, type YElement, type YParent } from "./y.ts";

/** An own block in something that others replaced, and that they had not seen: it has no heir. */
export interface LostBlock {
  /** The textblock; of what was made with others, all of them. */
  readonly texts: readonly LostText[];
  /** The heir of the block that stood next to it; where nothing stands any more, what is to hold it. */
  readonly beside: YElement | YParent;
  readonly behind: boolean;
  /** What was made with it (an item of a list, a row): made again, and how far above `beside` it stands. */
  readonly whole?: { readonly element: Y.XmlElement; readonly above: number };
}

/** A textblock as it stood. */
export interface LostText {
  readonly id: Y.ID;
  readonly name: string;
  readonly attributes: readonly (readonly [string, unknown])[];
  readonly row: readonly Standing[];
  /** Whom it goes on from, for those who typed into it what is not known here. */
  readonly past: Past;
}

/** What is known of the dead while their transaction lasts. */
export interface Search {
  readonly heirs: Heirs;
  readonly transaction: Y.Transaction;
  readonly client: number;
  /** Whether a block of that name holds text itself, not blocks. */
  readonly isLine: (name: string) => boolean;
  /** What stood in a block that is remembered. */
  readonly text: (block: YElement) => LostText | undefined;
}

export function lostBlocks(died: Iterable<YElement>, search: Search): LostBlock[] {
  const { heirs, transaction, client, isLine } = search;
  const lost: LostBlock[] = [];
  const roots = new Map<YElement, LostText[]>();
  for (const block of died) {
    const text = search.text(block);
    const id = begunBy(block);
    if (id.client !== client || text === undefined || livesOn(block, heirs)) continue;
    if (heirs.beside(idOf(block)) !== undefined) continue;
    const place = nextTo(block, search);
    if (place === undefined) continue;
    // Who saw it and took it out meant it.
    const from = place.knew.get(client) ?? 0;
    if (id.clock < from) continue;
    const root = unseenRoot(block, client, from, (above) => livesOn(above, heirs));
    const above = place.levels(parentOf(root));
    const texts: LostText[] = isLine(block.nodeName) ? [text] : [];
    if (root === block || above === undefined) {
      if (texts.length > 0) lost.push({ texts, beside: place.beside, behind: place.behind });
      continue;
    }
    const known = roots.get(root);
    if (known !== undefined) known.push(...texts);
    else {
      roots.set(root, texts);
      lost.push({
        texts,
        beside: place.beside,
        behind: place.behind,
        whole: { element: again(root, transaction)(), above },
      });
    }
  }
  return lost;
}

interface Place {
  readonly beside: YElement;
  readonly behind: boolean;
  /** What whoever made this of it had seen. */
  readonly knew: ReadonlyMap<number, number>;
  /** How far above `beside` a child of that parent, which died, would stand now. */
  readonly levels: (parent: YParent | undefined) => number | undefined;
}

/** Beside what a neighbour became, else where what they stood in went (B28). */
function nextTo(block: YElement, search: Search): Place | undefined {
  const { heirs } = search;
  const found = nextHeir(block, search);
  if (found !== undefined) {
    const { next, heir } = found;
    const { heir: beside, ancestor } = heir;
    const levels = (parent: YParent | undefined) => levelsTo(next.element, parent);
    return { beside, behind: next.behind, knew: ancestor.knew, levels };
  }
  for (let above = parentOf(block); isElement(above); above = parentOf(above)) {
    const heir = heirs.beside(idOf(above));
    if (heir === undefined) continue;
    const { knew } = heir.ancestor;
    const beside = lastIn(heir.heir);
    const isMoved = beside !== heir.heir;
    const levels = (parent: YParent | undefined) => (isMoved && parent === above ? 0 : undefined);
    return { beside, behind: true, knew, levels };
  }
  return undefined;
}

/** A line is what it is; of what was moved as it was, what stands in it last. */
export const lastIn = (heir: YElement): YElement =>
  (heir._map.has(MOVED) ? kidsOf(heir)?.findLast(isElement) : undefined) ?? heir;

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
  const id = idOf(element);
  if (!isWhole(element) && heirs.ofAny([{ id }, ...deadAncestors(element)]) !== undefined) return true;
  for (let kid = element._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (isElement(type) && livesOn(type, heirs)) return true;
  }
  return false;
}
