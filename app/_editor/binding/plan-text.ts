// How the text of one block came to be what it is now: what stayed, what went, what came, and where the
// formatting of what stayed changed. Called by the plan. Pure.

import { type Mark, Mark as Marks, type Node } from "@tiptap/pm/model";
import type { YKid, YText } from "./y.ts";

/** What happened to a text, in order, without formatting. */
export type Change = { readonly keep: number } | { readonly add: number } | { readonly drop: number };
/** The exact change of a text. Checked against what was shown: a nested write may have changed more. */
export type ChangesOf = (text: YText) => readonly Change[];

interface Range {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

export interface Part extends Range {
  readonly kept: boolean;
  readonly kid?: YKid | undefined;
}

/** Neighbours that are replaced are replaced together. */
export function push(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (last !== undefined && !last.kept && !part.kept) {
    last.to = part.to;
    last.newTo = part.newTo;
  } else parts.push({ ...part });
}

export function* textParts(old: Node, next: Node, range: Range, changes: readonly Change[]): Generator<Part> {
  const { from, to, newFrom, newTo } = range;
  if (fits(old, next, range, changes)) {
    let at = from;
    let newAt = newFrom;
    for (const change of changes) {
      const out = "drop" in change ? change.drop : "keep" in change ? change.keep : 0;
      const put = "add" in change ? change.add : "keep" in change ? change.keep : 0;
      yield { from: at, to: at + out, newFrom: newAt, newTo: newAt + put, kept: "keep" in change };
      at += out;
      newAt += put;
    }
    return;
  }
  const before = shownText(old, from, to);
  const after = shownText(next, newFrom, newTo);
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  yield { from, to: from + start, newFrom, newTo: newFrom + start, kept: true };
  yield { from: from + start, to: to - end, newFrom: newFrom + start, newTo: newTo - end, kept: false };
  yield { from: to - end, to, newFrom: newTo - end, newTo, kept: true };
}

/** Whether what the event says leads from what was shown to what is there: nested writes may differ. */
function fits(old: Node, next: Node, range: Range, changes: readonly Change[]): boolean {
  const before = shownText(old, range.from, range.to);
  const after = shownText(next, range.newFrom, range.newTo);
  let at = 0;
  let newAt = 0;
  for (const change of changes) {
    if ("keep" in change) {
      if (before.slice(at, at + change.keep) !== after.slice(newAt, newAt + change.keep)) return false;
      at += change.keep;
      newAt += change.keep;
    } else if ("drop" in change) at += change.drop;
    else newAt += change.add;
  }
  return at === before.length && newAt === after.length;
}

const shownText = (node: Node, from: number, to: number): string =>
  node.textBetween(from, to, "\uFFFC", "\uFFFC");

interface MarkRun {
  from: number;
  to: number;
  readonly before: readonly Mark[];
  readonly after: readonly Mark[];
}

export function markRuns(old: Node, next: Node, from: number, to: number, shift: number): MarkRun[] {
  const runs: MarkRun[] = [];
  let at = from;
  while (at < to) {
    const left = childAt(old, at);
    const right = childAt(next, at + shift);
    if (left === undefined || right === undefined) break;
    const end = Math.min(left.end, right.end - shift, to);
    if (!Marks.sameSet(left.node.marks, right.node.marks)) {
      const last = runs.at(-1);
      if (
        last?.to === at &&
        Marks.sameSet(last.before, left.node.marks) &&
        Marks.sameSet(last.after, right.node.marks)
      ) {
        last.to = end;
      } else runs.push({ from: at, to: end, before: left.node.marks, after: right.node.marks });
    }
    at = end;
  }
  return runs;
}

function childAt(parent: Node, offset: number): { readonly node: Node; readonly end: number } | undefined {
  const found = parent.childAfter(offset);
  return found.node === null ? undefined : { node: found.node, end: found.offset + found.node.nodeSize };
}
