// The content of a textblock as one row of units (a character, or one node that is no text) and what of
// it stays when it is edited. Called by write-text.ts. Pure: knows nothing of Yjs.

import type { Mark, Node } from "@tiptap/pm/model";
import { isPlaceholder, samePlaceholder } from "./placeholder.ts";
import { NO_CHARACTER } from "./y.ts";

export interface UnitRun {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly Mark[];
}

export interface Units {
  readonly text: string;
  /** By unit: what stands there if it is no character. */
  readonly atoms: ReadonlyMap<number, Node>;
  /** Text only, in order. */
  readonly runs: readonly UnitRun[];
}

/** Units `o…` of the old row are units `n…` of the new one. */
export interface Keep {
  readonly o: number;
  readonly n: number;
  readonly length: number;
}

export function unitsOf(parent: Node): Units {
  let text = "";
  const atoms = new Map<number, Node>();
  const runs: UnitRun[] = [];
  parent.content.forEach((node) => {
    if (node.isText) {
      const from = text.length;
      text += node.text ?? "";
      runs.push({ from, to: text.length, marks: node.marks });
    } else {
      atoms.set(text.length, node);
      text += NO_CHARACTER;
    }
  });
  return { text, atoms, runs };
}

/** Where an offset into the content lies in units. */
export function unitAt(parent: Node, offset: number): number {
  let unit = 0;
  let at = 0;
  for (let index = 0; index < parent.childCount && at < offset; index++) {
    const node = parent.child(index);
    unit += node.isText ? Math.min(node.nodeSize, offset - at) : 1;
    at += node.nodeSize;
  }
  return unit;
}

/** What stays, in order. `caret` is a unit of the new row, or -1. */
export function keptUnits(old: Units, next: Units, caret: number): Keep[] {
  const keeps: Keep[] = [];
  const whole = { oFrom: 0, oTo: old.text.length, nFrom: 0, nTo: next.text.length };
  keepWithin(old, next, whole, caret, keeps);
  return keeps;
}

interface Window {
  readonly oFrom: number;
  readonly oTo: number;
  readonly nFrom: number;
  readonly nTo: number;
}

function keepWithin(old: Units, next: Units, window: Window, caret: number, keeps: Keep[]): void {
  const { oFrom, oTo, nFrom, nTo } = window;
  const most = Math.min(oTo - oFrom, nTo - nFrom);
  let start = 0;
  while (start < most && sameUnit(old, oFrom + start, next, nFrom + start)) start++;
  let end = 0;
  while (end < most - start && sameUnit(old, oTo - 1 - end, next, nTo - 1 - end)) end++;

  const inserted = nTo - nFrom - start - end;
  const removed = oTo - oFrom - start - end;
  // "aa" to "aaa" may be an insertion at three places. The one who typed it is at the caret.
  const shift = caret < 0 ? 0 : nFrom + start - (caret - inserted);
  if (shift > 0 && shift <= start && (inserted === 0) !== (removed === 0)) {
    const atO = oFrom + start - shift;
    const atN = nFrom + start - shift;
    let same = true;
    for (let i = 0; same && i < shift; i++) same = sameUnit(old, atO + removed + i, next, atN + inserted + i);
    if (same) {
      start -= shift;
      end += shift;
    }
  }
  if (cutsPair(old.text, oFrom + start) || cutsPair(next.text, nFrom + start)) start--;
  if (cutsPair(old.text, oTo - end) || cutsPair(next.text, nTo - end)) end--;

  const gap = { oFrom: oFrom + start, oTo: oTo - end, nFrom: nFrom + start, nTo: nTo - end };
  if (start > 0) keeps.push({ o: oFrom, n: nFrom, length: start });
  if (gap.oFrom < gap.oTo && gap.nFrom < gap.nTo) keepAtoms(old, next, gap, keeps);
  if (end > 0) keeps.push({ o: gap.oTo, n: gap.nTo, length: end });
}

/** Nodes between two changes of text: the same object stays, else one of the same kind goes on from it. */
function keepAtoms(old: Units, next: Units, gap: Window, keeps: Keep[]): void {
  const before = atomsIn(old, gap.oFrom, gap.oTo);
  const after = atomsIn(next, gap.nFrom, gap.nTo);
  if (before.length === 0 || after.length === 0) return;
  const pairs: [number, number][] = [];
  let from = 0;
  for (const [o, node] of before) {
    const index = after.findIndex(([, other], at) => at >= from && other === node);
    const pair = after[index];
    if (pair === undefined) continue;
    pairs.push([o, pair[0]]);
    from = index + 1;
  }
  if (pairs.length === 0 && before.length === after.length) {
    const alike = before.every(
      ([, node], index) => node.type === after[index]?.[1].type && !isPlaceholder(node),
    );
    if (alike) for (const [index, [o]] of before.entries()) pairs.push([o, after[index]?.[0] ?? 0]);
  }
  if (pairs.length === 0) return;
  let { oFrom, nFrom } = gap;
  for (const [o, n] of pairs) {
    keepWithin(old, next, { oFrom, oTo: o, nFrom, nTo: n }, -1, keeps);
    keeps.push({ o, n, length: 1 });
    oFrom = o + 1;
    nFrom = n + 1;
  }
  keepWithin(old, next, { oFrom, oTo: gap.oTo, nFrom, nTo: gap.nTo }, -1, keeps);
}

const atomsIn = (units: Units, from: number, to: number): [number, Node][] =>
  [...units.atoms].filter(([at]) => at >= from && at < to);

function sameUnit(old: Units, o: number, next: Units, n: number): boolean {
  if (old.text[o] !== next.text[n]) return false;
  if (old.text[o] !== NO_CHARACTER) return true;
  const a = old.atoms.get(o);
  const b = next.atoms.get(n);
  if (a === undefined || b === undefined) return a === b;
  return a.eq(b) || samePlaceholder(a, b);
}

const cutsPair = (text: string, at: number): boolean =>
  /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at));
