// Words typed into a block while somebody else replaced it (B23): a heading, a list, a quote or a move is a
// new element with a copy of the text, and what its maker had not seen dies with the old one. Called by the
// binding for every change of others, before it is shown.
//
// Who carries: the maker of the heir carries what it knew, by copying it; what it did not know is carried by
// the client that typed it, and by nobody else. So no word is carried twice, whoever joins when. Which is
// which stands on the heir (succession.ts), so that updates may come merged, late or in any company.
// For a block that is moved (delete and insert in one transaction) all of this holds as it stands.

import type { ContentMatch, NodeType, Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import { movedIn } from "./moved.ts";
import { type Ancestor, deadAncestors, deadRoot, HEIR_OF, knownIn, parse, succeed } from "./succession.ts";
import {
  isElement,
  isText,
  NO_CHARACTER,
  parentOf,
  type YElement,
  type YKid,
  type YParent,
  type YText,
} from "./y.ts";

/** A stretch of own text, or a node that stood in it, with the formatting that it had. */
type Piece =
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

/** Puts it back, in the transaction of the caller. Returns what it wrote into. */
export function carryOver({ words, blocks }: Losses, schema: Schema): YParent[] {
  const touched: YParent[] = [];
  const last = new Map<YElement, YElement>();
  for (const { block, row, beside, behind } of blocks) {
    const at = behind ? (last.get(beside) ?? beside) : beside;
    const made = putBeside(at, behind, block.nodeName, schema);
    if (made === undefined) continue;
    for (const [name, value] of attributesThen(block)) {
      if (made.nodeName === block.nodeName && name !== HEIR_OF) made.setAttribute(name, value as string);
    }
    putIn(
      made,
      { text: undefined, at: 0, index: 0 },
      row.map(({ piece }) => piece),
    );
    // Whoever typed into it what is not known here adds it.
    succeed(made, block, knownIn(deadRoot(block)));
    if (behind) last.set(beside, made);
    const parent = parentOf(made);
    if (parent !== undefined) touched.push(parent);
  }
  for (const { heir, base, gaps } of words) {
    const first = firstContent(heir);
    for (const { at, pieces } of [...gaps].reverse()) {
      putIn(heir, spotOf(heir, first.length === base.length ? at : placeIn(base, first, at)), pieces);
    }
  }
  return [...touched, ...words.map(({ heir }) => heir)];
}

/** At the nearest place where such a block may stand, or another one in its stead. */
function putBeside(beside: YElement, behind: boolean, name: string, schema: Schema): YElement | undefined {
  for (let at: YElement = beside; ; ) {
    const parent = parentOf(at);
    if (parent === undefined) return undefined;
    const kids = parent.toArray() as YKid[];
    const index = kids.indexOf(at) + (behind ? 1 : 0);
    const type = isElement(parent) ? schema.nodes[parent.nodeName] : schema.topNodeType;
    for (const wanted of [name, beside.nodeName, type?.contentMatch.defaultType?.name]) {
      if (type === undefined || wanted === undefined || !fits(type, kids, index, schema.nodes[wanted]))
        continue;
      const made = new Y.XmlElement(wanted) as YElement;
      parent.insert(index, [made]);
      return made;
    }
    if (!isElement(parent)) return undefined;
    at = parent;
  }
}

function fits(parent: NodeType, kids: readonly YKid[], index: number, type: NodeType | undefined): boolean {
  if (type === undefined || !type.isTextblock) return false;
  const types: (NodeType | undefined)[] = kids.map((kid) =>
    isElement(kid) ? type.schema.nodes[kid.nodeName] : undefined,
  );
  types.splice(index, 0, type);
  let match: ContentMatch | null | undefined = parent.contentMatch;
  for (const one of types) match = one === undefined ? null : match?.matchType(one);
  return match?.validEnd === true;
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

interface Standing {
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

/** The attributes that a dead element had. */
const attributesThen = (element: YElement): [string, unknown][] =>
  [...element._map].map(([name, item]) => [name, item.content.getContent()[item.length - 1]]);

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

/**
 * Whether it was put into the heir by whoever made it: all that was written between the element itself and
 * the attribute that names its ancestors. Such a character keeps its id, so its place is known for good.
 */
function firstIn(heir: YElement): (item: Y.Item) => boolean {
  const from = heir._item?.id;
  const to = heir._map.get(HEIR_OF)?.id;
  if (from === undefined || to === undefined || from.client !== to.client) return () => false;
  return ({ id }) => id.client === from.client && id.clock > from.clock && id.clock < to.clock;
}

/** What the heir was made with, one character for each node in it and for what is gone since. */
function firstContent(heir: YElement): string {
  const isFirst = firstIn(heir);
  let content = "";
  for (let kid = heir._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (!isText(type)) {
      if (isFirst(kid)) content += NO_CHARACTER.repeat(kid.length);
      continue;
    }
    for (let item = type._start; item !== null; item = item.right) {
      if (!isFirst(item) || item.content instanceof Y.ContentFormat) continue;
      content +=
        item.content instanceof Y.ContentString ? item.content.str : NO_CHARACTER.repeat(item.length);
    }
  }
  return content;
}

/** The maker changed the text while it copied it, or there were several makers. Never inside of a word. */
function placeIn(base: string, first: string, offset: number): number {
  let at = movedIn(base, first, offset);
  const letter = (index: number) => /[\p{L}\p{N}]/u.test(first.charAt(index));
  while (at > 0 && letter(at - 1) && letter(at)) at--;
  return at;
}

/** A place in a text, or between the children. */
interface Spot {
  readonly text: YText | undefined;
  readonly at: number;
  /** Of the text, or where a new child is put. */
  readonly index: number;
}

/** Right behind the first `offset` characters that the heir was made with, whatever was written since. */
function spotOf(heir: YElement, offset: number): Spot {
  const isFirst = firstIn(heir);
  let seen = 0;
  let index = 0;
  for (let kid = heir._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (isText(type)) {
      if (offset === seen && !kid.deleted) return { text: type, at: 0, index };
      let at = 0;
      for (let item = type._start; item !== null; item = item.right) {
        if (item.content instanceof Y.ContentFormat) continue;
        if (isFirst(item)) {
          if (offset <= seen + item.length && !kid.deleted) {
            return { text: type, at: item.deleted ? at : at + offset - seen, index };
          }
          seen += item.length;
        }
        if (!item.deleted) at += item.length;
      }
    } else if (isFirst(kid)) {
      if (offset === seen) return { text: undefined, at: 0, index };
      seen += kid.length;
    }
    if (!kid.deleted && kid.countable) index += kid.length;
  }
  return { text: undefined, at: 0, index };
}

function putIn(heir: YElement, spot: Spot, pieces: readonly Piece[]): void {
  let { text, at, index } = spot;
  for (const piece of pieces) {
    if ("text" in piece) {
      if (text === undefined) {
        text = new Y.XmlText() as YText;
        heir.insert(index, [text]);
        at = 0;
      }
      text.insert(at, piece.text, piece.attributes);
      at += piece.text.length;
    } else {
      // Never into the middle of a text: cutting it would take its second half from whoever types there.
      if (text !== undefined) index++;
      heir.insert(index, [piece.element]);
      index++;
      text = undefined;
    }
  }
}
