// The way from the shown content of one textblock to the projected one: letters that stayed are not touched,
// what came and went is one replace each, formatting is a step of its own. Called by the plan.

import { type Mark, type Node, Slice } from "@tiptap/pm/model";
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from "@tiptap/pm/transform";
import type { Branch } from "./mirror.ts";
import type { Planner } from "./plan.ts";
import { markSteps, markupSteps } from "./plan-markup.ts";
import { walkPairs } from "./plan-pairs.ts";
import { markRuns, type Part, push, textParts } from "./plan-text.ts";
import { isText, type YKid } from "./y.ts";

export function planInline(planner: Planner, old: Branch, next: Branch, at: number, newAt: number): void {
  for (const part of partsOf(planner, old, next)) {
    if (!part.kept) {
      if (part.from === part.to && part.newFrom === part.newTo) continue;
      const slice = new Slice(next.node.content.cut(part.newFrom, part.newTo), 0, 0);
      planner.add(new ReplaceStep(at + part.from, at + part.to, slice));
    } else if (part.kid !== undefined) atom(planner, part.kid, at + part.from, newAt + part.newFrom);
    else formatting(planner, old.node, next.node, part, at);
  }
}

/** What stayed, what went and what came, in order. */
function partsOf(planner: Planner, old: Branch, next: Branch): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let newFrom = 0;
  const whole = { i: 0, j: 0, end: old.kids.length, newEnd: next.kids.length };
  walkPairs(old.kids, next.kids, whole, {
    same: (i, j) => old.kids[i] != null && old.kids[i] === next.kids[j],
    pair(i, j) {
      const kid = old.kids[i] as YKid;
      const to = from + sizeAt(old, i);
      const newTo = newFrom + sizeAt(next, j);
      const range = { from, to, newFrom, newTo };
      if (isText(kid)) {
        for (const part of textParts(old.node, next.node, range, planner.changesOf(kid))) push(parts, part);
      } else push(parts, { ...range, kept: staysAtom(planner, kid), kid });
      from = to;
      newFrom = newTo;
    },
    gap({ i, j, end, newEnd }) {
      const part: Part = { from, to: from, newFrom, newTo: newFrom, kept: false };
      for (; i < end; i++) part.to += sizeAt(old, i);
      for (; j < newEnd; j++) part.newTo += sizeAt(next, j);
      push(parts, part);
      from = part.to;
      newFrom = part.newTo;
    },
  });
  return parts;
}

const sizeAt = (branch: Branch, index: number): number => branch.sizes?.[index] ?? 0;

/** The same element, still a node of the same kind: its attributes may change in place. */
function staysAtom(planner: Planner, kid: YKid): boolean {
  const old = planner.before(kid);
  const now = planner.now(kid);
  if (old === undefined || now === undefined) return false;
  return (
    old.node === now.node ||
    (old.kind === "branch" && now.kind === "branch" && old.node.type === now.node.type)
  );
}

function atom(planner: Planner, kid: YKid, at: number, newAt: number): void {
  const old = planner.before(kid);
  const now = planner.now(kid);
  if (old === undefined || now === undefined || old.node === now.node) return;
  planner.add(...markupSteps(old.node, now.node, at));
  if (old.kind === "branch" && now.kind === "branch") planner.branch(old, now, at + 1, newAt + 1);
}

/** Marks over text that stayed: steps of their own, so that carets and decorations stay too. */
function formatting(planner: Planner, old: Node, next: Node, part: Part, at: number): void {
  const shift = part.newFrom - part.from;
  for (const run of markRuns(old, next, part.from, part.to, shift)) {
    const from = at + run.from;
    const to = at + run.to;
    const add = (mark: Mark) => new AddMarkStep(from, to, mark);
    const remove = (mark: Mark) => new RemoveMarkStep(from, to, mark);
    planner.add(...markSteps(run.before, run.after, add, remove));
  }
}
