// An edited textblock to Yjs: characters in and out of the texts that are there, formatting only where it
// changed. Called by the diff for each textblock that is not the same object. Promises: a text that keeps
// any of its characters stays the same shared text; a pair of surrogates is never cut.

import { Fragment, type Mark, Mark as Marks, type Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { createElement, createText, type NewType, wellFormed } from "./create.ts";
import { insertAfter, remove, type Writing, writeBranch } from "./diff.ts";
import { hiddenOf, markChange, shownMarks, storedForm } from "./marks.ts";
import type { Branch } from "./mirror.ts";
import type { Change } from "./plan-text.ts";
import { type Keep, keptUnits, type Units, unitAt, unitsOf } from "./units.ts";
import { isText, runsOf, sameValue, stringOf, type YKid, type YText } from "./y.ts";

/** An old child with its units, and the stretch of the new content that is its business. */
interface Place {
  readonly kid: YKid;
  readonly from: number;
  readonly to: number;
  group: number | undefined;
}

/** The new content cut at its nodes: a stretch of text, or one node. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly node: Node | undefined;
  readonly places: Place[];
}

export function writeInline(
  writing: Writing,
  branch: Branch,
  sizes: readonly number[],
  node: Node,
  start: number,
): void {
  const old = unitsOf(branch.node);
  const next = unitsOf(node);
  const inside = writing.caret >= start && writing.caret <= start + node.content.size;
  const keeps = keptUnits(old, next, inside ? unitAt(node, writing.caret - start) : -1);
  const places = placesOf(branch, sizes);
  const groups = groupsOf(next);
  assign(places, groups, keeps);

  const { dirty, mirror } = writing;
  let left: YKid | null = null;
  let fresh: NewType[] = [];
  const flush = () => {
    if (fresh.length === 0) return;
    left = insertAfter(branch, left, fresh);
    dirty.add(branch.type);
    fresh = [];
  };
  for (const place of places) {
    if (place.group !== undefined) continue;
    // A text that nothing is left of stays, empty: what others type into it now is not lost.
    if (isText(place.kid)) {
      writeText(writing, branch, place.kid, { old, next, keeps, place, from: 0, to: 0 });
    } else {
      remove(writing, place.kid);
      dirty.add(branch.type);
    }
  }
  for (const group of groups) {
    const [first] = group.places;
    if (first === undefined) {
      const made =
        group.node === undefined
          ? createText(cut(node, next, group))
          : createElement(group.node, writing.born);
      if (made !== undefined) fresh.push(made);
      else dirty.add(branch.type);
      continue;
    }
    flush();
    if (group.node !== undefined) {
      const entry = mirror.get(first.kid);
      if (entry?.kind === "branch")
        writeBranch(writing, entry, group.node, start + offsetIn(node, group.from) + 1);
      left = first.kid;
      continue;
    }
    for (const [index, place] of group.places.entries()) {
      const from = index === 0 ? group.from : firstKept(place, group, keeps);
      const after = group.places[index + 1];
      const to = after === undefined ? group.to : firstKept(after, group, keeps);
      if (isText(place.kid)) writeText(writing, branch, place.kid, { old, next, keeps, place, from, to });
      left = place.kid;
    }
  }
  flush();
}

function placesOf(branch: Branch, sizes: readonly number[]): Place[] {
  const places: Place[] = [];
  let at = 0;
  for (const [index, kid] of branch.kids.entries()) {
    if (kid === null) continue;
    const length = isText(kid) ? (sizes[index] ?? 0) : 1;
    places.push({ kid, from: at, to: at + length, group: undefined });
    at += length;
  }
  return places;
}

function groupsOf({ text, atoms }: Units): Group[] {
  const groups: Group[] = [];
  let from = 0;
  for (const [at, node] of atoms) {
    if (at > from) groups.push({ from, to: at, node: undefined, places: [] });
    groups.push({ from: at, to: at + 1, node, places: [] });
    from = at + 1;
  }
  if (text.length > from) groups.push({ from, to: text.length, node: undefined, places: [] });
  return groups;
}

/** Every old text goes on in the stretch that holds most of its characters, each node in its successor. */
function assign(places: readonly Place[], groups: readonly Group[], keeps: readonly Keep[]): void {
  const groupAt = (unit: number) => groups.findIndex((group) => unit < group.to);
  for (const place of places) {
    const votes = new Map<number, number>();
    for (const keep of keptIn(place, keeps)) {
      const group = groupAt(keep.n);
      if ((groups[group]?.node === undefined) === isText(place.kid)) {
        votes.set(group, (votes.get(group) ?? 0) + keep.length);
      }
    }
    let most = 0;
    for (const [group, count] of votes) {
      if (count > most) {
        most = count;
        place.group = group;
      }
    }
    if (place.group !== undefined) groups[place.group]?.places.push(place);
  }
  // A text that lost everything takes a new stretch at its place, rather than leave it to a new text.
  let low = -1;
  for (const [index, place] of places.entries()) {
    if (place.group === undefined && isText(place.kid)) {
      const high = places.slice(index + 1).find((one) => one.group !== undefined)?.group ?? groups.length;
      for (let at = low + 1; at < high; at++) {
        const group = groups[at];
        if (group === undefined || group.node !== undefined || group.places.length > 0) continue;
        place.group = at;
        group.places.push(place);
        break;
      }
    }
    if (place.group !== undefined) low = place.group;
  }
}

function keptIn(
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

const firstKept = (place: Place, group: Group, keeps: readonly Keep[]): number =>
  keptIn(place, keeps).find(({ n }) => n >= group.from && n < group.to)?.n ?? group.from;

interface TextEdit {
  readonly old: Units;
  readonly next: Units;
  readonly keeps: readonly Keep[];
  readonly place: Place;
  /** The units of the new content that this text is to hold. */
  readonly from: number;
  readonly to: number;
}

function writeText({ dirty, moves }: Writing, branch: Branch, text: YText, edit: TextEdit): void {
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

function cut(node: Node, units: Units, group: Group): Fragment {
  const from = offsetIn(node, group.from);
  return units.text === "" ? Fragment.empty : node.content.cut(from, from + group.to - group.from);
}

/** A unit of a row as an offset into the content. */
function offsetIn(node: Node, unit: number): number {
  let offset = 0;
  let seen = 0;
  for (let index = 0; index < node.childCount && seen < unit; index++) {
    const child = node.child(index);
    const length = child.isText ? Math.min(child.nodeSize, unit - seen) : 1;
    seen += length;
    offset += child.isText ? length : child.nodeSize;
  }
  return offset;
}
