// The blocks that go on from others, as transactions bring them. Called by the rescue, which looks for where the
// words of a dead block went, and by the twins, which look for a second copy of the same block. Reads only.

import * as Y from "yjs";
import { type Ancestor, BESIDE, HEIR_OF, JOINED, MOVED, parse, TOOK } from "./succession.ts";
import { attributeOf, idOf, isElement, parentOf, type YElement, type YParent } from "./y.ts";

export const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;

export interface Heir {
  readonly heir: YElement;
  /** Of all that it goes on from, the one that was asked for. */
  readonly ancestor: Ancestor;
  readonly all: readonly Ancestor[];
  /** The attribute that says so. */
  readonly how: string;
}

/** Ids of blocks that went on in others, the last of a session. Each costs some 100 bytes. */
const MAX_KNOWN = 3_000;

/** Heirs of one block that are remembered, the last: so many as may change it at once. Dead ones lead on to their own. */
const MAX_HEIRS = 32;

/**
 * Attributes of these names that a transaction put on elements, also on such as died in the meantime. `clients`: who
 * may have written in it. A document that many have written in has thousands, and a key is written by one.
 */
export function* attributesIn(
  { doc, beforeState, afterState }: Y.Transaction,
  names: readonly string[],
  clients: Iterable<number> = afterState.keys(),
): Generator<{ readonly element: YElement; readonly item: Y.Item }> {
  for (const client of clients) {
    const before = beforeState.get(client) ?? 0;
    const after = afterState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (after <= before || structs === undefined) continue;
    for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
      const item = structs[at];
      if (!(item instanceof Y.Item) || item.parentSub === null || !names.includes(item.parentSub)) continue;
      const element: unknown = item.parent;
      if (isElement(element)) yield { element, item };
    }
  }
}

/** Where blocks went on, as far as that was seen. */
export class Heirs {
  private readonly byAncestor = new Map<string, Heir[]>();
  /** What stands where something went that had no text (B28), or what that was moved to as it was. */
  private readonly byPlace = new Map<string, Heir[]>();
  private isRead = false;

  /**
   * The living heir. Where two replaced it at once: one of the two, the same whoever looks. Where none lives, it
   * went on in one that died, and with that one. `known`: each is looked through once, however many ways lead there.
   */
  of(id: Y.ID, known = new Map<string, Heir | undefined>()): Heir | undefined {
    const key = keyOf(id);
    if (known.has(key)) return known.get(key);
    known.set(key, undefined);
    let first: Heir | undefined;
    const all = this.byAncestor.get(key) ?? [];
    for (const one of all) {
      const lives = one.heir._item?.deleted === false;
      if (lives && (first === undefined || precedes(one.heir, first.heir))) first = one;
    }
    const isAlive = first !== undefined;
    for (const { heir, ancestor, all: past, how } of isAlive ? [] : all) {
      const last = heir._item === null ? undefined : this.of(heir._item.id, known);
      if (last === undefined || (first !== undefined && !precedes(last.heir, first.heir))) continue;
      first = { heir: last.heir, ancestor, all: [...last.all, ...past], how };
    }
    known.set(key, first);
    return first;
  }

