// Which element goes on from which. In Yjs an element cannot change its name or its place: a heading made of
// a paragraph, a quote around it, a moved block are a new element with a copy of the text, and the old one
// dies. Whoever replaces it writes on the heir whose heir it is, and which of its characters it knew. Called
// by the diff at the end of each write; read by the rescue (and by whoever asks where a dead block went on).
// Promises: an attribute beside the schema's; who does not know it loses only it.

import * as Y from "yjs";
import { NODE_MARKS } from "./marks.ts";
import type { Branch, Entry } from "./mirror.ts";
import { type Born, type Grown, isJoined, pairs } from "./pairing.ts";
import { attributeOf, isElement, parentOf, type YElement } from "./y.ts";

/** On the heir: whom it goes on from, the nearest first. Written once, when it is made. */
export const HEIR_OF = "~from";

/** The same on a block that is no text and was moved as it was: a picture, a table, an item of a list. */
export const MOVED = "~moved";

/** On a copy: the other copies that gave way to it (twins.ts), the last ones. */
export const TOOK = "~took";

/** On what was there before: blocks that were joined to it, the last ones, with all that went on in them. */
export const JOINED = "~joined";

/** They name an element's own past: nothing that is made of its content may have them. */
export const OF_THE_PAST: readonly string[] = [HEIR_OF, MOVED, TOOK, JOINED];

/** What this binding keeps on elements beside the attributes of the schema. */
export const RESERVED_ATTRIBUTES: readonly string[] = [NODE_MARKS, ...OF_THE_PAST];

/**
 * How far back an heir remembers: who was away while a block changed its type so often more loses the
 * words that were typed meanwhile. Each costs about 30 bytes on the element.
 */
export const MAX_ANCESTORS = 8;

export interface Ancestor {
  readonly id: Y.ID;
  /** Of each client what the replacing one had seen of it and of all that died with it: all below this clock. */
  readonly knew: ReadonlyMap<number, number>;
}

/** What a write takes out and puts in. */
export interface Changes {
  /** Textblocks, at any depth. */
  readonly died: Branch[];
  readonly born: Born[];
  /** Whole children that are no textblocks. */
  readonly gone: Entry[];
  readonly made: Born[];
  /** Textblocks that live on with other content. */
  readonly grown: Grown[];
}

/** Ids as plain numbers: client, clock, then pairs of client and clock. */
export type Stored = readonly (readonly number[])[];

export function ancestorsOf(element: Y.XmlElement): Ancestor[] {
  return parse(attributeOf(element, HEIR_OF));
}

/** What others stored is theirs to choose: what has not the shape is nobody. */
export function parse(stored: unknown): Ancestor[] {
  if (!Array.isArray(stored)) return [];
  const ancestors: Ancestor[] = [];
  for (const one of stored.slice(0, MAX_ANCESTORS) as unknown[]) {
    if (!Array.isArray(one) || one.length < 2 || !one.every((part) => Number.isSafeInteger(part))) continue;
    const [client, clock, ...pairs] = one as number[];
    const knew = new Map<number, number>();
    for (let at = 0; at + 1 < pairs.length; at += 2) knew.set(pairs[at] as number, pairs[at + 1] as number);
    ancestors.push({ id: Y.createID(client as number, clock as number), knew });
  }
  return ancestors;
}

/** Says on `heir` that it goes on from `old`, which dies in the same transaction. */
export function succeed(
  heir: Y.XmlElement,
  old: YElement,
  knew: ReadonlyMap<number, number>,
  name: typeof HEIR_OF | typeof MOVED | typeof TOOK = HEIR_OF,
): void {
  const id = old._item?.id;
  if (id === undefined) return;
  const own = [id.client, id.clock, ...[...knew].flat()];
  setPast(heir, name, [own, ...pastOn(name === TOOK ? heir : old, name)]);
  // What went on in the old one as well goes on in its heir.
  if (name !== HEIR_OF) return;
  for (const other of [TOOK, JOINED]) {
    const past = pastOn(old, other);
    if (past.length > 0) setPast(heir, other, past);
  }
}

