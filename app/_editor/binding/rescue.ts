// Words typed into a block while somebody else replaced it (B23): a heading, a list, a quote or a move is a
// new element with a copy of the text, and what its maker had not seen dies with the old one. Called by the
// binding for every change of others, before it is shown.
//
// Who carries: the maker of the heir carries what it knew, by copying it; what it did not know is carried by
// the client that typed it, and by nobody else. So no word is carried twice, whoever joins when. Which is
// which stands on the heir (succession.ts), so that updates may come merged, late or in any company.
// For a block that is moved (delete and insert in one transaction) all of this holds as it stands. Where a copy
// gave way to another one (twins.ts), its maker also carries what others had put into it, as far as it knew.

import type { Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import { deadBlocks, isWhole } from "./dead.ts";
import { Heirs, keyOf } from "./heirs.ts";
import { type LostBlock, type LostText, lostBlocks } from "./lost-blocks.ts";
import { type Dead, type Loss, lacks, lossOf, rememberedOf } from "./remembered.ts";
import { type Unheard, unheardIn, unsaid } from "./said.ts";
import { fromCircle, fromLoser, lastStanding, ownIn } from "./stands-again.ts";
import { BESIDE, deadRoot, HEIR_OF } from "./succession.ts";
import { type Dying, takenOut } from "./taken-out.ts";
import { idOf, isElement, type YElement } from "./y.ts";

export interface Losses {
  readonly words: readonly Loss[];
  readonly blocks: readonly LostBlock[];
  /** What was said of a block and has to be said again. */
  readonly unheard: readonly Unheard[];
}

const NOTHING: Losses = { words: [], blocks: [], unheard: [] };

/**
 * Dead blocks that are remembered, the youngest: for an heir that comes after (an update may come before what
 * it builds on), or for another one where the first heir died with something around it.
 */
const MAX_REMEMBERED = 50;

export class Rescue {
  private readonly dead = new Map<string, Dead>();
  private readonly heirs = new Heirs();

  /**
   * What was typed here and what died unseen. Costs what of it was deleted, and while anything is
   * remembered a look at each new item. Of `losers`, copies that it took away itself, what anybody typed.
   */
  lossesIn(transaction: Y.Transaction, schema: Schema, losers: readonly YElement[] = []): Losses {
    const client = transaction.doc.clientID;
    const died = deadBlocks(transaction, client);
    this.remember(died, transaction);
    const isFresh = this.heirs.take(transaction);
    const unheard = unheardIn(transaction);
    if (this.dead.size === 0 || (died.size === 0 && !isFresh))
      return unheard.length === 0 ? NOTHING : { ...NOTHING, unheard };
    const ours = new Set(losers.map((loser) => keyOf(idOf(loser))));
    const words = this.words(client, { losers: ours });
    const dying = new Map([...died].map((block) => [keyOf(idOf(block)), block]));
    unheard.push(...this.sayElsewhere(dying));
    const blocks = this.blocks(dying, transaction, (name) => schema.nodes[name]?.isTextblock === true);
    this.forget();
    return { words, blocks, unheard };
  }

  /**
   * What was said on a line that went, and that went on in nothing: on what stands where it was. So is what gave way
   * to it: it may have gone on in that very one, by somebody who had not heard.
   */
  private sayElsewhere(dying: ReadonlyMap<string, YElement>): Unheard[] {
    const found: Unheard[] = [];
    for (const [key, dead] of this.dead) {
      const { id, ancestors, around, told } = dead;
      const gone = [...dead.emptied, ...dead.took];
      if (gone.length === 0 || told?._item?.deleted === false) continue;
      if (this.heirs.ofAny([{ id }, ...ancestors]) !== undefined) continue;
      const block = dying.get(key);
      const place = this.heirs.besideAny([id, ...around]);
      const last = place?.heir ?? (block && lastStanding(deadRoot(block))?.beside);
      const element = isElement(last) ? last : undefined;
      dead.told = element;
      const said = element === undefined ? [] : unsaid(element, BESIDE, gone);
      if (element !== undefined && said.length > 0) found.push({ element, name: BESIDE, said });
    }
    return found;
  }

  private blocks(
    dying: ReadonlyMap<string, YElement>,
    transaction: Y.Transaction,
    isLine: (name: string) => boolean,
  ): LostBlock[] {
    const client = transaction.doc.clientID;
    const text = (block: YElement) => this.dead.get(keyOf(idOf(block)))?.text;
    const lost = lostBlocks([...dying.values()], { heirs: this.heirs, transaction, client, isLine, text });
    const made = new Set(lost.flatMap(({ texts }) => texts.map(({ id }) => keyOf(id))));
    for (const [key, dead] of this.dead) {
      const block = dying.get(key);
      if (made.has(key) || !isLine(dead.text.name)) continue;
      const found = this.again(dead, client, block && { block, transaction });
      if (found !== undefined) lost.push(found);
    }
    return lost;
  }

  /** A line that is to stand again since nothing that lives goes on from it. `dies`: it does so just now. */
  private again(dead: Dead, client: number, dies: Dying | undefined): LostBlock | undefined {
    const { heirs } = this;
    const found = heirs.ofAny([dead, ...dead.ancestors]);
    if (found !== undefined && !this.isNowhere(dead, client)) return undefined;
    if (dead.heir !== undefined) return dead.gaveWay ? fromLoser(dead, heirs, found?.heir) : undefined;
    if (found !== undefined) {
      const own = ownIn(dead.text, client);
      return own.row.length === 0 ? undefined : { texts: [own], beside: found.heir, behind: true };
    }
    if (dead.below === 0) return undefined;
    return takenOut(dead, client, heirs, dies) ?? (dies && fromCircle(dead, client, heirs, dies.block));
  }

  /** An own copy that only something goes on from that has not its text. */
  private isNowhere(dead: Dead, client: number): boolean {
    const { ancestors, heir, below, gaveWay } = dead;
    // What goes on from it as it died gets its words.
    if (heir === undefined && (below === 0 || this.heirs.of(dead.id) !== undefined)) return false;
    if (heir !== undefined && (gaveWay !== true || heir._item?.deleted !== true)) return false;
    const found = this.heirs.ofAny([dead, ...ancestors]);
    return found !== undefined && lacks(found, dead, client);
  }

  /** After an own write: what it replaced lives on, and may be asked for when that dies. */
  wrote(transaction: Y.Transaction, client: number): void {
    const died = deadBlocks(transaction, client);
    const isFresh = this.heirs.take(transaction, [client]);
    // A key.
    if (died.size === 0 && !isFresh) return;
    const before = new Set(this.dead.keys());
    this.remember(died, transaction);
    this.words(client, { before });
    // What was deleted here stays deleted.
    for (const [key, block] of this.dead)
      if (!before.has(key) && block.heir === undefined) this.dead.delete(key);
    this.forget();
  }

  /** Whether own words that died with all of these blocks would be found. */
  knows(ids: readonly Y.ID[]): boolean {
    return ids.every((id) => this.dead.has(keyOf(id)));
  }

  /** What of `blocks` stands again, and where. */
  madeAgain(made: readonly (readonly [LostText, YElement])[]): void {
    for (const [{ id }, element] of made) {
      const dead = this.dead.get(keyOf(id));
      if (dead === undefined) continue;
      dead.heir = element;
      dead.below = Infinity;
    }
  }

  private remember(died: ReadonlySet<YElement>, transaction: Y.Transaction): void {
    for (const block of died) {
      this.heirs.readOnce(block);
      // What was moved as it was has no words of its own: the blocks in it have.
      if (isWhole(block)) continue;
      const dead = rememberedOf(block, transaction);
      this.dead.set(keyOf(dead.id), dead);
    }
  }

  private forget(): void {
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
      const lastId = block.heir?._item?.id;
      const direct = (lastId && this.heirs.of(lastId)) ?? this.heirs.of(block.id);
      const found = direct ?? this.heirs.ofAny(block.ancestors);
      if (found === undefined || found.heir === block.heir) continue;
      const { heir: last } = block;
      const goesOn =
        last?._item != null && found.all.some(({ id }) => Y.compareIDs(id, last._item?.id ?? null));
      if (last !== undefined && !goesOn && last._item?.deleted !== true) continue;
      if (before?.has(key) === true && !goesOn) continue;
      // It stands again, and with it what it was made of.
      if (this.isNowhere(block, client)) continue;
      const next = last?._item?.deleted === true ? this.dead.get(keyOf(last._item.id)) : undefined;
      if (next !== undefined && this.isNowhere(next, client)) continue;
      block.heir = found.heir;
      // Joined to what is no copy it goes on in that as all else does.
      if (block.gaveWay) block.gaveWay = found.heir._map.has(HEIR_OF);
      // Whoever made it of the last heir knew what was in that.
      if (goesOn) continue;
      const all = losers?.has(key) === true;
      if (all) block.gaveWay = true;
      const knew = direct === undefined || all ? undefined : found.ancestor.knew;
      const loss = lossOf(block, found.heir, knew, all ? undefined : client);
      block.below = Math.min(block.below, knew?.get(client) ?? 0);
      if (loss.gaps.length + loss.emptied.length > 0) losses.push(loss);
    }
    return losses;
  }
}
