// Own words in what somebody took out while they were typed, and that had no text to know it by (B28): an empty line,
// or something around it. They stand on a line of their own where `~beside` says that it was. Called by the rescue,
// also long after the line died, when it hears only then where that was. Reads only.

import * as Y from "yjs";
import { again, begunBy, type Link, levelsTo, linksOf, type Standing } from "./dead.ts";
import type { Heirs } from "./heirs.ts";
import { type LostBlock, type LostText, lastIn } from "./lost-blocks.ts";
import {
  BESIDE,
  deadRoot,
  HEIR_OF,
  JOINED,
  type Past,
  parse,
  pastOn,
  type Stored,
  TOOK,
} from "./succession.ts";
import { isElement, parentOf, type YElement, type YParent } from "./y.ts";

/** A line that died, as it is remembered. */
export interface Line {
  readonly id: Y.ID;
  /** Who began it carries it. */
  readonly begun: Y.ID;
  readonly text: LostText;
  readonly links: readonly Link[];
  /** What it stood in and what died with it, from the inside. */
  readonly around: readonly Y.ID[];
  /** What that stood in. */
  readonly home: YParent | undefined;
}

export function lineOf(block: YElement, text: LostText, transaction: Y.Transaction): Line {
  return {
    id: text.id,
    begun: begunBy(block),
    text,
    links: linksOf(block, transaction),
    around: aroundOf(block),
    home: parentOf(deadRoot(block)),
  };
}

/** `died`: the line itself, while its transaction lasts. */
export function takenOut(line: Line, client: number, heirs: Heirs, died?: Dying): LostBlock | undefined {
  const next = heirs.beside(line.id);
  if (next === undefined) return aroundIt(line, client, heirs);
  const { knew } = next.ancestor;
  const ours = ledBy(client, line.links, knew);
  if (ours.size === 0) return undefined;
  const isEmpty = line.text.row.every(({ id }) => id.clock >= (knew.get(id.client) ?? 0));
  const part = only(line.text, knew, (by) => ours.has(by));
  const text = isEmpty ? { ...part, past: asKnown(line.text.past, new Map([...knew, ...ours])) } : part;
  const levels = levelsTo(next.heir, line.home);
  if (line.around.length > 0) {
    // An item of a list comes back as one.
    const whole = died === undefined || levels === undefined ? undefined : wholeOf(died);
    const place = { texts: [text], beside: next.heir, behind: true };
    return whole === undefined ? place : { ...place, whole: { element: whole, above: levels as number } };
  }
  let beside = next.heir;
  for (let level = 0; level < (levels ?? 0); level++) beside = parentOf(beside) as YElement;
  return { texts: [text], beside, behind: died === undefined || !isBefore(died.block, beside) };
}

/**
 * Of whom it carries what they wrote: who began next to something that another one had begun had read that one, so that
 * one carries it all as it stood, even if nothing of its own stands any more. What two began without having heard of
 * each other each carries for itself. All who know what somebody wrote say the same of it.
 */
function ledBy(
  client: number,
  links: readonly Link[],
  knew: ReadonlyMap<number, number>,
): Map<number, number> {
  const until = new Map<number, number>();
  const first = new Map<number, Link>();
  for (const link of links) {
    const { client: by, clock } = link.id;
    if (clock + link.length <= (knew.get(by) ?? 0)) continue;
    until.set(by, Math.max(until.get(by) ?? 0, clock + link.length));
    if (clock < (first.get(by)?.id.clock ?? Infinity)) first.set(by, link);
  }
  const leader = (by: number): number => {
    const link = first.get(by);
    const next = link === undefined || link.id.clock < (knew.get(by) ?? 0) ? null : link.next;
    const isBegun = next === null || next.client === by || next.clock < (knew.get(next.client) ?? 0);
    return isBegun ? by : leader(next.client);
  };
  return new Map([...until].filter(([by]) => leader(by) === client));
}

/** Said of the heir: so much of it was known. */
const asKnown = (past: Past, knew: ReadonlyMap<number, number>): Past =>
  past.map(([name, all]): Past[number] => {
    const [[from = 0, clock = 0] = [], ...before] = all;
    return name === HEIR_OF ? [name, [[from, clock, ...[...knew].flat()], ...before]] : [name, all];
  });

/**
 * Everything that it went on in died with what it had been joined to, or moved into (B29). Own words stand again, on
 * a line of their own where they stood: so does each with its own, and nothing is twice.
 */
export function fromCircle(
  line: Line,
  client: number,
  heirs: Heirs,
  { block }: Dying,
): LostBlock | undefined {
  const ids = [line.id, ...line.around];
  if (!heirs.leads(ids, ids)) return undefined;
  const text = ownIn(line.text, client, heirs.knewLast(line.id));
  const place = lastStanding(deadRoot(block));
  return text.row.length === 0 || place === undefined ? undefined : { texts: [text], ...place };
}

/** Only what `client` wrote, and of that what was not `seen`: what others wrote they carry. */
export const ownIn = (text: LostText, client: number, seen: ReadonlyMap<number, number> = NOBODY): LostText =>
  only(text, seen, (by) => by === client);

const NOBODY: ReadonlyMap<number, number> = new Map();

/**
 * Only that of it. It is no copy, and what it names it says not to know: a copy of the same that finds only this stands
 * again.
 */
