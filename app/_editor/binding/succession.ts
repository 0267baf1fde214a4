// Which element goes on from which. In Yjs an element cannot change its name or its place: a heading made of
// a paragraph, a quote around it, a moved block are a new element with a copy of the text, and the old one
// dies. Whoever replaces it writes on the heir whose heir it is, and which of its characters it knew. Called
// by the diff at the end of each write; read by the rescue (and by whoever asks where a dead block went on).
// Promises: an attribute beside the schema's; who does not know it loses only it.

import * as Y from "yjs";
import { NODE_MARKS } from "./marks.ts";
import type { Branch, Entry } from "./mirror.ts";
import { type Born, type Grown, isJoined, pairs } from "./pairing.ts";
import { attributeOf, idOf, isElement, parentOf, type YElement } from "./y.ts";

/** On the heir: whom it goes on from, the nearest first. Written once, when it is made. */
export const HEIR_OF = "~from";

/** The same on a block that is no text and was moved as it was: a picture, a table, an item of a list. */
export const MOVED = "~moved";

/** On a copy: the other copies that gave way to it (twins.ts), the last ones. */
export const TOOK = "~took";

/** On what was there before: blocks that were joined to it, the last ones, with all that went on in them. */
export const JOINED = "~joined";

/** On what stands next to them: empty lines that were taken out there, the last ones (beside.ts). */
export const BESIDE = "~beside";

/** They name an element's own past: nothing that is made of its content may have them. */
export const OF_THE_PAST: readonly string[] = [HEIR_OF, MOVED, TOOK, JOINED, BESIDE];

/** What this binding keeps on elements beside the attributes of the schema. */
export const RESERVED_ATTRIBUTES: readonly string[] = [NODE_MARKS, ...OF_THE_PAST];

/**
 * How far back an heir remembers: who was away while a block changed its type so often more loses the
 * words that were typed meanwhile. Each costs about 30 bytes on the element.
 */
export const MAX_ANCESTORS = 8;

/**
 * What one block remembers that was joined to it, and what was taken out beside it: a row of Backspaces, each with
 * the past of what it took. About 30 bytes each, so 720 at most, written with each such Backspace.
 */
const MAX_TAKEN = 24;

export interface Ancestor {
  readonly id: Y.ID;
  /** Of each client what the replacing one had seen of it and of all that died with it: all below this clock. */
  readonly knew: ReadonlyMap<number, number>;
}

/** By the name of the attribute that says it. */
export type Past = readonly (readonly [string, Stored])[];

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
  for (const one of stored.slice(0, MAX_TAKEN) as unknown[]) {
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
  if (old._item === null) return;
  if (name === HEIR_OF) goOn(heir, pastOf(old, knew));
  else {
    setPast(heir, name, [entry(old, knew), ...pastOn(name === TOOK ? heir : old, name)]);
    carryOn(heir, old, BESIDE);
  }
}

/** What is said on whatever goes on from `old`. */
export function pastOf(old: YElement, knew: ReadonlyMap<number, number>): Past {
  const past: [string, Stored][] = [[HEIR_OF, [entry(old, knew), ...pastOn(old, HEIR_OF)]]];
  // What went on in the old one as well goes on in its heir.
  for (const name of [TOOK, JOINED, BESIDE]) {
    const also = pastOn(old, name);
    if (also.length > 0) past.push([name, also]);
  }
  return past;
}

export function goOn(heir: Y.XmlElement, past: Past): void {
  for (const [name, stored] of past) setPast(heir, name, stored);
}

export function entry(old: YElement, knew: ReadonlyMap<number, number>): readonly number[] {
  const { client, clock } = idOf(old);
  return [client, clock, ...[...knew].flat()];
}

/** Says on `heir`, which stood there before, that `old` was joined to it, with all that went on in that. */
function takeIn(heir: YElement, old: YElement, knew: ReadonlyMap<number, number>): void {
  const past = [HEIR_OF, JOINED, TOOK].flatMap((name) => pastOn(old, name));
  setPast(heir, JOINED, [entry(old, knew), ...past, ...pastOn(heir, JOINED)]);
  carryOn(heir, old, BESIDE);
}

