// Replaces of blocks that touch as little as they can: a block that became another kind around the same text,
// and the one replace of everything between the first and the last change (the middle path of B9). Called by
// the plan and by the binding. Pure.

import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { ReplaceAroundStep, ReplaceStep, type Step } from "@tiptap/pm/transform";

/**
 * One block out, one in, with the same text: a heading, a list, a quote. The text itself is not touched,
 * so carets and decorations in it stay where they are.
 */
export function rewrapped(from: number, out: readonly Node[], put: readonly Node[]): Step | undefined {
  if (out.length !== 1 || put.length !== 1) return undefined;
  const old = innermost(out[0]);
  const next = innermost(put[0]);
  if (old === undefined || next === undefined || old.node.content.size === 0) return undefined;
  if (!old.node.content.eq(next.node.content)) return undefined;
  const to = from + (out[0]?.nodeSize ?? 0);
  const shell = emptied(put[0] as Node, next.depth);
  return new ReplaceAroundStep(
    from,
    to,
    from + old.depth,
    to - old.depth,
    new Slice(Fragment.from(shell), 0, 0),
    next.depth,
    true,
  );
}

/** The only textblock in a chain of only children. `depth` counts the opening tags, its own included. */
function innermost(node: Node | undefined): { readonly node: Node; readonly depth: number } | undefined {
  let depth = 1;
  for (let at = node; at !== undefined; depth++) {
    if (at.isTextblock) return { node: at, depth };
    if (at.childCount !== 1) return undefined;
    at = at.firstChild ?? undefined;
  }
  return undefined;
}

function emptied(node: Node, depth: number): Node {
  if (depth === 1) return node.copy(Fragment.empty);
  return node.copy(Fragment.from(emptied(node.firstChild as Node, depth - 1)));
}

/** One replace, from the first to the last child that is not the same. Identity outside and inside stays. */
export function coarse(old: Node, next: Node, at = 0): ReplaceStep | undefined {
  if (old === next) return undefined;
  const same = (a: Node, b: Node) => a === b || a.eq(b);
  let start = 0;
  const most = Math.min(old.childCount, next.childCount);
  while (start < most && same(old.child(start), next.child(start))) start++;
  let end = 0;
  while (
    end < most - start &&
    same(old.child(old.childCount - 1 - end), next.child(next.childCount - 1 - end))
  ) {
    end++;
  }
  const out = old.content.content.slice(start, old.childCount - end);
  const put = next.content.content.slice(start, next.childCount - end);
  if (out.length === 0 && put.length === 0) return undefined;
  let from = at;
  for (let index = 0; index < start; index++) from += old.child(index).nodeSize;
  const [only] = out;
  const [instead] = put;
  if (out.length === 1 && put.length === 1 && only && instead && !only.isLeaf && only.sameMarkup(instead)) {
    if (!only.inlineContent) return coarse(only, instead, from + 1);
  }
  return new ReplaceStep(from, from + sizeOf(out), new Slice(Fragment.fromArray(put), 0, 0));
}

export function sizeOf(nodes: readonly Node[]): number {
  let size = 0;
  for (const node of nodes) size += node.nodeSize;
  return size;
}
