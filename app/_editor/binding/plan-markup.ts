// Attributes and marks in steps that replace nothing: whoever stands in the text stays there. Called by the
// plan. Pure.

import { type Mark, Mark as Marks, type Node } from "@tiptap/pm/model";
import { AddNodeMarkStep, AttrStep, RemoveNodeMarkStep, type Step } from "@tiptap/pm/transform";
import { sameValue } from "./y.ts";

/** From the attributes and marks of one node to those of another one of its type. */
export function markupSteps(before: Node, after: Node, at: number): Step[] {
  const steps: Step[] = [];
  for (const [name, value] of Object.entries(after.attrs)) {
    if (!sameValue(before.attrs[name], value)) steps.push(new AttrStep(at, name, value));
  }
  if (before.isText || Marks.sameSet(before.marks, after.marks)) return steps;
  const add = (mark: Mark) => new AddNodeMarkStep(at, mark);
  const remove = (mark: Mark) => new RemoveNodeMarkStep(at, mark);
  return [...steps, ...markSteps(before.marks, after.marks, add, remove)];
}

/** The last step is applied first: so what goes is written last, and what comes in reverse. */
export function markSteps(
  before: readonly Mark[],
  after: readonly Mark[],
  add: (mark: Mark) => Step,
  remove: (mark: Mark) => Step,
): Step[] {
  let gone = before.filter((mark) => !mark.isInSet(after));
  let come = after.filter((mark) => !mark.isInSet(before));
  const stayed = before.filter((mark) => mark.isInSet(after));
  const result = come.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), stayed);
  // Marks of one type that may stand together have an order, and it is not that of their coming.
  if (!Marks.sameSet(result, after)) [gone, come] = [[...before], [...after]];
  return [...come.reverse().map(add), ...gone.map(remove)];
}
