// Two who move the same block at once, or make a heading of it, each make a copy (succession.ts). One of the two
// gives way, so that nobody sees the block twice. Called by the binding for what it wrote itself and for every
// change of others, before that is shown.
//
// Which one stays is the same whoever looks: where two lines of descent part, the one whose maker had seen more
// of the block, else the one with the smaller id. The other one is taken away by its maker and by nobody else,
// who says so on the one that stays: what it knew of the block it carries over (rescue.ts), what it did not know
// is carried by whoever typed it. Where anything could be lost by that, both stay.

import * as Y from "yjs";
import { attributesIn, compareIds, eachBelow, keyOf } from "./heirs.ts";
import { alike } from "./pairing.ts";
import { firstContent } from "./place-in.ts";
import { sayOn } from "./said.ts";
import { type Ancestor, BESIDE, entry, HEIR_OF, knownIn, MOVED, parse, succeed, TOOK } from "./succession.ts";
import { attributeOf, isElement, isText, kidsOf, parentOf, type YElement, type YParent } from "./y.ts";

/** Blocks that are remembered as moved or changed by us, each with its ancestors: an hour offline of doing that. */
const MAX_REMEMBERED = 1_000;
/** Blocks that gave way, for an undo that would bring them back. */
const MAX_SETTLED = 100;

/** Copies of others that are remembered of one own copy: those of its near past. */
const MAX_RIVALS = 8;

interface Rival {
  readonly element: YElement;
  /** What both are copies of. */
  readonly of: Y.ID;
}

interface Copy {
  readonly element: YElement;
  /** Copies of others that are to give way to it, the last ones. */
  rivals: readonly Rival[];
  /** Of a block that is no text: our next clock when it was made, or `undefined` if others wrote into one before it. */
  readonly untilClock: number | undefined;
}

export interface Twin {
  readonly loser: YElement;
  readonly winner: YElement;
  /** What both are copies of, and what came between that and the loser. */
  readonly past: readonly Y.ID[];
}

export class Twins {
  private readonly mine = new Map<string, Copy>();
  private settled: Twin[] = [];

  /** After an own write. */
  made(copies: readonly YElement[], doc: Y.Doc): void {
    const client = doc.clientID;
    const untilClock = Y.getState(doc.store, client);
    for (const element of copies) {
      const { ancestors } = descentOf(element);
      const [before] = ancestors;
      if (before === undefined) continue;
      const last = this.mine.get(keyOf(before.id));
      const isOurs =
        before.id.client !== client || last === undefined || untouched(last, before.knew, client);
      const copy: Copy = { element, rivals: [], untilClock: isOurs ? untilClock : undefined };
      for (const key of [keyOf(element._item?.id as Y.ID), ...ancestors.map(({ id }) => keyOf(id))]) {
        this.mine.delete(key);
        this.mine.set(key, copy);
      }
    }
    for (const key of this.mine.keys()) {
      if (this.mine.size <= MAX_REMEMBERED) break;
      this.mine.delete(key);
    }
  }

  /** Our copies that have to give way to what others brought. */
  losersIn(transaction: Y.Transaction, canCarry: (dead: readonly Y.ID[]) => boolean): Twin[] {
    if (this.mine.size === 0) return [];
    const client = transaction.doc.clientID;
    const found = new Map<YElement, { readonly twin: Twin; readonly copy: Copy }>();
    for (const { element: winner, item } of attributesIn(transaction, [HEIR_OF, MOVED])) {
      if (item.deleted || winner._item?.deleted !== false || winner._item.id.client === client) continue;
      for (const { id } of descentOf(winner).ancestors) {
        const copy = this.mine.get(keyOf(id));
        if (copy === undefined || copy.element._item?.deleted !== false) continue;
        const loser = copy.element;
        if (!givesWay(copy, winner, id, client, canCarry))
          copy.rivals = [...copy.rivals, { element: winner, of: id }].slice(-MAX_RIVALS);
        else if (!found.has(loser))
          found.set(loser, { copy, twin: { loser, winner, past: pastOf(loser, id) } });
        break;
      }
    }
    // What stands in a moved block goes and stays with it.
    return [...found.values()]
      .filter(({ twin, copy }) => !isAwaited(twin, copy))
      .map(({ twin }) => twin)
      .filter(({ loser }) => !isInside(loser, (above) => this.isMoved(above)));
  }

  private isMoved(element: YElement): boolean {
    const id = element._item?.id;
    return id !== undefined && element._map.has(MOVED) && this.mine.get(keyOf(id))?.element === element;
  }

  /** Takes them away, in the transaction of the caller. Returns what it wrote into. */
  giveWay(twins: readonly Twin[], transaction: Y.Transaction): YParent[] {
    const { clientID } = transaction.doc;
    const parents: YParent[] = [];
    for (const { loser, winner } of twins) {
      succeed(winner, loser, knownIn(loser), TOOK);
      parents.push(winner);
      // With what was made around it (a quote, a list of its own), if that held nothing else.
      for (let gone: YElement = loser; ; ) {
        const parent = parentOf(gone);
        gone._item?.delete(transaction);
        if (gone !== loser) sayOn(winner, BESIDE, [entry(gone, knownIn(gone))]);
        if (parent === undefined) break;
        parents.push(parent);
        const isEmpty = kidsOf(parent)?.length === 0;
        if (!isElement(parent) || !isEmpty || parent._item?.id.client !== clientID) break;
        gone = parent;
      }
    }
    this.settled = [...this.settled, ...twins].slice(-MAX_SETTLED);
    return parents.filter(({ _item }) => _item?.deleted !== true);
  }

