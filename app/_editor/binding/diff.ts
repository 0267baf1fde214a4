// ProseMirror to Yjs: the smallest change that makes the shared document the edited one. Called inside
// one transaction for every local change of the document. Promises: an unchanged node is not looked
// into (B6); only known attributes and marks that changed are written (B13); every touched type is
// reported, so that the mirror is read back from what was really written.

import { Mark as Marks, type Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { align } from "./align.ts";
import { leaveBeside } from "./beside.ts";
import { createElement, defaultOf, type NewType } from "./create.ts";
import type { Dirty } from "./dirty.ts";
import { NODE_MARKS, storedForm } from "./marks.ts";
import type { Branch, Mirror } from "./mirror.ts";
import { isPlaceholder, samePlaceholder } from "./placeholder.ts";
import type { Change } from "./plan-text.ts";
import { type Changes, settle } from "./succession.ts";
import { writeInline } from "./write-inline.ts";
import { isElement, sameValue, type YElement, type YKid, type YText } from "./y.ts";

export interface Writing {
  readonly mirror: Mirror;
  readonly transaction: Y.Transaction;
  readonly dirty: Dirty;
  /** Where the caret stands in the edited document: of equal letters it tells which one was typed. */
  readonly caret: number;
  /** What goes and comes: some of it goes on from others (B23). */
  readonly changes: Changes;
  /** What others did to a text since it was mirrored, transaction by transaction (B22). */
  readonly moves?: ReadonlyMap<YText, readonly (readonly Change[])[]> | undefined;
}

/** Returns the copies that it made of blocks that it took out. */
export function write(round: Omit<Writing, "changes">, doc: Node): readonly YElement[] {
  const writing: Writing = { ...round, changes: { died: [], born: [], gone: [], made: [], grown: [] } };
  writeBranch(writing, writing.mirror.root, doc, 0);
  const settled = settle(writing.changes);
  leaveBeside(writing.changes, settled, writing.mirror);
  return settled.copies;
}

/** With everything in it. */
export function remove({ mirror, transaction, changes: { died } }: Writing, kid: YKid): void {
  const waiting: (YKid | null)[] = [kid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entry = next === null ? undefined : mirror.get(next);
    if (entry?.kind !== "branch") continue;
    if (entry.sizes !== undefined) died.push(entry);
    else for (let at = entry.kids.length - 1; at >= 0; at--) waiting.push(entry.kids[at] ?? null);
  }
  kid._item?.delete(transaction);
}

/** A block with everything in it, which may go on elsewhere as it is. */
function removeBlock(writing: Writing, kid: YKid): void {
  const entry = writing.mirror.get(kid);
  const isText = entry?.kind === "branch" && entry.sizes !== undefined;
  if (entry !== undefined && !isText) writing.changes.gone.push(entry);
  remove(writing, kid);
}

function makeBlock({ changes: { born, made } }: Writing, node: Node): NewType | undefined {
  const type = createElement(node, born);
  if (!node.isTextblock && type instanceof Y.XmlElement) {
    made.push({ node, element: type });
  }
  return type;
}

/** `start` is where the content of `node` begins in the edited document. */
export function writeBranch(writing: Writing, branch: Branch, node: Node, start: number): void {
  // What others deleted while this was held back takes nothing any more.
  if (branch.node === node || branch.type._item?.deleted === true) return;
  if (isElement(branch.type)) writeMarkup(writing, branch.type, branch.node, node);
  if (branch.sizes !== undefined) {
    const { type, node: before } = branch;
    if (isElement(type)) writing.changes.grown.push({ element: type, before, after: node });
    writeInline(writing, branch, branch.sizes, node, start);
  } else if (branch.node.content !== node.content) writeBlocks(writing, branch, node, start);
}

function writeMarkup({ dirty }: Writing, element: Y.XmlElement & YKid, before: Node, after: Node): void {
  for (const [name, value] of Object.entries(after.attrs)) {
    if (sameValue(before.attrs[name], value)) continue;
    if (value == null && defaultOf(after, name) == null) element.removeAttribute(name);
    else element.setAttribute(name, value as string);
    dirty.add(element);
  }
  if (Marks.sameSet(before.marks, after.marks)) return;
  // Marks that this schema cannot show stay in the attribute.
  const stored = element.getAttribute(NODE_MARKS) as unknown;
  const kept =
    typeof stored === "object" && stored !== null ? { ...(stored as Record<string, unknown>) } : {};
  for (const key of Object.keys(storedForm(before.marks))) delete kept[key];
  Object.assign(kept, storedForm(after.marks));
  if (Object.keys(kept).length === 0) element.removeAttribute(NODE_MARKS);
  else element.setAttribute(NODE_MARKS, kept as unknown as string);
  dirty.add(element);
}

function writeBlocks(writing: Writing, branch: Branch, node: Node, start: number): void {
  const { mirror, dirty } = writing;
  const before = branch.node.content.content;
  const after = node.content.content;
  let from = 0;
  const most = Math.min(before.length, after.length);
  let at = start;
  while (from < most && before[from] === after[from]) at += after[from++]?.nodeSize ?? 0;
  let end = 0;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;

  const old = before.slice(from, before.length - end);
  const next = after.slice(from, after.length - end);
  const kids = branch.kids.slice(from, before.length - end);
  const entryOf = (index: number) => {
    const kid = kids[index];
    return kid == null ? undefined : mirror.get(kid);
  };
  const paired = align(old, next, (index, wanted) => {
    const entry = entryOf(index);
    if (kids[index] === null) return sameKind(old[index], wanted);
    if (entry?.kind === "opaque") return samePlaceholder(entry.node, wanted);
    return entry !== undefined && sameKind(entry.node, wanted);
  });
  const listChanges =
    old.length !== next.length ||
    paired.some((index, here) => index !== here || (kids[index] === null && old[index] !== next[here]));

  // A list that changes needs its fillers for real: they would stand elsewhere otherwise (B8).
  if (listChanges && branch.kids.includes(null)) {
    writeWithFillers(writing, branch, node, { from, end, start, paired });
    return;
  }
  const taken = new Set(paired);
  for (const [index, kid] of kids.entries()) {
    if (kid === null || taken.has(index)) continue;
    removeBlock(writing, kid);
    dirty.add(branch.type);
  }
  let left: YKid | null = branch.kids[from - 1] ?? null;
  let fresh: NewType[] = [];
  const flush = () => {
    if (fresh.length === 0) return;
    left = insertAfter(branch, left, fresh);
    dirty.add(branch.type);
    fresh = [];
  };
  for (const [index, wanted] of next.entries()) {
    const oldIndex = paired[index] ?? -1;
    const kid = oldIndex < 0 ? null : (kids[oldIndex] ?? null);
    if (kid === null) {
      const made = oldIndex >= 0 ? undefined : makeBlock(writing, wanted);
      if (made !== undefined) fresh.push(made);
      else dirty.add(branch.type);
    } else {
      flush();
      const entry = mirror.get(kid);
      if (entry?.kind === "branch") writeBranch(writing, entry, wanted, at + 1);
      left = kid;
    }
    at += wanted.nodeSize;
  }
  flush();
}

interface Range {
  readonly from: number;
  readonly end: number;
  readonly start: number;
  readonly paired: readonly number[];
}

/** The whole list of a parent that has fillers. Such parents are short: a list item, a cell, a new document. */
function writeWithFillers(writing: Writing, branch: Branch, node: Node, range: Range): void {
  const { mirror, dirty } = writing;
  const { from, end, start, paired } = range;
  const pairOf = (index: number): number => {
    if (index < from) return index;
    if (index >= node.childCount - end) return index - node.childCount + branch.kids.length;
    const inside = paired[index - from] ?? -1;
    return inside < 0 ? -1 : inside + from;
  };
  const taken = new Set<YKid | null>();
  for (let index = 0; index < node.childCount; index++) taken.add(branch.kids[pairOf(index)] ?? null);
  for (const kid of branch.kids) if (kid !== null && !taken.has(kid)) removeBlock(writing, kid);
  let left: YKid | null = null;
  let at = start;
  for (let index = 0; index < node.childCount; index++) {
    const wanted = node.child(index);
    const kid = branch.kids[pairOf(index)] ?? null;
    if (kid === null) {
      const made = makeBlock(writing, wanted);
      if (made !== undefined) left = insertAfter(branch, left, [made]);
    } else {
      const entry = mirror.get(kid);
      if (entry?.kind === "branch") writeBranch(writing, entry, wanted, at + 1);
      left = kid;
    }
    at += wanted.nodeSize;
  }
  dirty.add(branch.type);
}

/**
 * Puts new types behind a child (at the front behind `null`) and returns the last of them. A child that
 * others deleted may be joined with its neighbours by now: what hung behind such an item would be lost.
 */
export function insertAfter(branch: Branch, left: YKid | null, fresh: NewType[]): YKid | null {
  let living = left;
  for (let index = left === null ? -1 : branch.kids.indexOf(left); living?._item?.deleted === true; ) {
    living = index > 0 ? (branch.kids[--index] ?? null) : null;
    while (living === null && index > 0) living = branch.kids[--index] ?? null;
  }
  branch.type.insertAfter(living?._item ?? null, fresh);
  return (fresh.at(-1) as (NewType & YKid) | undefined) ?? left;
}

const sameKind = (a: Node | undefined, b: Node): boolean =>
  a !== undefined && a.type === b.type && !isPlaceholder(a);
