// The way from the shown document to the projected one, in few steps: an unchanged node is never
// touched, text changes letter by letter, formatting never replaces text. Called for every change from
// elsewhere. Promises: the steps come last first, so that none needs mapping; pure.

import { Fragment, type Mark, Mark as Marks, type Node, Slice } from "@tiptap/pm/model";
import {
  AddMarkStep,
  AddNodeMarkStep,
  AttrStep,
  RemoveMarkStep,
  RemoveNodeMarkStep,
  ReplaceStep,
  type Step,
} from "@tiptap/pm/transform";
import type { Branch, Entry, Mirror } from "./mirror.ts";
import { type ChangesOf, markRuns, type Part, push, textParts } from "./plan-text.ts";
import { rewrapped, sizeOf } from "./replace.ts";
import { isText, sameValue, type YKid } from "./y.ts";

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

class Planner {
  /** In the order of places; applied in the other one. */
  readonly steps: Step[] = [];
  readonly swaps: Swap[] = [];
  private readonly mirror: Mirror;
  private readonly fresh: ReadonlyMap<YKid, Entry>;
  private readonly changesOf: ChangesOf;

  constructor(mirror: Mirror, fresh: ReadonlyMap<YKid, Entry>, changesOf: ChangesOf) {
    this.mirror = mirror;
    this.fresh = fresh;
    this.changesOf = changesOf;
  }

  private step(step: Step): void {
    if (this.steps.length >= MAX_STEPS) throw TOO_MANY;
    this.steps.push(step);
  }

  private now(type: YKid): Entry | undefined {
    return this.fresh.get(type) ?? this.mirror.get(type);
  }

  branch(old: Branch, next: Branch, at: number, newAt: number): void {
    if (old.node === next.node) return;
    if (old.sizes !== undefined && next.sizes !== undefined) this.inline(old, next, at, newAt);
    else this.blocks(old, next, at, newAt);
  }

  /** Yjs never reorders children, so one walk over both lists pairs what goes on. */
  private blocks(old: Branch, next: Branch, at: number, newAt: number): void {
    const before = old.node.content.content;
    const after = next.node.content.content;
    let from = at;
    let newFrom = newAt;
    let i = 0;
    let j = 0;
    let rest: Rest | undefined;
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
    while (i < end || j < newEnd) {
      const a = before[i];
      const b = after[j];
      const kid = old.kids[i];
      if (a !== undefined && b !== undefined && kid === next.kids[j] && (kid !== null || a === b)) {
        i++;
        j++;
        const size = a.nodeSize;
        if (a === b) newFrom += size;
        else {
          this.change(kid ?? null, a, b, from, newFrom);
          newFrom += b.nodeSize;
        }
        from += size;
        continue;
      }
      rest ??= restOf(old.kids, next.kids, i, j);
      const start = i;
      const newStart = j;
      while (i < end && !goesOn(old.kids[i], rest.next)) i++;
      while (j < newEnd && !goesOn(next.kids[j], rest.old)) j++;
      // Lists in two orders would never meet; Yjs makes none, but no loop may hang on it.
      if (i === start && j === newStart) i++;
      const out = before.slice(start, i);
      const put = after.slice(newStart, j);
      this.swap(from, newFrom, out, put);
      from += sizeOf(out);
      newFrom += sizeOf(put);
    }
  }

  /** The same element, shown differently. */
  private change(kid: YKid | null, before: Node, after: Node, at: number, newAt: number): void {
    const old = kid === null ? undefined : this.mirror.get(kid);
    const next = kid === null ? undefined : this.now(kid);
    if (old?.kind !== "branch" || next?.kind !== "branch" || before.type !== after.type) {
      this.swap(at, newAt, [before], [after]);
      return;
    }
    this.markup(before, after, at);
    this.branch(old, next, at + 1, newAt + 1);
  }

  private markup(before: Node, after: Node, at: number): void {
    for (const [name, value] of Object.entries(after.attrs)) {
      if (!sameValue(before.attrs[name], value)) this.step(new AttrStep(at, name, value));
    }
    if (before.isText || Marks.sameSet(before.marks, after.marks)) return;
    this.marks(
      before.marks,
      after.marks,
      (mark) => new AddNodeMarkStep(at, mark),
      (mark) => new RemoveNodeMarkStep(at, mark),
    );
  }