/** Says on `heir`, which stood there before, that `old` was joined to it, with all that went on in that. */
function takeIn(heir: YElement, old: YElement, knew: ReadonlyMap<number, number>): void {
  const past = [HEIR_OF, JOINED, TOOK].flatMap((name) => pastOn(old, name));
  const { client, clock } = (old._item as Y.Item).id;
  setPast(heir, JOINED, [[client, clock, ...[...knew].flat()], ...past, ...pastOn(heir, JOINED)]);
}

/**
 * What `client` joined to a block that died. Whoever carries that on carries on what was joined before, for those
 * who typed into it. (Not what gave way: an heir that knew less of that has not all of it.)
 */
export function joinedBy(client: number, dead: YElement): Stored {
  return dead._map.get(JOINED)?.id.client === client ? pastOn(dead, JOINED) : [];
}

export function joinOn(heir: YElement, joined: Stored): void {
  if (joined.length > 0) setPast(heir, JOINED, [...joined, ...pastOn(heir, JOINED)]);
}

function setPast(heir: Y.XmlElement, name: string, past: Stored): void {
  heir.setAttribute(name, past.slice(0, MAX_ANCESTORS) as unknown as string);
}

function pastOn(element: Y.XmlElement, name: string): Stored {
  const stored = storedOn(element, name);
  return Array.isArray(stored) ? (stored as Stored) : [];
}

/** Of an element that died in this transaction: its attributes died with it. */
export function deadAncestors(element: Y.XmlElement): Ancestor[] {
  return parse(storedOn(element, HEIR_OF));
}

function storedOn(element: Y.XmlElement, name: string): unknown {
  const item = element._map.get(name);
  return item?.content.getContent()[item.length - 1];
}

/** The next clock of each client that has written into it. Deleted characters count: they were known too. */
export function knownIn(...elements: readonly YElement[]): Map<number, number> {
  const knew = new Map<number, number>();
  const see = (type: Y.AbstractType<unknown>) => {
    for (let item = type._start; item !== null; item = item.right) {
      const { client, clock } = item.id;
      const end = clock + item.length;
      if (end > (knew.get(client) ?? 0)) knew.set(client, end);
      if (item.content instanceof Y.ContentType) see(item.content.type);
    }
  };
  for (const element of elements) see(element);
  return knew;
}

/** After a write: everything that died in it and lives on in something that it made. Returns true copies. */
export function settle({ died, born, gone, made, grown }: Changes): YElement[] {
  const copies: YElement[] = [];
  const known = new Map<YElement, ReadonlyMap<number, number>>();
  const knewOf = (old: YElement): ReadonlyMap<number, number> => {
    const root = deadRoot(old);
    const knew = known.get(root) ?? knownIn(root);
    known.set(root, knew);
    return knew;
  };
  for (const [{ type: old }, { element }, isCopy] of pairs(died, born)) {
    if (!isElement(old)) continue;
    succeed(element, old, knewOf(old));
    if (isCopy) copies.push(element as YElement);
  }
  for (const one of grown) {
    const joined = died.find(({ node }) => isJoined(node, one));
    if (joined !== undefined && isElement(joined.type)) takeIn(one.element, joined.type, knewOf(joined.type));
  }
  // What is moved is the same object here and there.
  const left = new Map(gone.map((one) => [one.node, one.type]));
  for (const { node, element } of made) {
    const old = left.get(node);
    if (!isElement(old)) continue;
    left.delete(node);
    succeed(element, old, knewOf(old), MOVED);
    copies.push(element as YElement);
  }
  return copies;
}

/** The outermost element that died with it. */
export function deadRoot(element: YElement): YElement {
  let root = element;
  for (let above = parentOf(root); isElement(above) && above._item?.deleted === true; above = parentOf(root))
    root = above;
  return root;
}

/**
 * Whether it was put into the heir by whoever made it: all that was written between the element itself and
 * the attribute that names its ancestors. Such a character keeps its id, so its place is known for good.
 */
export function firstIn(heir: YElement): (item: Y.Item) => boolean {
  const from = heir._item?.id;
  const to = heir._map.get(HEIR_OF)?.id;
  if (from === undefined || to === undefined || from.client !== to.client) return () => false;
  return ({ id }) => id.client === from.client && id.clock > from.clock && id.clock < to.clock;
}
