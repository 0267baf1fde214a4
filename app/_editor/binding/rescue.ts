// Words typed into a block while somebody else replaced it (B23): a heading, a list, a quote or a move is a
// new element with a copy of the text, and what its maker had not seen dies with the old one. Called by the
// binding for every change of others, before it is shown.
//
// Who carries: the maker of the heir carries what it knew, by copying it; what it did not know is carried by
// the client that typed it, and by nobody else. So no word is carried twice, whoever joins when. Which is
// which stands on the heir (succession.ts), so that updates may come merged, late or in any company.
// For a block that is moved (delete and insert in one transaction) all of this holds as it stands.

import * as Y from "yjs";
import { movedIn } from "./moved.ts";
import { type Ancestor, HEIR_OF, parse } from "./succession.ts";
import { isElement, isText, NO_CHARACTER, stringOf, type YElement, type YText } from "./y.ts";

/** A stretch of own text, or a node that stood in it, with the formatting that it had. */
type Piece =
  | { readonly text: string; readonly attributes: Record<string, unknown> }
  | { readonly element: Y.XmlElement };

/** Own content of one dead block that its heir lacks. */
export interface Loss {
  readonly heir: YElement;
  /** The text that the heir was made of. */
  readonly base: string;
  /** In order, by place in `base`. */
  readonly gaps: readonly { readonly at: number; readonly pieces: readonly Piece[] }[];
}

/** Dead blocks that wait for an heir: an update may come before what it builds on. The oldest go first. */
const MAX_ORPHANS = 50;

export class Rescue {
  private readonly orphans = new Map<string, Row>();

  /** What `client` typed and what died unseen. Costs what of it was deleted, and the new items if any was. */
  lossesIn(transaction: Y.Transaction, client: number): Loss[] {
    for (const block of deadBlocks(transaction, client)) {
      const id = block._item?.id;
      if (id !== undefined) this.orphans.set(keyOf(id), rowOf(block, transaction));
    }
    if (this.orphans.size === 0) return [];
    const losses: Loss[] = [];
    const heirs = heirsIn(transaction);
    for (const [key, row] of this.orphans) {
      const found = heirs.get(key);
      if (found === undefined) continue;
      this.orphans.delete(key);
      const loss = lossOf(row, found, client);
      if (loss.gaps.length > 0) losses.push(loss);
    }
    for (const key of this.orphans.keys()) {
      if (this.orphans.size <= MAX_ORPHANS) break;
      this.orphans.delete(key);
    }
    return losses;
  }
}

/** Puts it back, in the transaction of the caller. Returns what it wrote into. */
export function carryOver(losses: readonly Loss[]): YElement[] {
  for (const { heir, base, gaps } of losses) {
    for (const { at, pieces } of [...gaps].reverse()) {
      const now = contentOf(heir);
      insertAt(heir, movedIn(base, now, at), pieces);
    }
  }
  return losses.map(({ heir }) => heir);
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
  readonly ancestor: Ancestor;
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
      for (const ancestor of parse(item.content.getContent()[item.length - 1])) {
        const known = heirs.get(keyOf(ancestor.id));
        // Two replaced it at once: one of the two, the same whoever looks.
        if (known === undefined || precedes(heir, known.heir)) heirs.set(keyOf(ancestor.id), { heir, ancestor });
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

/** What stood in a block when it died, in order, each with its id: items do not outlive their transaction. */
type Row = readonly (Piece & { readonly id: Y.ID })[];

function rowOf(block: YElement, transaction: Y.Transaction): Row {
  const row: (Piece & { readonly id: Y.ID })[] = [];
  for (let kid = block._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) row.push({ id: kid.id, element: again(type, transaction) });
    if (!isText(type)) continue;
    const attributes: Record<string, unknown> = {};
    for (let item = type._start; item !== null; item = item.right) {
      if (!stood(item, transaction)) continue;
      const { content } = item;
      if (content instanceof Y.ContentFormat) {
        if (content.value === null) delete attributes[content.key];
        else attributes[content.key] = content.value;
      } else if (content instanceof Y.ContentString) {
        row.push({ id: item.id, text: content.str, attributes: { ...attributes } });
      }
    }
  }
  return row;
}

function lossOf(row: Row, { heir, ancestor: { knew } }: Heir, client: number): Loss {
  const gaps: { at: number; pieces: Piece[] }[] = [];
  let base = "";
  for (const piece of row) {
    const text = "text" in piece ? piece.text : NO_CHARACTER;
    // One item may be known in part: what its client typed in a row is one.
    const known = Math.max(0, Math.min(text.length, (knew.get(piece.id.client) ?? 0) - piece.id.clock));
    base += text.slice(0, known);
    if (known === text.length || piece.id.client !== client) continue;
    const lost: Piece = "text" in piece ? { ...piece, text: text.slice(known) } : piece;
    const last = gaps.at(-1);
    if (last?.at === base.length) last.pieces.push(lost);
    else gaps.push({ at: base.length, pieces: [lost] });
  }
  return { heir, base, gaps };
}

/** It was there when the transaction began. */
const stood = (item: Y.Item, { beforeState, deleteSet }: Y.Transaction): boolean =>
  item.id.clock < (beforeState.get(item.id.client) ?? 0) && (!item.deleted || Y.isDeleted(deleteSet, item.id));

/** A node in a line (a mention, a break), made again. What its own children held is text of nobody's block. */
function again(element: YElement, transaction: Y.Transaction): Y.XmlElement {
  const made = new Y.XmlElement(element.nodeName);
  for (const [name, item] of element._map) {
    if (!stood(item, transaction)) continue;
    made.setAttribute(name, item.content.getContent()[item.length - 1] as string);
  }
  for (let kid = element._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) made.push([again(type, transaction)]);
    else if (isText(type)) {
      let text = "";
      for (let item = type._start; item !== null; item = item.right) {
        if (stood(item, transaction) && item.content instanceof Y.ContentString) text += item.content.str;
      }
      made.push([new Y.XmlText(text)]);
    }
  }
  return made;
}

/** The content of a living block, one character for each node in it: the counterpart of `base`. */
function contentOf(block: YElement): string {
  let content = "";
  for (const kid of block.toArray()) content += isText(kid) ? stringOf(kid) : NO_CHARACTER;
  return content;
}

function insertAt(block: YElement, place: number, pieces: readonly Piece[]): void {
  const kids = block.toArray();
  let offset = 0;
  let index = 0;
  let text: YText | undefined;
  for (; index < kids.length; index++) {
    const kid = kids[index];
    const length = isText(kid) ? kid.length : 1;
    if (isText(kid) && place <= offset + length) {
      text = kid;
      break;
    }
    if (place <= offset) break;
    offset += length;
  }
  let at = place - offset;
  for (const piece of pieces) {
    if ("text" in piece) {
      if (text === undefined) {
        text = new Y.XmlText() as YText;
        block.insert(index, [text]);
        at = 0;
      }
      text.insert(at, piece.text, piece.attributes);
      at += piece.text.length;
    } else {
      // Never into the middle of a text: cutting it would take its second half from whoever types there.
      if (text !== undefined) index++;
      block.insert(index, [piece.element]);
      index++;
      text = undefined;
    }
  }
}
