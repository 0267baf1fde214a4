// Words typed into a block while somebody else replaced it (B23): a heading, a list, a quote or a move is a
// new element with a copy of the text, and what its maker had not seen dies with the old one. Called by the
// binding for every change of others, before it is shown.
//
// Who carries: the maker of the heir carries what it knew, by copying it; what it did not know is carried by
// the client that typed it, and by nobody else. So no word is carried twice, whoever joins when. Which is
// which stands on the heir (succession.ts), so that updates may come merged, late or in any company.
// For a block that is moved (delete and insert in one transaction) all of this holds as it stands. Where a copy
// gave way to another one (twins.ts), its maker also carries what others had put into it, as far as it knew.

import * as Y from "yjs";
import { deadBlocks, isWhole, type Piece, rowOf, type Standing } from "./dead.ts";
import { Heirs, keyOf } from "./heirs.ts";
import { type LostBlock, lostBlocks } from "./lost-blocks.ts";
import { type Ancestor, deadAncestors, joinedBy, type Stored } from "./succession.ts";
import { NO_CHARACTER, type YElement } from "./y.ts";

export interface Losses {
  readonly words: readonly Loss[];
  readonly blocks: readonly LostBlock[];
}

const NOTHING: Losses = { words: [], blocks: [] };

/** Own content of one dead block that its heir lacks. */
export interface Loss {
  readonly heir: YElement;
  /** The text that the heir was made of. */
  readonly base: string;
  /** In order, by place in `base`. */
  readonly gaps: readonly { readonly at: number; readonly pieces: readonly Piece[] }[];
  /** What was joined to the block, which came with those words. */
  readonly joined: Stored;
}

/**
 * Dead blocks that are remembered, the youngest: for an heir that comes after (an update may come before what
 * it builds on), or for another one where the first heir died with something around it.
 */
const MAX_REMEMBERED = 50;

export class Rescue {
  private readonly dead = new Map<string, Dead>();
  private readonly heirs = new Heirs();

  /**
   * What `client` typed and what died unseen. Costs what of it was deleted, and while anything is
   * remembered a look at each new item. Of `losers`, copies that it took away itself, what anybody typed.
   */
  lossesIn(transaction: Y.Transaction, client: number, losers: readonly YElement[] = []): Losses {
    const died = deadBlocks(transaction, client);
    this.remember(died, transaction);
    const isFresh = this.heirs.take(transaction);
    if (this.dead.size === 0 || (died.size === 0 && !isFresh)) return NOTHING;
    const ours = new Set(losers.map(({ _item }) => keyOf((_item as Y.Item).id)));
    const words = this.words(client, { losers: ours });
    const row = (block: YElement) => this.dead.get(keyOf((block._item as Y.Item).id))?.row;
    return { words, blocks: lostBlocks(died, { heirs: this.heirs, transaction, client, row }) };
  }

  /** After an own write: what it replaced lives on, and may be asked for when that dies. */
  wrote(transaction: Y.Transaction, client: number): void {
    const before = new Set(this.dead.keys());
    this.remember(deadBlocks(transaction, client), transaction);
    this.heirs.take(transaction);
    this.words(client, { before });
    // What was deleted here stays deleted.
    for (const [key, block] of this.dead)
      if (!before.has(key) && block.heir === undefined) this.dead.delete(key);
  }

  /** Whether own words that died with all of these blocks would be found. */
  knows(ids: readonly Y.ID[]): boolean {
    return ids.every((id) => this.dead.has(keyOf(id)));
  }

  private remember(died: ReadonlySet<YElement>, transaction: Y.Transaction): void {
    for (const block of died) {
      this.heirs.readOnce(block);
      // What was moved as it was has no words of its own: the blocks in it have.
      if (isWhole(block)) continue;
      const { id } = block._item as Y.Item;
      this.dead.set(keyOf(id), {
        id,
        row: rowOf(block, transaction),
        ancestors: deadAncestors(block),
        joined: joinedBy(transaction.doc.clientID, block),
        below: Infinity,
      });
    }
    for (const key of this.dead.keys()) {
      if (this.dead.size <= MAX_REMEMBERED) break;
      this.dead.delete(key);
    }
  }

  /** `before`: an own write knew what it did to all but these. */
  private words(
    client: number,
    { losers, before }: { readonly losers?: ReadonlySet<string>; readonly before?: ReadonlySet<string> },
  ): Loss[] {
    const losses: Loss[] = [];
    for (const [key, block] of this.dead) {
      const direct = this.heirs.of(block.id);
      const found = direct ?? this.heirs.ofAny(block.ancestors);
      if (found === undefined || found.heir === block.heir) continue;
      const { heir: last } = block;
      const goesOn =
        last?._item != null && found.all.some(({ id }) => Y.compareIDs(id, last._item?.id ?? null));
      if (last !== undefined && !goesOn && last._item?.deleted !== true) continue;
      if (before?.has(key) === true && !goesOn) continue;
      block.heir = found.heir;
      // Whoever made it of the last heir knew what was in that.
      if (goesOn) continue;
      const all = losers?.has(key) === true;
      const knew = direct === undefined || all ? undefined : found.ancestor.knew;
      const loss = lossOf(block, found.heir, knew, all ? undefined : client);
      block.below = Math.min(block.below, knew?.get(client) ?? 0);
      if (loss.gaps.length > 0) losses.push(loss);
    }
    return losses;
  }
}

/** A dead block as it stood: items do not outlive their transaction. */
interface Dead {
  readonly id: Y.ID;
  readonly row: readonly Standing[];
  readonly ancestors: readonly Ancestor[];
  readonly joined: Stored;
  heir?: YElement;
  /** Own characters from this clock on were carried over already. */
  below: number;
}

/** Without `knew` the heir goes on from an ancestor: it knows what this block was made with, at most. */
function lossOf(
  { row, below, joined }: Dead,
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
  return { heir, base, gaps, joined };
}
