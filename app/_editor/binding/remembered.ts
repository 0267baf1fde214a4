// A dead block as the rescue remembers it, and what of it whatever goes on from it lacks. Called by the rescue.
// Promises: reads only, and of the dead only while their transaction lasts.

import * as Y from "yjs";
import { begunBy, type Link, linksOf, ownAttributes, type Piece, rowOf } from "./dead.ts";
import type { Heir } from "./heirs.ts";
import type { LostText } from "./lost-blocks.ts";
import { alsoSaid, saidBy, unsaid } from "./said.ts";
import {
  type Ancestor,
  BESIDE,
  deadAncestors,
  deadRoot,
  JOINED,
  knownIn,
  pastOf,
  type Stored,
  TOOK,
} from "./succession.ts";
import { idOf, isElement, NO_CHARACTER, parentOf, type YElement, type YParent } from "./y.ts";

/** Own content of one dead block that its heir lacks. */
export interface Loss {
  readonly heir: YElement;
  /** The text that the heir was made of. */
  readonly base: string;
  /** In order, by place in `base`. */
  readonly gaps: readonly { readonly at: number; readonly pieces: readonly Piece[] }[];
  /** What was joined to the block, which came with those words. */
  readonly joined: Stored;
  /** What was taken out beside it. */
  readonly emptied: Stored;
}

/** A dead block as it stood: items do not outlive their transaction. */
export interface Dead {
  readonly id: Y.ID;
  readonly text: LostText;
  readonly ancestors: readonly Ancestor[];
  /** Who began it carries it where nothing goes on from it. */
  readonly begun: Y.ID;
  readonly links: readonly Link[];
  /** What it stood in and what died with it, from the inside. */
  readonly around: readonly Y.ID[];
  /** What that stood in. */
  readonly home: YParent | undefined;
  /** What we joined to it. */
  readonly joined: Stored;
  /** What we said was taken out beside it. */
  readonly emptied: Stored;
  /** What of ours gave way to it. */
  readonly took: Stored;
  /** Where it was said last what was taken out beside it. */
  told?: YElement | undefined;
  /** What it goes on in. */
  heir?: YElement;
  /** To that, by us. */
  gaveWay?: boolean;
  /** Own characters from this clock on were carried over already. */
  below: number;
}

export function rememberedOf(block: YElement, transaction: Y.Transaction): Dead {
  const id = idOf(block);
  const joined = saidBy(transaction, block, JOINED);
  const emptied = saidBy(transaction, block, BESIDE);
  const past = pastOf(block, knownIn(block, transaction));
  return {
    id,
    text: {
      id,
      name: block.nodeName,
      attributes: ownAttributes(block),
      row: rowOf(block, transaction),
      past: alsoSaid(past, joined),
    },
    ancestors: deadAncestors(block),
    begun: begunBy(block),
    links: linksOf(block, transaction),
    around: aroundOf(block),
    home: parentOf(deadRoot(block)),
    joined,
    emptied,
    took: saidBy(transaction, block, TOOK),
    below: Infinity,
  };
}

function aroundOf(block: YElement): Y.ID[] {
  const around: Y.ID[] = [];
  for (let above = parentOf(block); isElement(above); above = parentOf(above)) {
    if (above._item?.deleted !== true) break;
    around.push(idOf(above));
  }
  return around;
}

/**
 * Whether what goes on from an own copy, or from an ancestor of it, has not what stood in that: it is no copy, and
 * whoever joined it, or took only its own words out of it, had not seen all of it.
 */
export function lacks({ how, ancestor }: Heir, { ancestors, id, text }: Dead, client: number): boolean {
  if (id.client !== client || how !== JOINED) return false;
  const isIt = Y.compareIDs(ancestor.id, id);
  const ours = isIt
    ? text.row.flatMap(({ id: { clock }, isFirst }): [number, number][] =>
        isFirst ? [[client, clock + 1]] : [],
      )
    : [...(ancestors.find((one) => Y.compareIDs(one.id, ancestor.id))?.knew ?? [])];
  return ours.some(([one, clock]) => clock > (ancestor.knew.get(one) ?? 0));
}

/** Without `knew` the heir goes on from an ancestor: it knows what this block was made with, at most. */
export function lossOf(
  { text: { row }, below, joined, emptied }: Dead,
  heir: YElement,
  knew: ReadonlyMap<number, number> | undefined,
  client: number | undefined,
): Loss {
  const gaps: { at: number; pieces: Piece[] }[] = [];
  let base = "";
  for (const { id, isFirst, piece } of row) {
    const letters = "text" in piece ? piece.text : NO_CHARACTER;
    const cut = (clock: number) => Math.max(0, Math.min(letters.length, clock - id.clock));
    // One item may be known in part: what its client typed in a row is one.
    const known = knew === undefined ? (isFirst ? letters.length : 0) : cut(knew.get(id.client) ?? 0);
    base += letters.slice(0, known);
    const end = cut(below);
    if (known >= end || (client !== undefined && id.client !== client)) continue;
    const lost: Piece = "text" in piece ? { ...piece, text: letters.slice(known, end) } : piece;
    const last = gaps.at(-1);
    if (last?.at === base.length) last.pieces.push(lost);
    else gaps.push({ at: base.length, pieces: [lost] });
  }
  return {
    heir,
    base,
    gaps,
    joined: gaps.length > 0 ? joined : [],
    emptied: unsaid(heir, BESIDE, emptied),
  };
}