/** What is said on the old one is said on the other one too. */
function carryOn(heir: Y.XmlElement, old: YElement, name: string): void {
  const past = pastOn(old, name);
  if (past.length > 0) setPast(heir, name, [...past, ...pastOn(heir, name)]);
}

export function setPast(heir: Y.XmlElement, name: string, past: Stored): void {
  const known = new Set<string>();
  const each = past.filter(([client, clock]) => known.size < known.add(`${client}:${clock}`).size);
  heir.setAttribute(
    name,
    each.slice(0, name === BESIDE || name === JOINED ? MAX_TAKEN : MAX_ANCESTORS) as unknown as string,
  );
}

export function pastOn(element: Y.XmlElement, name: string): Stored {
  return storedIn(element._map.get(name));
}

export function storedIn(item: Y.Item | undefined): Stored {
  const stored: unknown = item?.content.getContent()[item.length - 1];
  return Array.isArray(stored) ? (stored as Stored) : [];
}

/** Of an element that died in this transaction: its attributes died with it. */
export function deadAncestors(element: Y.XmlElement): Ancestor[] {
  return parse(pastOn(element, HEIR_OF));
}

/**
 * The next clock of each client that has written into it. Deleted characters count: they were known too. `before`: what
 * came in that transaction does not.
 */
export function knownIn(element: YElement, before?: Y.Transaction): Map<number, number> {
  const knew = new Map<number, number>();
  const see = (type: Y.AbstractType<unknown>) => {
    for (let item = type._start; item !== null; item = item.right) {
      const { client, clock } = item.id;
      const end = clock + item.length;
      if (before !== undefined && clock >= (before.beforeState.get(client) ?? 0)) continue;
      if (end > (knew.get(client) ?? 0)) knew.set(client, end);
      if (item.content instanceof Y.ContentType) see(item.content.type);
    }
  };
  see(element);
  return knew;
}

export interface Settled {
  /** True copies of what died. */
  readonly copies: readonly YElement[];
  /** Where each textblock goes on that does. */
  readonly heirs: ReadonlyMap<Branch, YElement>;
  /** What went on whole. */
  readonly moved: ReadonlySet<YElement>;
}

/** After a write: everything that died in it and lives on in something that it made. */
export function settle({ died, born, gone, made, grown }: Changes): Settled {
  const copies: YElement[] = [];
  const heirs = new Map<Branch, YElement>();
  const moved = new Set<YElement>();
  const known = new Map<YElement, ReadonlyMap<number, number>>();
  const knewOf = (old: YElement): ReadonlyMap<number, number> => {
    const root = deadRoot(old);
    const knew = known.get(root) ?? knownIn(root);
    known.set(root, knew);
    return knew;
  };
  for (const { old: branch, heir, isCopy, hasMore, joined } of pairs(died, born)) {
    const old = branch.type;
    const element = heir.element as YElement;
    if (!isElement(old)) continue;
    heirs.set(branch, element);
    if (joined === undefined && hasMore !== true) {
      succeed(element, old, knewOf(old));
      if (isCopy) copies.push(element);
      continue;
    }
    // It is no copy of either: a copy of one of them has not the text of the other, and is not to be its twin (B24).
    for (const one of [joined, branch]) {
      if (one === undefined || !isElement(one.type)) continue;
      heirs.set(one, element);
      takeIn(element, one.type, knewOf(one.type));
    }
  }
  for (const one of grown) {
    const joined = died.find(({ node }) => isJoined(node, one));
    if (joined === undefined || !isElement(joined.type)) continue;
    heirs.set(joined, one.element);
    takeIn(one.element, joined.type, knewOf(joined.type));
  }
  // What is moved is the same object here and there.
  const whole = new Map(gone.map((one) => [one.node, one.type]));
  for (const { node, element } of made) {
    const old = whole.get(node);
    if (!isElement(old)) continue;
    whole.delete(node);
    succeed(element, old, knewOf(old), MOVED);
    copies.push(element as YElement);
    moved.add(old);
  }
  return { copies, heirs, moved };
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
