// Closes a round in either direction: the projection becomes the mirror, with the node objects that the
// editor's own document holds. Called by the binding after a write and before a remote change is shown.
// Promises: after `adopt` every entry's node is the very object in the document (B2).

import type { Node } from "@tiptap/pm/model";
import type { Branch, Entry, Mirror } from "./mirror.ts";
import type { Projection } from "./project.ts";
import { isText, type YKid } from "./y.ts";

/** Takes a projection in. What is gone from it is forgotten. */
export function commit(mirror: Mirror, { fresh }: Projection): void {
  const gone: Entry[] = [];
  for (const [type, entry] of fresh) {
    const old = mirror.get(type);
    if (old === undefined || old.kind !== "branch") continue;
    if (entry.kind === "branch" && entry.kids === old.kids) continue;
    for (const kid of leftOut(old, entry)) {
      const below = mirror.get(kid);
      if (below !== undefined) gone.push(below);
    }
  }
  for (const entry of gone) mirror.drop(entry, (type) => fresh.has(type));
  for (const entry of fresh.values()) mirror.put(entry);
}

/** Children of the old list that the new one lacks. Costs what lies between the first and last change. */
function leftOut(old: Branch, entry: Entry): YKid[] {
  const before = old.kids;
  const after = entry.kind === "branch" ? entry.kids : [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start + end === before.length) return [];
  const kept = new Set(after.slice(start, after.length - end));
  return before.slice(start, before.length - end).filter((kid) => kid !== null && !kept.has(kid)) as YKid[];
}

/** `a.eq(b)`, quick where nearly every child is the same object. */
export function sameDoc(a: Node, b: Node): boolean {
  if (a === b) return true;
  const [left, right] = [a.content.content, b.content.content];
  if (!a.sameMarkup(b) || left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const child = left[index];
    if (child !== right[index] && child?.eq(right[index] as Node) !== true) return false;
  }
  return true;
}

/** Puts the objects of `doc`, which equals the mirrored document, in place of the projected ones. */
export function adopt(mirror: Mirror, doc: Node): void {
  adoptEntry(mirror, mirror.root, doc);
}

function adoptEntry(mirror: Mirror, entry: Entry, node: Node): void {
  const projected = entry.node;
  if (projected === node) return;
  entry.node = node;
  mirror.mapping.set(entry.type, node);
  if (entry.kind === "opaque") return;
  if (entry.sizes === undefined) {
    const [before, after] = [projected.content.content, node.content.content];
    for (let index = 0; index < after.length; index++) {
      const child = after[index];
      if (child === undefined || before[index] === child) continue;
      const kid = entry.kids[index];
      const below = kid == null ? undefined : mirror.get(kid);
      if (below !== undefined) adoptEntry(mirror, below, child);
    }
    return;
  }
  let offset = 0;
  for (const [index, kid] of entry.kids.entries()) {
    if (kid !== null && !isText(kid)) {
      const below = mirror.get(kid);
      const child = node.nodeAt(offset);
      if (below !== undefined && child !== null) adoptEntry(mirror, below, child);
    }
    offset += entry.sizes[index] ?? 0;
  }
}
