// Which of the new children is which of the old ones. Called by the diff for the children that are not
// the same objects at the same end. Promises: an identical node stays itself; of the rest, a block stays
// itself where most of its text is, so that Enter, Backspace and paste keep the right element alive.

import type { Node } from "@tiptap/pm/model";

/** Cells of one table of similarities (about 50 by 50 blocks): above, blocks are paired by place. */
export const MAX_CELLS = 2_500;

/** For every new child the index of the old child that it goes on from, or -1. Always ascending. */
export function align(
  old: readonly Node[],
  next: readonly Node[],
  canPair: (oldIndex: number, node: Node) => boolean,
): number[] {
  const pairs = next.map(() => -1);
  let i = 0;
  let j = 0;
  const gap = (oldEnd: number, nextEnd: number) => {
    pairGap(old, next, { i, oldEnd, j, nextEnd }, canPair, pairs);
  };
  for (const [oldIndex, nextIndex] of anchors(old, next)) {
    gap(oldIndex, nextIndex);
    pairs[nextIndex] = oldIndex;
    i = oldIndex + 1;
    j = nextIndex + 1;
  }
  gap(old.length, next.length);
  return pairs;
}

/**
 * Identical objects that stand in the same order on both sides: the row with the most in it. So of two blocks
 * that change places the smaller one is made anew, not the table or the list that somebody may be writing in.
 */
function anchors(old: readonly Node[], next: readonly Node[]): [number, number][] {
  // One object may stand at several places (a duplicated block): each place is taken once.
  const places = new Map<Node, number[]>();
  next.forEach((node, index) => {
    const known = places.get(node);
    if (known === undefined) places.set(node, [index]);
    else known.push(index);
  });
  interface Link {
    readonly pair: [number, number];
    readonly weight: number;
    readonly previous: Link | undefined;
  }
  // The heaviest row that ends at or before each place in `next`, as a binary indexed tree.
  const heaviest: (Link | undefined)[] = new Array(next.length + 1);
  let best: Link | undefined;
  old.forEach((node, oldIndex) => {
    const nextIndex = places.get(node)?.shift();
    if (nextIndex === undefined) return;
    let previous: Link | undefined;
    for (let at = nextIndex; at > 0; at -= at & -at) previous = heavier(previous, heaviest[at]);
    const link: Link = {
      pair: [oldIndex, nextIndex],
      weight: (previous?.weight ?? 0) + node.nodeSize,
      previous,
    };
    for (let at = nextIndex + 1; at <= next.length; at += at & -at)
      heaviest[at] = heavier(heaviest[at], link);
    best = heavier(best, link);
  });
  const row: [number, number][] = [];
  for (let link: Link | undefined = best; link !== undefined; link = link.previous) row.push(link.pair);
  return row.reverse();
}

const heavier = <T extends { readonly weight: number }>(a: T | undefined, b: T | undefined): T | undefined =>
  b !== undefined && (a === undefined || b.weight > a.weight) ? b : a;

interface Gap {
  readonly i: number;
  readonly oldEnd: number;
  readonly j: number;
  readonly nextEnd: number;
}

function pairGap(
  old: readonly Node[],
  next: readonly Node[],
  { i, oldEnd, j, nextEnd }: Gap,
  canPair: (oldIndex: number, node: Node) => boolean,
  pairs: number[],
): void {
  const rows = oldEnd - i;
  const columns = nextEnd - j;
  if (rows === 0 || columns === 0) return;
  const score = (r: number, c: number): number => {
    const a = old[i + r];
    const b = next[j + c];
    if (a === undefined || b === undefined || !canPair(i + r, b)) return 0;
    return 1 + likeness(a, b);
  };
  if (rows * columns > MAX_CELLS) {
    for (let at = 0; at < Math.min(rows, columns); at++) if (score(at, at) > 0) pairs[j + at] = i + at;
    return;
  }
  // The best sum of likeness over pairs in order; ties go to the earlier pair.
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const scores = new Float64Array(rows * columns);
  for (let r = rows - 1; r >= 0; r--) {
    for (let c = columns - 1; c >= 0; c--) {
      const own = score(r, c);
      scores[r * columns + c] = own;
      const both = own > 0 ? own + (best[(r + 1) * width + c + 1] ?? 0) : 0;
      best[r * width + c] = Math.max(both, best[(r + 1) * width + c] ?? 0, best[r * width + c + 1] ?? 0);
    }
  }
  for (let r = 0, c = 0; r < rows && c < columns; ) {
    const own = scores[r * columns + c] ?? 0;
    const here = best[r * width + c] ?? 0;
    if (own > 0 && here === own + (best[(r + 1) * width + c + 1] ?? 0)) {
      pairs[j + c] = i + r;
      r++;
      c++;
    } else if (here === (best[(r + 1) * width + c] ?? 0)) r++;
    else c++;
  }
}

/** How much of two nodes is the same, in characters and sizes of nodes. Cheap, not exact. */
function likeness(a: Node, b: Node): number {
  if (a === b) return 2 * a.nodeSize;
  if (a.inlineContent) {
    const left = a.textBetween(0, a.content.size, "", "\uFFFC");
    const right = b.textBetween(0, b.content.size, "", "\uFFFC");
    const most = Math.min(left.length, right.length);
    let start = 0;
    while (start < most && left[start] === right[start]) start++;
    let end = 0;
    while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
    return start + end;
  }
  if (a.childCount === 0 || b.childCount === 0) return 0;
  const own = new Set(a.content.content);
  let shared = 0;
  b.forEach((child) => {
    if (own.has(child)) shared += 2 * child.nodeSize;
  });
  if (shared > 0) return shared;
  // No child is the same object: the first and the last may still be alike.
  const [first, last] = [a.firstChild, a.lastChild];
  if (first === null || last === null || b.firstChild === null || b.lastChild === null) return 0;
  let like = first.type === b.firstChild.type ? likeness(first, b.firstChild) : 0;
  if (a.childCount > 1 && b.childCount > 1 && last.type === b.lastChild.type)
    like += likeness(last, b.lastChild);
  return like;
}