  /** An undo of ours brought back what stands elsewhere, moved by somebody else: it goes again. */
  undone(transaction: Y.Transaction): void {
    for (const { past, winner } of this.settled) {
      if (winner._item?.deleted !== false) continue;
      for (const first of past) {
        for (let id: Y.ID | null = first; id !== null; ) {
          const item: unknown = Y.getItem(transaction.doc.store, id);
          if (!(item instanceof Y.Item)) break;
          if (id !== first && !item.deleted) item.delete(transaction);
          id = item.redone;
        }
      }
    }
  }
}

/**
 * Somebody is about to give way to it, for a copy that parted later than the winner did: they count on what was
 * written in between being here, and the winner never had it.
 */
const isAwaited = ({ past }: Twin, { rivals }: Copy): boolean =>
  rivals.some(
    ({ element, of }) =>
      element._item?.deleted === false && past.slice(0, -1).some((id) => Y.compareIDs(id, of)),
  );

function pastOf(loser: YElement, of: Y.ID): Y.ID[] {
  const ids = descentOf(loser).ancestors.map(({ id }) => id);
  const past = ids.slice(0, ids.findIndex((id) => Y.compareIDs(id, of)) + 1);
  return loser._item === null ? past : [loser._item.id, ...past];
}

function descentOf(element: YElement): { readonly isText: boolean; readonly ancestors: readonly Ancestor[] } {
  const isText = element._map.has(HEIR_OF);
  return { isText, ancestors: parse(attributeOf(element, isText ? HEIR_OF : MOVED)) };
}

function givesWay(
  copy: Copy,
  winner: YElement,
  of: Y.ID,
  client: number,
  canCarry: (dead: readonly Y.ID[]) => boolean,
): boolean {
  const [ours, theirs] = [descentOf(copy.element), descentOf(winner)];
  const left = branchAt(copy.element, ours.ancestors, of);
  const right = branchAt(winner, theirs.ancestors, of);
  if (ours.isText !== theirs.isText || left === undefined || right === undefined) return false;
  const [sum, other] = [sumOf(left.knew), sumOf(right.knew)];
  if (sum === other ? compareIds(left.id, right.id) < 0 : sum > other) return false;
  // From here on: would anything be lost?
  if (left.between.some(({ id, knew }) => id.client !== client || hasOthers(knew, client))) return false;
  const untold = [...left.knew].filter(([one, clock]) => clock > (right.knew.get(one) ?? 0));
  if (!ours.isText)
    return (
      untold.length === 0 && untouched(copy, knownIn(copy.element), client) && holds(winner, copy.element)
    );
  if (untold.some(([one]) => one !== client)) return false;
  const dead = left.between.map(({ id }) => id);
  if (!canCarry(untold.length === 0 ? dead : [...dead, of])) return false;
  const text = firstContent(copy.element);
  return text !== "" && firstContent(winner) !== "" && alike(text, firstContent(winner));
}

/** Each line in it goes on in one of the winner: a line may have been taken out of that before it was moved. */
function holds(winner: YElement, loser: YElement): boolean {
  const there = new Set<string>();
  eachBelow(winner, (line) => {
    for (const { id } of descentOf(line).ancestors) there.add(keyOf(id));
  });
  let isAll = true;
  eachBelow(loser, (line) => {
    const isLine = kidsOf(line)?.some((kid) => isText(kid) && kid.length > 0) === true;
    if (isLine && !descentOf(line).ancestors.some(({ id }) => there.has(keyOf(id)))) isAll = false;
  });
  return isAll;
}

interface Fork {
  /** Of the first one after the ancestor in this line. */
  readonly id: Y.ID;
  /** What its maker had seen of the ancestor. */
  readonly knew: ReadonlyMap<number, number>;
  /** What came between the ancestor and the element. */
  readonly between: readonly Ancestor[];
}

function branchAt(element: YElement, ancestors: readonly Ancestor[], of: Y.ID): Fork | undefined {
  const at = ancestors.findIndex(({ id }) => Y.compareIDs(id, of));
  const id = at > 0 ? ancestors[at - 1]?.id : element._item?.id;
  const knew = ancestors[at]?.knew;
  return id === undefined || knew === undefined ? undefined : { id, knew, between: ancestors.slice(0, at) };
}

/** It holds what it was made with, and nothing that anybody put in later. */
const untouched = ({ untilClock }: Copy, knew: ReadonlyMap<number, number>, client: number): boolean =>
  untilClock !== undefined && !hasOthers(knew, client) && (knew.get(client) ?? 0) <= untilClock;

const hasOthers = (knew: ReadonlyMap<number, number>, client: number): boolean =>
  [...knew.keys()].some((one) => one !== client);

const sumOf = (knew: ReadonlyMap<number, number>): number =>
  [...knew.values()].reduce((sum, clock) => sum + clock, 0);

function isInside(element: YElement, isWanted: (above: YElement) => boolean): boolean {
  for (let above = parentOf(element); isElement(above); above = parentOf(above))
    if (isWanted(above)) return true;
  return false;
}
