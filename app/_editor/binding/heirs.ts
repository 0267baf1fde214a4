// The blocks that go on from others, as transactions bring them. Called by the rescue, which looks for where the
// words of a dead block went, and by the twins, which look for a second copy of the same block. Reads only.

import * as Y from "yjs";
import { type Ancestor, HEIR_OF, JOINED, parse, TOOK } from "./succession.ts";
import { attributeOf, isElement, parentOf, type YElement, type YParent } from "./y.ts";

export const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;

export interface Heir {
  readonly heir: YElement;
  /** Of all that it goes on from, the one that was asked for. */
  readonly ancestor: Ancestor;
  readonly all: readonly Ancestor[];
}

/** Ids of blocks that went on in others, the last of a session. Each costs some 100 bytes. */
const MAX_KNOWN = 3_000;

/** Heirs of one block that are remembered, the last: dead ones lead on to their own. */
const MAX_HEIRS = 8;

/** Attributes of these names that a transaction put on elements, also on such as died in the meantime. */
export function* attributesIn(
  { doc, beforeState, afterState }: Y.Transaction,
  ...names: readonly string[]
): Generator<{ readonly element: YElement; readonly item: Y.Item }> {
  for (const [client, after] of afterState) {
    const before = beforeState.get(client) ?? 0;
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
  private isRead = false;

  /**
   * The living heir. Where two replaced it at once: one of the two, the same whoever looks. Where none lives, it
   * went on in one that died, and with that one.
   */
  of(id: Y.ID, passed: readonly string[] = []): Heir | undefined {
    const key = keyOf(id);
    let first: Heir | undefined;
    const all = this.byAncestor.get(key) ?? [];
    for (const one of all) {
      const isAlive = one.heir._item?.deleted === false;
      if (isAlive && (first === undefined || precedes(one.heir, first.heir))) first = one;
    }
    if (first !== undefined || passed.includes(key)) return first;
    for (const { heir, ancestor, all: past } of all) {
      const last = heir._item === null ? undefined : this.of(heir._item.id, [...passed, key]);
      if (last === undefined || (first !== undefined && !precedes(last.heir, first.heir))) continue;
      first = { heir: last.heir, ancestor, all: [...last.all, ...past] };
    }
    return first;
  }

  ofAny(ancestors: readonly Pick<Ancestor, "id">[]): Heir | undefined {
    for (const { id } of ancestors) {
      const found = this.of(id);
      if (found !== undefined) return found;
    }
    return undefined;
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
      for (const name of [HEIR_OF, JOINED]) this.add(element, attributeOf(element, name));
      const took = attributeOf(element, TOOK);
      if (took !== undefined) this.takeIn(element, took);
    });
  }

  /** Whether the transaction brought any. */
  take(transaction: Y.Transaction): boolean {
    let found = false;
    for (const { element, item } of attributesIn(transaction, HEIR_OF, TOOK, JOINED)) {
      const value: unknown = item.content.getContent()[item.length - 1];
      if (item.parentSub === HEIR_OF && item.deleted && element._item?.deleted === false) continue;
      found = true;
      if (item.parentSub === TOOK) this.takeIn(element, value);
      else this.add(element, value);
    }
    return found;
  }

  /** A twin gave way to it: what was typed into that one goes on here, and in what stands here. */
  private takeIn(element: YElement, took: unknown): void {
    this.add(element, took);
    eachBelow(element, (below) => this.add(below, attributeOf(below, HEIR_OF)));
  }

  private add(heir: YElement, stored: unknown): void {
    const all = parse(stored);
    for (const ancestor of all) {
      const key = keyOf(ancestor.id);
      const before = this.byAncestor.get(key) ?? [];
      const others = before.filter((one) => one.heir !== heir).slice(1 - MAX_HEIRS);
      this.byAncestor.delete(key);
      this.byAncestor.set(key, [...others, { heir, ancestor, all }]);
    }
    for (const key of this.byAncestor.keys()) {
      if (this.byAncestor.size <= MAX_KNOWN) break;
      this.byAncestor.delete(key);
    }
  }
}

function eachBelow(element: YParent, visit: (element: YElement) => void): void {
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
