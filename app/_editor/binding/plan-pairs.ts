// What goes on between two lists of children. Called by the plan for blocks and for what stands in a line.
// Promises: Yjs never reorders children, so one walk over both lists pairs them exactly. Pure.

import type { YKid } from "./y.ts";

export type Kids = readonly (YKid | null)[];

/** From `i` and `j` on, up to `end` in the old list and `newEnd` in the new one. */
export interface Stretch {
  i: number;
  j: number;
  readonly end: number;
  readonly newEnd: number;
}

interface Visit {
  /** Whether the children at the front of both lists are one and the same. */
  same(i: number, j: number): boolean;
  pair(i: number, j: number): void;
  /** What went, up to `end`, and what came, up to `newEnd`. */
  gap(stretch: Stretch): void;
}

export function walkPairs(old: Kids, next: Kids, { i, j, end, newEnd }: Stretch, visit: Visit): void {
  let rest: Rest | undefined;
  while (i < end || j < newEnd) {
    if (i < end && j < newEnd && visit.same(i, j)) {
      visit.pair(i++, j++);
      continue;
    }
    rest ??= { old: new Set(old.slice(i)), next: new Set(next.slice(j)) };
    const start = i;
    const newStart = j;
    while (i < end && !goesOn(old[i], rest.next)) i++;
    while (j < newEnd && !goesOn(next[j], rest.old)) j++;
    // Lists in two orders would never meet; Yjs makes none, but no loop may hang on it.
    if (i === start && j === newStart) i++;
    visit.gap({ i: start, j: newStart, end: i, newEnd: j });
  }
}

/** The children from the first difference on. */
interface Rest {
  readonly old: ReadonlySet<YKid | null>;
  readonly next: ReadonlySet<YKid | null>;
}

/** A filler is nobody: only side by side with itself it goes on. */
const goesOn = (kid: YKid | null | undefined, other: ReadonlySet<YKid | null>): boolean =>
  kid != null && other.has(kid);
