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
import { type Heir, Heirs, keyOf } from "./heirs.ts";
import { type Ancestor, deadAncestors, deadRoot, firstIn, OF_THE_PAST } from "./succession.ts";
import {
  attributesThen,
  isElement,
  isText,
  NO_CHARACTER,
  parentOf,
  type YElement,
  type YParent,
  type YText,
} from "./y.ts";

/** A stretch of own text, or a node that stood in it, with the formatting that it had. */
export type Piece =
  | { readonly text: string; readonly attributes: Record<string, unknown> }
  | { readonly element: Y.XmlElement };

/** An own block in something that others replaced, and that they had not seen: it has no heir. */
export interface LostBlock {
  readonly block: YElement;
  readonly row: readonly Standing[];
  /** The heir of the block that stood next to it. */
  readonly beside: YElement;
  readonly behind: boolean;
  /** What was made with it (an item of a list, a row): made again, and how far above `beside` it stands. */
  readonly whole?: { readonly element: Y.XmlElement; readonly above: number };
}

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
    return { words, blocks: this.blocks(died, transaction, client) };
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
      const { id } = block._item as Y.Item;
      this.dead.set(keyOf(id), {
        id,
        row: rowOf(block, transaction),
        ancestors: deadAncestors(block),
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
      const found = direct ?? this.heirOfAny(block.ancestors);
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

  private heirOfAny(ancestors: readonly Ancestor[]): Heir | undefined {
    for (const { id } of ancestors) {
      const found = this.heirs.of(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private blocks(died: ReadonlySet<YElement>, transaction: Y.Transaction, client: number): LostBlock[] {
    const lost: LostBlock[] = [];
    const roots = new Set<YElement>();
    for (const block of died) {
      const dead = this.dead.get(keyOf((block._item as Y.Item).id));
      const id = begunBy(block);
      if (id.client !== client || dead === undefined || dead.heir !== undefined) continue;
      const next = neighbours(block, transaction).find(({ id: one }) => this.heirs.of(one) !== undefined);
      const heir = next === undefined ? undefined : this.heirs.of(next.id);
      if (next === undefined || heir === undefined) continue;
      // Who saw it and took it out meant it.
      const from = heir.ancestor.knew.get(client) ?? 0;
      if (id.clock < from) continue;
      const place = { beside: heir.heir, behind: next.behind };
      const root = unseenRoot(block, client, from);
      const above = levelsTo(next.element, parentOf(root));
      if (root !== block && above !== undefined) {
        if (roots.has(root)) continue;
        roots.add(root);
        lost.push({ block: root, row: [], ...place, whole: { element: again(root, transaction), above } });
      } else if (!holdsBlocks(block)) lost.push({ block, row: dead.row, ...place });
    }
    return lost;
  }
}

/** The textblocks that died around it, those before it first, the nearest first. */
function neighbours(block: YElement, transaction: Y.Transaction): Neighbour[] {
  const before: Neighbour[] = [];
  const after: Neighbour[] = [];
  let passed = false;
  const walk = (element: YElement) => {
    if (element === block) passed = true;
    else if (element._item !== null) {
      if (passed) after.push({ element, id: element._item.id, behind: false });
      else before.unshift({ element, id: element._item.id, behind: true });
    }
    for (let kid = element._start; kid !== null; kid = kid.right) {
      const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
      if (isElement(type) && stood(kid, transaction)) walk(type);
    }
  };
  walk(deadRoot(block));
  return [...before, ...after];
}

interface Neighbour {
  readonly element: YElement;
  readonly id: Y.ID;
  readonly behind: boolean;
}

/** Who carries it: its maker, but an empty line is nothing to its maker, so then whoever first wrote in it. */
const begunBy = ({ _start: first, _item: item }: YElement): Y.ID => (first ?? (item as Y.Item)).id;

/** The outermost block around it that `client` made and that was not seen: all of it was made together. */
function unseenRoot(block: YElement, client: number, from: number): YElement {
  let root = block;
  for (let above = parentOf(root); isElement(above); above = parentOf(above)) {
    const item = above._item;
    if (item?.deleted !== true || item.id.client !== client || item.id.clock < from) break;
    root = above;
  }
  return root;
}

/** How many steps up from the child of `parent` that holds it to the element; `undefined` if none does. */
function levelsTo(element: YElement, parent: YParent | undefined): number | undefined {
  let levels = 0;
  for (let at: YParent | undefined = element; at !== undefined; at = parentOf(at), levels++) {
    if (parentOf(at) === parent) return levels;
  }
  return undefined;
}

/** Its text stands in blocks of its own. */
function holdsBlocks(element: YElement): boolean {
  for (let kid = element._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (!isElement(type)) continue;
    for (let below = type._start; below !== null; below = below.right) {
      if (below.content instanceof Y.ContentType) return true;
    }
  }
  return false;
}

/** Elements that died and held something of `client` that died with them. */
function deadBlocks(transaction: Y.Transaction, client: number): Set<YElement> {
  const found = new Set<YElement>();
  const structs = transaction.doc.store.clients.get(client);
  if (structs === undefined) return found;
  for (const { clock, len } of transaction.deleteSet.clients.get(client) ?? []) {
    for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
      const item = structs[at];
      if (item === undefined || item.id.clock >= clock + len) break;
      if (!(item instanceof Y.Item) || item.parentSub !== null) continue;
      const parent: unknown = item.parent;
      const block: unknown = isText(parent) ? parent._item?.parent : parent;
      if (isElement(block) && block._item?.deleted === true) found.add(block);
    }
  }
  return found;
}

export interface Standing {
  readonly id: Y.ID;
  /** Put in by whoever made the block. */
  readonly isFirst: boolean;
  readonly piece: Piece;
}

/** A dead block as it stood: items do not outlive their transaction. */
interface Dead {
  readonly id: Y.ID;
  readonly row: readonly Standing[];
  readonly ancestors: readonly Ancestor[];
  heir?: YElement;
  /** Own characters from this clock on were carried over already. */
  below: number;
}

function rowOf(block: YElement, transaction: Y.Transaction): Standing[] {
  const row: Standing[] = [];
  const isFirst = firstIn(block);
  const add = (item: Y.Item, piece: Piece) => row.push({ id: item.id, isFirst: isFirst(item), piece });
  for (let kid = block._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) add(kid, { element: again(type, transaction) });
    if (!isText(type)) continue;
    for (const { item, piece } of runsThen(type, transaction)) {
      add(item, { text: piece.insert, attributes: piece.attributes });
    }
  }
  return row;
}

/** Without `knew` the heir goes on from an ancestor: it knows what this block was made with, at most. */
function lossOf(
  { row, below }: Dead,
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
  return { heir, base, gaps };
}

/** It was there when the transaction began. */
const stood = (item: Y.Item, { beforeState, deleteSet }: Y.Transaction): boolean =>
  item.id.clock < (beforeState.get(item.id.client) ?? 0) &&
  (!item.deleted || Y.isDeleted(deleteSet, item.id));

/** What stood there, made again. */
function again(element: YElement, transaction: Y.Transaction): Y.XmlElement {
  const made = new Y.XmlElement(element.nodeName);
  for (const [name, value] of attributesThen(element)) {
    if (!OF_THE_PAST.includes(name)) made.setAttribute(name, value as string);
  }
  const kids: (Y.XmlElement | Y.XmlText)[] = [];
  for (let kid = element._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) kids.push(again(type, transaction));
    else if (isText(type)) {
      const text = new Y.XmlText();
      text.applyDelta(runsThen(type, transaction).map(({ piece }) => piece));
      kids.push(text);
    }
  }
  made.insert(0, kids);
  return made;
}

function runsThen(text: YText, transaction: Y.Transaction) {
  const runs: {
    readonly item: Y.Item;
    readonly piece: { insert: string; attributes: Record<string, unknown> };
  }[] = [];
  const attributes: Record<string, unknown> = {};
  for (let item = text._start; item !== null; item = item.right) {
    if (!stood(item, transaction)) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) delete attributes[content.key];
      else attributes[content.key] = content.value;
    } else if (content instanceof Y.ContentString) {
      runs.push({ item, piece: { insert: content.str, attributes: { ...attributes } } });
    }
  }
  return runs;
}
