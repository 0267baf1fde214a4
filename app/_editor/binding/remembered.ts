// A dead block as the rescue remembers it, and what of it whatever goes on from it lacks. Called by the rescue.
// Promises: reads only, and of the dead only while their transaction lasts.

import * as Y from "yjs";
import { ownAttributes, type Piece, rowOf, type Standing } from "./dead.ts";
import type { Heir } from "./heirs.ts";
import type { LostText } from "./lost-blocks.ts";
import { alsoSaid, saidBy, unsaid } from "./said.ts";
import {
  type Ancestor,
  BESIDE,
  deadAncestors,
  JOINED,
  knownIn,
  pastOf,
  type Stored,
  TOOK,
} from "./succession.ts";
import { type Line, lineOf } from "./taken-out.ts";
import { NO_CHARACTER, type YElement } from "./y.ts";

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
  readonly row: readonly Standing[];
  readonly ancestors: readonly Ancestor[];
  /** What we joined to it. */
  readonly joined: Stored;
  /** What we said was taken out beside it. */
  readonly emptied: Stored;
  /** What of ours gave way to it. */
  readonly took: Stored;
  readonly text: LostText;
  readonly line: Line;
  /** To its heir, by us. */
  gaveWay?: boolean;
  /** What is said of the copy that it gave way to, read as that died: items do not outlive it. */
  fate?: { readonly of: YElement; readonly took: readonly number[] };
  /** Where it was said last what was taken out beside it. */
  told?: YElement | undefined;
  heir?: YElement;
  /** Own characters from this clock on were carried over already. */
  below: number;
}

export function rememberedOf(block: YElement, transaction: Y.Transaction): Dead {
  const { id } = block._item as Y.Item;
  const row = rowOf(block, transaction);
  const joined = saidBy(transaction, block, JOINED);
  const emptied = saidBy(transaction, block, BESIDE);
  const text: LostText = {
    id,
    name: block.nodeName,
    attributes: ownAttributes(block),
    row,
    past: alsoSaid(alsoSaid(pastOf(block, knownIn(block, transaction)), JOINED, joined), BESIDE, emptied),
  };
  return {
    id,
    row,
    ancestors: deadAncestors(block),
    joined,
    emptied,
    took: saidBy(transaction, block, TOOK),
    text,
    line: lineOf(block, text, transaction),
    below: Infinity,
  };
}

/**
 * Whether what goes on from an own copy, or from an ancestor of it, has not what stood in that: it is no copy, and
 * whoever joined it, or took only its own words out of it, had not seen all of it.
 */
export function lacks({ how, ancestor }: Heir, { ancestors, id, row }: Dead, client: number): boolean {
  if (id.client !== client || how !== JOINED) return false;
  const isIt = Y.compareIDs(ancestor.id, id);
  const ours = isIt
    ? row.flatMap(({ id: { clock }, isFirst }): [number, number][] => (isFirst ? [[client, clock + 1]] : []))
    : [...(ancestors.find((one) => Y.compareIDs(one.id, ancestor.id))?.knew ?? [])];
  return ours.some(([one, clock]) => clock > (ancestor.knew.get(one) ?? 0));
}

/** Without `knew` the heir goes on from an ancestor: it knows what this block was made with, at most. */
export function lossOf(
  { row, below, joined, emptied }: Dead,
  heir: YElement,
  knew: ReadonlyMap<number, number> | undefined,
  client: number | undefined,
): Loss {
  const gaps: { at: number; pieces: Piece[] }[] = [];
  let base = "";
  for (const { id, isFirst, piece } of row) {
    const text = "text" in piece ? piece.text : NO_CHARACTER;
    const cut = (clock: number) => Math.max(0, Math.min(text.length, clock - id.clock));
    // One item may be known in part: what its client typed in a row is one.
    const known = knew === undefined ? (isFirst ? text.length : 0) : cut(knew.get(id.client) ?? 0);
    base += text.slice(0, known);
    const end = cut(below);
    if (known >= end || (client !== undefined && id.client !== client)) continue;
    const lost: Piece = "text" in piece ? { ...piece, text: text.slice(known, end) } : piece;
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
