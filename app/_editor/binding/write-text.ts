// One shared text to Yjs: characters in and out, formatting only where it changed. Called by write-inline.ts for
// each text of an edited block. Promises: what others wrote into it meanwhile stays; a pair of surrogates is
// never cut.

import { type Mark, Mark as Marks, type Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { wellFormed } from "./create.ts";
import { insertAfter, type Writing } from "./diff.ts";
import { hiddenOf, markChange, shownMarks, storedForm } from "./marks.ts";
import type { Branch } from "./mirror.ts";
import type { Change } from "./plan-text.ts";
import type { Keep, Units } from "./units.ts";
import type { Place } from "./write-inline.ts";
import { runsOf, sameValue, stringOf, type YText } from "./y.ts";

export interface TextEdit {
  readonly old: Units;
  readonly next: Units;
  readonly keeps: readonly Keep[];
  readonly place: Place;
  /** The units of the new content that this text is to hold. */
  readonly from: number;
  readonly to: number;
}

export function writeText({ dirty, moves }: Writing, branch: Branch, text: YText, edit: TextEdit): void {
  const { old, next, place, from, to } = edit;
  const kept = keptIn(place, edit.keeps).filter(({ n }) => n >= from && n < to);
  const gaps: { readonly o: number; readonly oTo: number; readonly n: number; readonly nTo: number }[] = [];
  let o = place.from;
  let n = from;
  for (const keep of [...kept, { o: place.to, n: to, length: 0 }]) {
    if (o < keep.o || n < keep.n) gaps.push({ o, oTo: keep.o, n, nTo: keep.n });
    o = keep.o + keep.length;
    n = keep.n + keep.length;
  }
  if (text._item?.deleted === true) {
    // Others took the text away while this was held back: what was written since stands where it was.
    const fresh = gaps.flatMap((gap) => piecesOf(next, gap.n, gap.nTo));
    if (fresh.length === 0) return;
    const again = new Y.XmlText();
    again.applyDelta(fresh.map(({ piece, marks }) => ({ insert: piece, attributes: storedForm(marks) })));
    insertAfter(branch, text, [again]);
    dirty.add(branch.type);
    return;
  }
  const formats = formatsOf(old, next, kept);
  if (gaps.length === 0 && formats.length === 0) return;

  const moved = moves?.get(text);
  const whereNow =
    moved === undefined
      ? drift(old.text.slice(place.from, place.to), stringOf(text))
      : (unit: number, right: boolean) => moved.reduce((at, change) => follow(at, change, right), unit);
  const index = (unit: number, right = false) => whereNow(unit - place.from, right);
  for (const format of formats) {
    const begin = index(format.from, true);
    const length = index(format.to) - begin;
    if (length > 0) text.format(begin, length, format.change);
  }
  const { schema } = branch.node.type;
  const hidden = hiddenAround(text, schema, branch);
  for (const gap of gaps.reverse()) {
    const begin = index(gap.o);
    const inherited = hidden(begin, index(gap.oTo));
    if (index(gap.oTo) - index(gap.o, true) === gap.oTo - gap.o) {
      if (gap.oTo > gap.o) text.delete(index(gap.o, true), gap.oTo - gap.o);
    } else {
      // Others wrote into what goes here: what they wrote stays.
      for (let unit = gap.oTo - 1; unit >= gap.o; unit--) {
        const at = index(unit, true);
        if (index(unit + 1) === at + 1) text.delete(at, 1);
      }
    }
    let where = begin;
    for (const { piece, marks } of piecesOf(next, gap.n, gap.nTo)) {
      text.insert(where, piece, { ...inherited, ...storedForm(marks) });
      where += piece.length;
    }
  }
  dirty.add(text);
}

interface Piece {
  readonly piece: string;
  readonly marks: readonly Mark[];
}

/** Text of the new row with its marks, cut where they change. */
function piecesOf(next: Units, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  for (const run of next.runs) {
    const piece = wellFormed(next.text.slice(Math.max(run.from, from), Math.min(run.to, to)));
    if (piece !== "" && run.from < to && run.to > from) pieces.push({ piece, marks: run.marks });
  }
  return pieces;
}

interface Format {
  from: number;
  to: number;
  readonly change: Record<string, unknown>;
}

/** Where formatting of kept text changes, in units of the old row. */
function formatsOf(old: Units, next: Units, kept: readonly Keep[]): Format[] {
  const formats: Format[] = [];
  for (const { o, n, length } of kept) {
    for (const before of old.runs) {
      for (const after of next.runs) {
        const from = Math.max(o, before.from, after.from - n + o);
        const to = Math.min(o + length, before.to, after.to - n + o);
        if (from >= to || Marks.sameSet(before.marks, after.marks)) continue;
        const change = markChange(before.marks, after.marks);
        if (change === undefined) continue;
        const last = formats.at(-1);
        if (last?.to === from && sameValue(last.change, change)) last.to = to;
        else formats.push({ from, to, change });
      }
    }
  }
  return formats;
}

/**
 * Formatting that cannot be shown goes on where text is put in between two characters that both have
 * it. At its edges nobody knows whether it grows, so it does not (B13).
 */
function hiddenAround(
  text: YText,
  schema: Node["type"]["schema"],
  branch: Branch,
): (left: number, right: number) => Record<string, unknown> {
  const hidden: { readonly to: number; readonly keys: Record<string, unknown> | undefined }[] = [];
  let end = 0;
  for (const run of runsOf(text)) {
    end += run.length;
    const shown = shownMarks(run.attributes, schema, branch.node.type);
    hidden.push({ to: end, keys: hiddenOf(run.attributes, shown) });
  }
  const at = (index: number) => (index < 0 ? undefined : hidden.find(({ to }) => index < to)?.keys);
  return (left, right) => {
    const before = at(left - 1);
    const after = at(right);
    if (before === undefined || after === undefined) return {};
    return Object.fromEntries(
      Object.entries(before).filter(([key, value]) => key in after && sameValue(value, after[key])),
    );
  };
}

/** A place in a text after a change of it: left, or right, of what was put in right there. */
function follow(index: number, changes: readonly Change[], right: boolean): number {
  let before = 0;
  let after = 0;
  for (const change of changes) {
    if ("add" in change) {
      if (index === before && !right) return after;
      after += change.add;
      continue;
    }
    const length = "keep" in change ? change.keep : change.drop;
    const inside = right ? index < before + length : index <= before + length;
    if (inside) return "keep" in change ? after + index - before : after;
    before += length;
    if ("keep" in change) after += length;
  }
  return after + index - before;
}

/**
 * Normally a text is what was shown. Where another listener writes to the editor before the binding
 * heard of a change, it is not: then places are moved as the change moved them.
 */
function drift(shown: string, now: string): (index: number, right: boolean) => number {
  if (shown === now) return (index) => index;
  const most = Math.min(shown.length, now.length);
  let start = 0;
  while (start < most && shown[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && shown[shown.length - 1 - end] === now[now.length - 1 - end]) end++;
  const changes: Change[] = [
    { keep: start },
    { add: now.length - start - end },
    { drop: shown.length - start - end },
    { keep: end },
  ];
  return (index, right) => follow(index, changes, right);
}

export function keptIn(
  { from, to }: { readonly from: number; readonly to: number },
  keeps: readonly Keep[],
): Keep[] {
  const inside: Keep[] = [];
  for (const { o, n, length } of keeps) {
    const start = Math.max(o, from);
    const end = Math.min(o + length, to);
    if (start < end) inside.push({ o: start, n: n + start - o, length: end - start });
  }
  return inside;
}
