// A block as it stood in the moment in which it died: items do not outlive their transaction. Called by the rescue
// for what was deleted, inside of that transaction. Promises: reads only; what is made again stands in no document yet.

import * as Y from "yjs";
import {
  BESIDE,
  deadRoot,
  firstIn,
  goOn,
  HEIR_OF,
  knownIn,
  MOVED,
  OF_THE_PAST,
  type Past,
  pastOf,
  TOOK,
} from "./succession.ts";
import { attributesThen, isElement, isText, parentOf, type YElement, type YParent, type YText } from "./y.ts";

/** A stretch of own text, or a node that stood in it, with the formatting that it had. */
export type Piece =
  | { readonly text: string; readonly attributes: Record<string, unknown> }
  | { readonly make: () => Y.XmlElement };

export interface Standing {
  readonly id: Y.ID;
  /** Put in by whoever made the block. */
  readonly isFirst: boolean;
  readonly piece: Piece;
}

/** The textblocks that died around it, those before it first, the nearest first. */
export function neighbours(block: YElement, transaction: Y.Transaction): Neighbour[] {
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
      if (isElement(type) && (stood(kid, transaction) || came(kid, transaction))) walk(type);
    }
  };
  walk(deadRoot(block));
  return [...before, ...after];
}

export interface Neighbour {
  readonly element: YElement;
  readonly id: Y.ID;
  readonly behind: boolean;
}

/** Who carries it: its maker, but an empty line is nothing to its maker, so then whoever first wrote in it. */
export const begunBy = ({ _start: first, _item: item }: YElement): Y.ID => (first ?? (item as Y.Item)).id;

/**
 * The outermost block around it that `client` made and that was not seen: all of it was made together. Nothing
 * in it lives on elsewhere: that would be there twice.
 */
export function unseenRoot(
  block: YElement,
  client: number,
  from: number,
  livesOn: (element: YElement) => boolean,
): YElement {
  let root = block;
  for (let above = parentOf(root); isElement(above); above = parentOf(above)) {
    const item = above._item;
    if (item?.deleted !== true || item.id.client !== client || item.id.clock < from || livesOn(above)) break;
    root = above;
  }
  return root;
}

/** How many steps up from the child of `parent` that holds it to the element; `undefined` if none does. */
export function levelsTo(element: YElement, parent: YParent | undefined): number | undefined {
  let levels = 0;
  for (let at: YParent | undefined = element; at !== undefined; at = parentOf(at), levels++) {
    if (parentOf(at) === parent) return levels;
  }
  return undefined;
}

/** Moved as it was (succession.ts): a list, a quote, a table, a picture. A textblock goes on by its text instead. */
export const isWhole = ({ _map }: YElement): boolean => _map.has(MOVED) && !_map.has(HEIR_OF);

export const ownAttributes = (element: YElement): [string, unknown][] =>
  attributesThen(element).filter(([name]) => !OF_THE_PAST.includes(name));

/** Elements that died and held something of `client` that died with them, or said what it took out beside them. */
export function deadBlocks(transaction: Y.Transaction, client: number): Set<YElement> {
  const found = new Set<YElement>();
  const structs = transaction.doc.store.clients.get(client);
  if (structs === undefined) return found;
  for (const { clock, len } of transaction.deleteSet.clients.get(client) ?? []) {
    for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
      const item = structs[at];
      if (item === undefined || item.id.clock >= clock + len) break;
      if (!(item instanceof Y.Item) || !isOfBlock(item)) continue;
      const parent: unknown = item.parent;
      const block: unknown = isText(parent) ? parent._item?.parent : parent;
      if (!isElement(block) || block._item?.deleted !== true) continue;
      // Not what we took away ourselves since, in answer to this transaction: Yjs tells of that next.
      if (Y.isDeleted(transaction.deleteSet, block._item.id)) found.add(block);
    }
  }
  return found;
}

/** What says that copies gave way to it may be all that is ours in it. */
const isOfBlock = ({ parentSub }: Y.Item): boolean =>
  parentSub === null || parentSub === BESIDE || parentSub === TOOK;

export function rowOf(block: YElement, transaction: Y.Transaction): Standing[] {
  const row: Standing[] = [];
  const isFirst = firstIn(block);
  const add = (item: Y.Item, piece: Piece) => row.push({ id: item.id, isFirst: isFirst(item), piece });
  for (let kid = block._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) add(kid, { make: again(type, transaction) });
    if (!isText(type)) continue;
    for (const { item, piece } of runsThen(type, transaction)) {
      add(item, { text: piece.insert, attributes: piece.attributes });
    }
  }
  return row;
}

/** A stretch that somebody wrote, whether it still stands or not, and what it was written behind or before. */
export interface Link {
  readonly id: Y.ID;
  readonly length: number;
  readonly next: Y.ID | null;
}

/** All that was ever written into it, as far as that was known before it died. */
export function linksOf(block: YElement, transaction: Y.Transaction): Link[] {
  const links: Link[] = [];
  const add = (first: Y.Item | null) => {
    for (let item = first; item !== null; item = item.right) {
      const { id, length, origin, rightOrigin, content } = item;
      if (came(item, transaction)) continue;
      links.push({ id, length, next: origin ?? rightOrigin });
      if (content instanceof Y.ContentType && isText(content.type)) add(content.type._start);
    }
  };
  add(block._start);
  return links;
}

/** It was there when the transaction began. */
const stood = (item: Y.Item, { beforeState, deleteSet }: Y.Transaction): boolean =>
  item.id.clock < (beforeState.get(item.id.client) ?? 0) &&
  (!item.deleted || Y.isDeleted(deleteSet, item.id));

/** It came in the transaction, and had gone again by then. */
const came = ({ id }: Y.Item, { beforeState }: Y.Transaction): boolean =>
  id.clock >= (beforeState.get(id.client) ?? 0);

/**
 * Makes what stood there again, as often as it is asked to. Whoever typed into its text what is not known here adds
 * it.
 */
export function again(element: YElement, transaction: Y.Transaction): () => Y.XmlElement {
  const { nodeName } = element;
  const attributes = ownAttributes(element);
  const kids: (() => Y.XmlElement | Y.XmlText)[] = [];
  let past: Past = [];
  for (let kid = element._start; kid !== null; kid = kid.right) {
    if (!stood(kid, transaction) || !(kid.content instanceof Y.ContentType)) continue;
    const { type } = kid.content;
    if (isElement(type)) kids.push(again(type, transaction));
    else if (isText(type)) {
      const delta = runsThen(type, transaction).map(({ piece }) => piece);
      past = pastOf(element, knownIn(element, transaction));
      kids.push(() => {
        const text = new Y.XmlText();
        text.applyDelta(delta);
        return text;
      });
    }
  }
  return () => {
    const made = new Y.XmlElement(nodeName);
    for (const [name, value] of attributes) made.setAttribute(name, value as string);
    made.insert(
      0,
      kids.map((make) => make()),
    );
    goOn(made, past);
    return made;
  };
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