function only(
  text: LostText,
  seen: ReadonlyMap<number, number>,
  isWanted: (by: number) => boolean,
): LostText {
  const row = unseenIn(text.row, seen).filter(({ id }) => isWanted(id.client));
  const knew = new Map<number, number>();
  let isCopied = false;
  for (const { id, isFirst, piece } of row) {
    if (seen.has(id.client)) continue;
    const end = id.clock + ("text" in piece ? piece.text.length : 1);
    knew.set(id.client, Math.max(knew.get(id.client) ?? 0, end));
    isCopied ||= isFirst;
  }
  const saidIn = (name: string) => text.past.find(([one]) => one === name)?.[1] ?? [];
  const [, ...before] = saidIn(HEIR_OF);
  const { client, clock } = text.id;
  const names = [
    [client, clock, ...[...knew].flat()],
    ...(isCopied ? before : before.map((one) => one.slice(0, 2))),
    ...saidIn(JOINED),
  ];
  const past: [string, Stored][] = [TOOK, BESIDE].map((name) => [name, saidIn(name)]);
  return { ...text, row, past: [[JOINED, names], ...past.filter(([, all]) => all.length > 0)] };
}

/** What stands again for it says so of `winner`, to which it gave way, and which has died. */
export function tookOf(line: Line, winner: YElement): readonly number[] | undefined {
  const item = winner._item;
  const named = winner._map.get(HEIR_OF)?.id;
  if (item?.deleted !== true || named === undefined) return undefined;
  // What a twin was made with is the same here and there, unless its maker knew more; of what that was joined to since
  // nothing is.
  const isTwin = pastOn(winner, TOOK).some(([by, clock]) => by === line.id.client && clock === line.id.clock);
  const known = isTwin && !knewMore(winner, line.text.past) ? [named.client, named.clock] : [];
  return [item.id.client, item.id.clock, ...known];
}

/**
 * A copy of ours that gave way to one that had died elsewhere: it stands again, and what was written into the other
 * one goes on in it.
 */
export function fromLoser(
  line: Line,
  winner: YElement,
  took: readonly number[],
  heirs: Heirs,
  near?: YElement,
): LostBlock | undefined {
  const row = line.text.row.filter(({ isFirst }) => isFirst);
  const ends = [...heirs.ends(winner)];
  // Who saw it and took it out meant it.
  const beside = ends.length === 0 ? near : ends.find(({ isKnown }) => !isKnown)?.heir;
  if (row.length === 0 || beside === undefined) return undefined;
  const past: Past = [...line.text.past.filter(([name]) => name !== TOOK), [TOOK, [took]]];
  return { texts: [{ ...line.text, row, past }], beside: lastIn(beside), behind: true };
}

/** Of what both are copies of, its maker had seen more than that of a copy with this past. */
function knewMore(winner: YElement, past: Past): boolean {
  const ours = parse(past.find(([name]) => name === HEIR_OF)?.[1]);
  for (const { id, knew } of parse(pastOn(winner, HEIR_OF))) {
    const same = ours.find((one) => Y.compareIDs(one.id, id));
    if (same !== undefined) return [...knew].some(([one, clock]) => clock > (same.knew.get(one) ?? 0));
  }
  return true;
}

function aroundOf(block: YElement): Y.ID[] {
  const around: Y.ID[] = [];
  for (
    let above = parentOf(block);
    isElement(above) && above._item?.deleted === true;
    above = parentOf(above)
  )
    around.push(above._item.id);
  return around;
}

/** What stands next to where it was; where nothing does, the whole document. */
export function lastStanding(root: YElement): Pick<LostBlock, "beside" | "behind"> | undefined {
  for (let at = root; ; ) {
    for (const side of ["left", "right"] as const) {
      for (let item = at._item?.[side] ?? null; item !== null; item = item[side]) {
        const type = !item.deleted && item.content instanceof Y.ContentType ? item.content.type : undefined;
        if (isElement(type)) return { beside: type, behind: side === "left" };
      }
    }
    const above = parentOf(at);
    if (!isElement(above)) return above && { beside: above, behind: true };
    at = above;
  }
}

export interface Dying {
  readonly block: YElement;
  readonly transaction: Y.Transaction;
}

function wholeOf({ block, transaction }: Dying): Y.XmlElement | undefined {
  const root = deadRoot(block);
  for (let above = parentOf(block); isElement(above); above = parentOf(above)) {
    if (above._start?.right != null) return undefined;
    if (above === root) return again(root, transaction)();
  }
  return undefined;
}

function aroundIt({ begun, text, around }: Line, client: number, heirs: Heirs): LostBlock | undefined {
  if (begun.client !== client) return undefined;
  for (const id of around) {
    const next = heirs.beside(id);
    if (next === undefined) continue;
    // Who saw it and took it out meant it.
    if (begun.clock < (next.ancestor.knew.get(client) ?? 0)) return undefined;
    return { texts: [text], beside: lastIn(next.heir), behind: true };
  }
  return undefined;
}

/** Both in the same list. */
function isBefore(one: YElement, other: YElement): boolean {
  for (let item = one._item?.right ?? null; item !== null; item = item.right) {
    if (item === other._item) return true;
  }
  return false;
}

/** What of it whoever took it out had not seen. */
function unseenIn(row: readonly Standing[], knew: ReadonlyMap<number, number>): Standing[] {
  const unseen: Standing[] = [];
  for (const { id, isFirst, piece } of row) {
    const known = (knew.get(id.client) ?? 0) - id.clock;
    if (known <= 0) unseen.push({ id, isFirst, piece });
    else if ("text" in piece && known < piece.text.length)
      unseen.push({
        id: Y.createID(id.client, id.clock + known),
        isFirst,
        piece: { ...piece, text: piece.text.slice(known) },
      });
  }
  return unseen;
}