  ofAny(ancestors: readonly Pick<Ancestor, "id">[]): Heir | undefined {
    for (const { id } of ancestors) {
      const found = this.of(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What stands where this was taken out, or moved to. */
  beside(id: Y.ID, passed = new Set<string>()): Heir | undefined {
    const key = keyOf(id);
    let first: Heir | undefined;
    if (passed.has(key)) return undefined;
    passed.add(key);
    for (const { heir, ancestor, all, how } of this.byPlace.get(key) ?? []) {
      const last = idOf(heir);
      const next = heir._item?.deleted ? (this.of(last) ?? this.beside(last, passed))?.heir : heir;
      if (next !== undefined && (first === undefined || precedes(next, first.heir)))
        first = { heir: next, ancestor, all, how };
    }
    return first;
  }

  besideAny(ids: readonly Y.ID[]): Heir | undefined {
    for (const id of ids) {
      const found = this.beside(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * Whether what these went on in, or what that stood in, came to one of them in the end: one joined the first block to
   * the second, another one the second to the first, and each of the two died with what the other one took out.
   */
  cameBack(ids: readonly Y.ID[]): boolean {
    const ends = new Set(ids.map(keyOf));
    for (const { heir, at } of this.wentOnIn(ids)) {
      const key = keyOf(idOf(at));
      // What it stood in only if that went on somewhere too: else it was deleted, with all that stood in it.
      if (ends.has(key) && (at === heir || this.byPlace.has(key))) return true;
    }
    return false;
  }

  /** What stands where it was, or any that it went on in, and whether whoever took that out had seen it. */
  *ends(dead: YElement): Generator<{ readonly heir: YElement; readonly isKnown: boolean }> {
    for (const { heir, at } of [...around(dead), ...this.wentOnIn([idOf(dead)])]) {
      const place = this.beside(idOf(at));
      const { client, clock } = idOf(heir);
      if (place !== undefined)
        yield { heir: place.heir, isKnown: clock < (place.ancestor.knew.get(client) ?? 0) };
    }
  }

  /** The dead that these went on in, one after the other, and what they stood in. */
  private *wentOnIn(ids: readonly Y.ID[]): Generator<Around> {
    const waiting = new Set(ids.map(keyOf));
    // What is put in while a set is walked is walked too.
    for (const key of waiting) {
      for (const { heir } of [...(this.byAncestor.get(key) ?? []), ...(this.byPlace.get(key) ?? [])]) {
        if (heir._item?.deleted !== true) continue;
        for (const one of around(heir)) {
          waiting.add(keyOf(idOf(one.at)));
          yield one;
        }
      }
    }
  }

  /**
   * Those that stood there before anything was heard of: who joins late may write into one of two copies. Costs
   * a walk through the document, once, and only when a block with something of ours in it died.
   */
  readOnce(anywhere: YElement): void {
    if (this.isRead) return;
    this.isRead = true;
    let document: YParent = anywhere;
    for (let above = parentOf(document); above !== undefined; above = parentOf(above)) document = above;
    eachBelow(document, (element) => {
      for (const name of [HEIR_OF, JOINED, BESIDE, MOVED])
        this.add(element, attributeOf(element, name), name);
      const took = attributeOf(element, TOOK);
      if (took !== undefined) this.takeIn(element, took);
    });
  }

  /** Whether the transaction brought any. */
  take(transaction: Y.Transaction, clients?: Iterable<number>): boolean {
    let found = false;
    for (const { element, item } of attributesIn(
      transaction,
      [HEIR_OF, TOOK, JOINED, BESIDE, MOVED],
      clients,
    )) {
      const value: unknown = item.content.getContent()[item.length - 1];
      if (item.parentSub === HEIR_OF && item.deleted && element._item?.deleted === false) continue;
      found = true;
      if (item.parentSub === TOOK) this.takeIn(element, value);
      else this.add(element, value, item.parentSub as string);
    }
    return found;
  }

  /** A twin gave way to it: what was typed into that one goes on here, and in what stands here. */
  private takeIn(element: YElement, took: unknown): void {
    this.add(element, took, TOOK);
    eachBelow(element, (below) => this.add(below, attributeOf(below, HEIR_OF), HEIR_OF));
  }

  private add(heir: YElement, stored: unknown, how: string): void {
    const byId = how === BESIDE || how === MOVED ? this.byPlace : this.byAncestor;
    const all = parse(stored);
    for (const ancestor of all) {
      const key = keyOf(ancestor.id);
      const before = byId.get(key) ?? [];
      const others = before.filter((one) => one.heir !== heir).slice(1 - MAX_HEIRS);
      byId.delete(key);
      byId.set(key, [...others, { heir, ancestor, all, how }]);
    }
    for (const key of byId.keys()) {
      if (byId.size <= MAX_KNOWN) break;
      byId.delete(key);
    }
  }
}

interface Around {
  readonly heir: YElement;
  readonly at: YElement;
}

/** It, and what it stood in. */
function* around(heir: YElement): Generator<Around> {
  for (let at: YParent | undefined = heir; isElement(at); at = parentOf(at)) yield { heir, at };
}

/** It, and what stands in it. */
export function eachBelow(element: YParent, visit: (element: YElement) => void): void {
  if (isElement(element)) visit(element);
  for (let kid = element._start; kid !== null; kid = kid.right) {
    const type = kid.content instanceof Y.ContentType ? kid.content.type : undefined;
    if (isElement(type) && !kid.deleted) eachBelow(type, visit);
  }
}

export function compareIds(a: Y.ID, b: Y.ID): number {
  return a.client !== b.client ? a.client - b.client : a.clock - b.clock;
}

function precedes(a: YElement, b: YElement): boolean {
  const [left, right] = [a._item?.id, b._item?.id];
  return left !== undefined && right !== undefined && compareIds(left, right) < 0;
}
