// Own words in what somebody took out while they were typed, and that had no text to know it by (B28): an empty line,
// or something around it. They stand on a line of their own where `~beside` says that it was. Called by the rescue,
// also long after the line died, when it hears only then where that was. Reads only.

import * as Y from "yjs";
import { again, type Link, levelsTo, type Standing } from "./dead.ts";
import type { Heirs } from "./heirs.ts";
import { type LostBlock, lastIn } from "./lost-blocks.ts";
import type { Dead } from "./remembered.ts";
import { only } from "./stands-again.ts";
import { deadRoot, HEIR_OF, type Past } from "./succession.ts";
import { isElement, parentOf, type YElement } from "./y.ts";

export interface Dying {
  readonly block: YElement;
  readonly transaction: Y.Transaction;
}

/** `died`: the line itself, while its transaction lasts. */
export function takenOut(dead: Dead, client: number, heirs: Heirs, died?: Dying): LostBlock | undefined {
  const { text: line, links, around, home } = dead;
  const next = heirs.beside(dead.id);
  if (next === undefined) return aroundIt(dead, client, heirs);
  const { knew } = next.ancestor;
  const ours = ledBy(client, links, knew);
  if (ours.size === 0) return undefined;
  const isEmpty = line.row.every(({ id }) => id.clock >= (knew.get(id.client) ?? 0));
  const row = unseenIn(line.row, knew).filter(({ id }) => ours.has(id.client));
  const part = only(line, row);
  const text = isEmpty ? { ...part, past: asKnown(line.past, new Map([...knew, ...ours])) } : part;
  const levels = levelsTo(next.heir, home);
  if (around.length > 0) {
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

function wholeOf({ block, transaction }: Dying): Y.XmlElement | undefined {
  const root = deadRoot(block);
  for (let above = parentOf(block); isElement(above); above = parentOf(above)) {
    if (above._start?.right != null) return undefined;
    if (above === root) return again(root, transaction)();
  }
  return undefined;
}

function aroundIt({ begun, text, around }: Dead, client: number, heirs: Heirs): LostBlock | undefined {
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
