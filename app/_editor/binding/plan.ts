// The way from the shown document to the projected one, in few steps: an unchanged node is never
// touched, text changes letter by letter, formatting never replaces text. Called for every change from
// elsewhere. Promises: the steps come last first, so that none needs mapping; pure.

import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { ReplaceStep, type Step } from "@tiptap/pm/transform";
import type { Branch, Entry, Mirror } from "./mirror.ts";
import { planInline } from "./plan-inline.ts";
import { markupSteps } from "./plan-markup.ts";
import { walkPairs } from "./plan-pairs.ts";
import type { ChangesOf } from "./plan-text.ts";
import { rewrapped, sizeOf } from "./replace.ts";
import type { YKid } from "./y.ts";

/** More steps than this cost more than one replace of everything between the first and the last (B9). */
export const MAX_STEPS = 32;

/** Nodes that were taken out at one place, and what stands there now: carets are carried across. */
export interface Swap {
  readonly from: number;
  readonly to: number;
  readonly out: readonly Node[];
  readonly in: readonly Node[];
  /** Where the new ones begin in the new document. */
  readonly newFrom: number;
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly swaps: readonly Swap[];
}

/** `undefined`: more than `MAX_STEPS`, take `coarse`. */
export function plan(
  mirror: Mirror,
  next: { readonly root: Branch; readonly fresh: ReadonlyMap<YKid, Entry> },
  changesOf: ChangesOf,
): Plan | undefined {
  const planner = new Planner(mirror, next.fresh, changesOf);
  try {
    planner.branch(mirror.root, next.root, 0, 0);
  } catch (error) {
    if (error === TOO_MANY) return undefined;
    throw error;
  }
  return { steps: planner.steps.reverse(), swaps: planner.swaps };
}

const TOO_MANY = new RangeError("too many steps");

/** `at` is a place in the shown document, `newAt` the same place in the projected one. */
export class Planner {
  /** In the order of places; applied in the other one. */
  readonly steps: Step[] = [];
  readonly swaps: Swap[] = [];
  readonly changesOf: ChangesOf;
  private readonly mirror: Mirror;
  private readonly fresh: ReadonlyMap<YKid, Entry>;

  constructor(mirror: Mirror, fresh: ReadonlyMap<YKid, Entry>, changesOf: ChangesOf) {
    this.mirror = mirror;
    this.fresh = fresh;
    this.changesOf = changesOf;
  }

  add(...steps: Step[]): void {
    if (this.steps.length + steps.length > MAX_STEPS) throw TOO_MANY;
    this.steps.push(...steps);
  }

  before(type: YKid): Entry | undefined {
    return this.mirror.get(type);
  }

  now(type: YKid): Entry | undefined {
    return this.fresh.get(type) ?? this.mirror.get(type);
  }

  branch(old: Branch, next: Branch, at: number, newAt: number): void {
    if (old.node === next.node) return;
    if (old.sizes !== undefined && next.sizes !== undefined) planInline(this, old, next, at, newAt);
    else this.blocks(old, next, at, newAt);
  }

  private blocks(old: Branch, next: Branch, at: number, newAt: number): void {
    const before = old.node.content.content;
    const after = next.node.content.content;
    let from = at;
    let newFrom = newAt;
    // Nearly all of a long list is what it was: what follows the last change is not walked.
    let end = before.length;
    let newEnd = after.length;
    while (
      end > 0 &&
      newEnd > 0 &&
      before[end - 1] === after[newEnd - 1] &&
      old.kids[end - 1] === next.kids[newEnd - 1]
    ) {
      end--;
      newEnd--;
    }
    walkPairs(
      old.kids,
      next.kids,
      { i: 0, j: 0, end, newEnd },
      {
        same: (i, j) => old.kids[i] === next.kids[j] && (old.kids[i] !== null || before[i] === after[j]),
        pair: (i, j) => {
          const a = before[i] as Node;
          const b = after[j] as Node;
          if (a !== b) this.change(old.kids[i] ?? null, a, b, from, newFrom);
          from += a.nodeSize;
          newFrom += b.nodeSize;
        },
        gap: (gap) => {
          const out = before.slice(gap.i, gap.end);
          const put = after.slice(gap.j, gap.newEnd);
          this.swap(from, newFrom, out, put);
          from += sizeOf(out);
          newFrom += sizeOf(put);
        },
      },
    );
  }

  /** The same element, shown differently. */
  private change(kid: YKid | null, before: Node, after: Node, at: number, newAt: number): void {
    const old = kid === null ? undefined : this.before(kid);
    const next = kid === null ? undefined : this.now(kid);
    if (old?.kind !== "branch" || next?.kind !== "branch" || before.type !== after.type) {
      this.swap(at, newAt, [before], [after]);
      return;
    }
    this.add(...markupSteps(before, after, at));
    this.branch(old, next, at + 1, newAt + 1);
  }

  private swap(from: number, newFrom: number, out: readonly Node[], put: readonly Node[]): void {
    if (out.length === 0 && put.length === 0) return;
    const to = from + sizeOf(out);
    const whole = () => new ReplaceStep(from, to, new Slice(Fragment.fromArray([...put]), 0, 0));
    this.add(rewrapped(from, out, put) ?? whole());
    this.swaps.push({ from, to, out, in: put, newFrom });
  }
}