  /** The last step is applied first: so what goes is written last, and what comes in reverse. */
  private marks(
    before: readonly Mark[],
    after: readonly Mark[],
    add: (mark: Mark) => Step,
    remove: (mark: Mark) => Step,
  ): void {
    let gone = before.filter((mark) => !mark.isInSet(after));
    let come = after.filter((mark) => !mark.isInSet(before));
    const stayed = before.filter((mark) => mark.isInSet(after));
    const result = come.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), stayed);
    // Marks of one type that may stand together have an order, and it is not that of their coming.
    if (!Marks.sameSet(result, after)) [gone, come] = [[...before], [...after]];
    for (const mark of come.reverse()) this.step(add(mark));
    for (const mark of gone) this.step(remove(mark));
  }

  private swap(from: number, newFrom: number, out: readonly Node[], put: readonly Node[]): void {
    if (out.length === 0 && put.length === 0) return;
    const to = from + sizeOf(out);
    this.step(
      rewrapped(from, out, put) ?? new ReplaceStep(from, to, new Slice(Fragment.fromArray([...put]), 0, 0)),
    );
    this.swaps.push({ from, to, out, in: put, newFrom });
  }

  private inline(old: Branch, next: Branch, at: number, newAt: number): void {
    const parts: Part[] = [];
    let from = 0;
    let newFrom = 0;
    let rest: Rest | undefined;
    let i = 0;
    let j = 0;
    const skip = (branch: Branch, index: number) => branch.sizes?.[index] ?? 0;
    while (i < old.kids.length || j < next.kids.length) {
      const kid = old.kids[i];
      if (kid != null && kid === next.kids[j]) {
        const to = from + skip(old, i);
        const newTo = newFrom + skip(next, j);
        if (isText(kid)) {
          const range = { from, to, newFrom, newTo };
          for (const part of textParts(old.node, next.node, range, this.changesOf(kid))) push(parts, part);
        } else push(parts, { from, to, newFrom, newTo, kept: this.staysAtom(kid), kid });
        from = to;
        newFrom = newTo;
        i++;
        j++;
        continue;
      }
      rest ??= restOf(old.kids, next.kids, i, j);
      const part: Part = { from, to: from, newFrom, newTo: newFrom, kept: false };
      const start = i + j;
      for (; i < old.kids.length && !goesOn(old.kids[i], rest.next); i++) part.to += skip(old, i);
      for (; j < next.kids.length && !goesOn(next.kids[j], rest.old); j++) part.newTo += skip(next, j);
      if (i + j === start) part.to += skip(old, i++);
      push(parts, part);
      from = part.to;
      newFrom = part.newTo;
    }
    for (const part of parts) {
      if (!part.kept) {
        if (part.from === part.to && part.newFrom === part.newTo) continue;
        const slice = new Slice(next.node.content.cut(part.newFrom, part.newTo), 0, 0);
        this.step(new ReplaceStep(at + part.from, at + part.to, slice));
      } else if (part.kid !== undefined) this.atom(part.kid, at + part.from, newAt + part.newFrom);
      else this.formatting(old.node, next.node, part, at);
    }
  }

  /** The same element, still a node of the same kind: its attributes may change in place. */
  private staysAtom(kid: YKid): boolean {
    const old = this.mirror.get(kid);
    const now = this.now(kid);
    if (old === undefined || now === undefined) return false;
    return (
      old.node === now.node ||
      (old.kind === "branch" && now.kind === "branch" && old.node.type === now.node.type)
    );
  }

  private atom(kid: YKid, at: number, newAt: number): void {
    const old = this.mirror.get(kid);
    const now = this.now(kid);
    if (old === undefined || now === undefined || old.node === now.node) return;
    this.markup(old.node, now.node, at);
    if (old.kind === "branch" && now.kind === "branch") this.branch(old, now, at + 1, newAt + 1);
  }

  /** Marks over text that stayed: steps of their own, so that carets and decorations stay too. */
  private formatting(old: Node, next: Node, part: Part, at: number): void {
    const shift = part.newFrom - part.from;
    for (const run of markRuns(old, next, part.from, part.to, shift)) {
      const from = at + run.from;
      const to = at + run.to;
      this.marks(
        run.before,
        run.after,
        (mark) => new AddMarkStep(from, to, mark),
        (mark) => new RemoveMarkStep(from, to, mark),
      );
    }
  }
}

/** The children from the first difference on. */
interface Rest {
  readonly old: ReadonlySet<YKid | null>;
  readonly next: ReadonlySet<YKid | null>;
}

const restOf = (
  old: readonly (YKid | null)[],
  next: readonly (YKid | null)[],
  from: number,
  newFrom: number,
): Rest => ({ old: new Set(old.slice(from)), next: new Set(next.slice(newFrom)) });

/** A filler is nobody: only side by side with itself it goes on. */
const goesOn = (kid: YKid | null | undefined, other: ReadonlySet<YKid | null>): boolean =>
  kid != null && other.has(kid);
