// Words typed into a block while somebody else replaced it (B23): a heading, a list, a quote or a move is a
// new element with a copy of the text, and what its maker had not seen dies with the old one. Called by the
// binding for every change of others, before it is shown.
//
// Who carries: the maker of the heir carries what it knew, by copying it; what it did not know is carried by
// the client that typed it, and by nobody else. So no word is carried twice, whoever joins when. Which is
// which stands on the heir (succession.ts), so that updates may come merged, late or in any company.
// For a block that is moved (delete and insert in one transaction) all of this holds as it stands.

import * as Y from "yjs";
import { type Ancestor, deadAncestors, deadRoot, firstIn, HEIR_OF, parse } from "./succession.ts";
import { attributesThen, isElement, isText, NO_CHARACTER, type YElement } from "./y.ts";

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

  /**
   * What `client` typed and what died unseen. Costs what of it was deleted, and while anything is
   * remembered a look at each new item.
   */
  lossesIn(transaction: Y.Transaction, client: number): Losses {
    const died = deadBlocks(transaction, client);
    this.remember(died, transaction);
    if (this.dead.size === 0) return NOTHING;
    const heirs = heirsIn(transaction);
    if (heirs.size === 0) return NOTHING;
    const words = this.words(heirs, client);
    return { words, blocks: this.blocks(died, heirs, transaction, client) };
  }

  /** After an own write: what it replaced lives on, and may be asked for when that dies. */
  wrote(transaction: Y.Transaction, client: number): void {
    const before = new Set(this.dead.keys());
    this.lossesIn(transaction, client);
    // What was deleted here stays deleted.
    for (const [key, block] of this.dead)
      if (!before.has(key) && block.heir === undefined) this.dead.delete(key);
  }

  private remember(died: ReadonlySet<YElement>, transaction: Y.Transaction): void {
    for (const block of died) {
      const key = keyOf((block._item as Y.Item).id);
      this.dead.set(key, {
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

  private words(heirs: ReadonlyMap<string, Heir>, client: number): Loss[] {
    const losses: Loss[] = [];
    for (const [key, block] of this.dead) {
      const direct = heirs.get(key);
      const near = block.ancestors.find(({ id }) => heirs.has(keyOf(id)));
      const found = direct ?? (near === undefined ? undefined : heirs.get(keyOf(near.id)));
      if (found === undefined) continue;
      const { heir: last } = block;
      const goesOn =
        last?._item != null && found.all.some(({ id }) => Y.compareIDs(id, last._item?.id ?? null));
      if (last !== undefined && !goesOn && last._item?.deleted !== true) continue;
      block.heir = found.heir;
      // Whoever made it of the last heir knew what was in that.
      if (goesOn) continue;
      const knew = direct === undefined ? undefined : found.ancestor.knew;
      const loss = lossOf(block, found.heir, knew, client);
      block.below = Math.min(block.below, knew?.get(client) ?? 0);
      if (loss.gaps.length > 0) losses.push(loss);
    }
    return losses;
  }

  private blocks(
    died: ReadonlySet<YElement>,
    heirs: ReadonlyMap<string, Heir>,
    transaction: Y.Transaction,
    client: number,
  ): LostBlock[] {
    const lost: LostBlock[] = [];
    for (const block of died) {
      const id = (block._item as Y.Item).id;
      const dead = this.dead.get(keyOf(id));
      if (id.client !== client || dead === undefined || dead.heir !== undefined) continue;
      const next = neighbours(block, transaction).find(({ key }) => heirs.has(key));
      const heir = next === undefined ? undefined : heirs.get(next.key);
      if (next === undefined || heir === undefined) continue;
      // Who saw it and took it out meant it.
      if (id.clock < (heir.ancestor.knew.get(client) ?? 0)) continue;
      lost.push({ block, row: dead.row, beside: heir.heir, behind: next.behind });
    }
    return lost;
  }
}

/** The textblocks that died around it, those before it first, the nearest first. */
function neighbours(block: YElement, transaction: Y.Transaction): { key: string; behind: boolean }[] {
  const before: string[] = [];
  const after: string[] = [];
  let passed = false;
  const walk = (element: YElement) => {
    if (element === block) passed = true;
    else if (element._item !== null) {
      if (passed) after.push(keyOf(element._item.id));
      else before.unshift(keyOf(element._item.id));
    }
    for (let kid = element._start; kid !== null; kid = kid.right) {
      const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
      if (isElement(type) && stood(kid, transaction)) walk(type);
    }
  };
  walk(deadRoot(block));
  return [...before.map((key) => ({ key, behind: true })), ...after.map((key) => ({ key, behind: false }))];
}

const keyOf = ({ client, clock }: Y.ID) => `${client}:${clock}`;

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

interface Heir {
  readonly heir: YElement;
  /** Of all that it goes on from, the one that was asked for. */
  readonly ancestor: Ancestor;
  readonly all: readonly Ancestor[];
}

/** Living heirs that this transaction brought, by the ids of all that they go on from. */
function heirsIn({ doc, beforeState, afterState }: Y.Transaction): Map<string, Heir> {
  const heirs = new Map<string, Heir>();
  for (const [client, after] of afterState) {
    const before = beforeState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (after <= before || structs === undefined) continue;
    for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
      const item = structs[at];
      if (!(item instanceof Y.Item) || item.parentSub !== HEIR_OF || item.deleted) continue;
      const heir: unknown = item.parent;
      if (!isElement(heir) || heir._item === null || heir._item.deleted) continue;
      const all = parse(item.content.getContent()[item.length - 1]);
      for (const ancestor of all) {
        const known = heirs.get(keyOf(ancestor.id));
        // Two replaced it at once: one of the two, the same whoever looks.
        if (known === undefined || precedes(heir, known.heir)) {
          heirs.set(keyOf(ancestor.id), { heir, ancestor, all });
        }
      }
    }
  }
  return heirs;
}

function precedes(a: YElement, b: YElement): boolean {
  const [left, right] = [a._item?.id, b._item?.id];
  if (left === undefined || right === undefined) return false;
  return left.client !== right.client ? left.client < right.client : left.clock < right.clock;
}

export interface Standing {
  readonly id: Y.ID;
  /** Put in by whoever made the block. */
  readonly isFirst: boolean;
  readonly piece: Piece;
}

/** A dead block as it stood: items do not outlive their transaction. */
interface Dead {
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
    const attributes: Record<string, unknown> = {};
    for (let item = type._start; item !== null; item = item.right) {
      if (!stood(item, transaction)) continue;
      const { content } = item;
      if (content instanceof Y.ContentFormat) {
        if (content.value === null) delete attributes[content.key];
        else attributes[content.key] = content.value;
      } else if (content instanceof Y.ContentString) {
        add(item, { text: content.str, attributes: { ...attributes } });
      }
    }
  }
  return row;
}

/** Without `knew` the heir goes on from an ancestor: it knows what this block was made with, at most. */
function lossOf(
  { row, below }: Dead,
  heir: YElement,
  knew: ReadonlyMap<number, number> | undefined,
  client: number,
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
    if (known >= end || id.client !== client) continue;
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

/** A node in a line (a mention, a break), made again. What its own children held is text of nobody's block. */
function again(element: YElement, transaction: Y.Transaction): Y.XmlElement {
  const made = new Y.XmlElement(element.nodeName);
  for (const [name, value] of attributesThen(element)) made.setAttribute(name, value as string);
  const kids: (Y.XmlElement | Y.XmlText)[] = [];
  for (let kid = element._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) kids.push(again(type, transaction));
    else if (isText(type)) {
      let text = "";
      for (let item = type._start; item !== null; item = item.right) {
        if (stood(item, transaction) && item.content instanceof Y.ContentString) text += item.content.str;
      }
      kids.push(new Y.XmlText(text));
    }
  }
  made.insert(0, kids);
  return made;
}
