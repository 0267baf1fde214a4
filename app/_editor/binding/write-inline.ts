// An edited textblock to Yjs: which of its texts and nodes goes on in which stretch of the new content. Called
// by the diff for each textblock that is not the same object. Promises: a text that keeps any of its
// characters stays the same shared text (write-text.ts then changes it letter by letter).

import { Fragment, type Node } from "@tiptap/pm/model";
import { createElement, createText, type NewType } from "./create.ts";
import { insertAfter, remove, type Writing, writeBranch } from "./diff.ts";
import type { Branch } from "./mirror.ts";
import { type Keep, keptUnits, type Units, unitAt, unitsOf } from "./units.ts";
import { keptIn, writeText } from "./write-text.ts";
import { isText, type YKid } from "./y.ts";

/** An old child with its units, and the stretch of the new content that is its business. */
export interface Place {
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
          : createElement(group.node, writing.changes.born);
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

const firstKept = (place: Place, group: Group, keeps: readonly Keep[]): number =>
  keptIn(place, keeps).find(({ n }) => n >= group.from && n < group.to)?.n ?? group.from;

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
