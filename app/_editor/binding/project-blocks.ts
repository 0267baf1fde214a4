// A list of blocks as content that the schema accepts. Called by the projection for each element that holds
// blocks. Promises: what stayed keeps its node object, at the cost of what changed; what is missing for the
// schema is a filler; what may not stand here is a placeholder.

import { type ContentMatch, Fragment, type Node, type NodeType } from "@tiptap/pm/model";
import type { Branch } from "./mirror.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { Below, Reader } from "./project.ts";
import type { YKid, YParent } from "./y.ts";

/** Up to here a child is looked for by its place in the list, above by one walk. */
const FEW = 16;

/** The usual case: the list of children is as it was, a few of them changed. Costs only those. */
export function patched(
  reader: Reader,
  old: Branch,
  changed: ReadonlySet<YKid>,
  nodeType: NodeType,
  depth: number,
): Below | undefined {
  const swaps = new Map<number, Node>();
  const visit = (kid: YKid, index: number): boolean => {
    const before = old.node.child(index);
    const after = reader.kid(kid, nodeType, depth + 1)?.node;
    // Another kind of node may not fit here: then the whole list is looked at.
    if (after === undefined || after.type !== before.type) return false;
    if (after.marks.length > 0 && !nodeType.allowsMarks(after.marks)) return false;
    if (after !== before) swaps.set(index, after);
    return true;
  };
  if (changed.size <= FEW) {
    for (const kid of changed) {
      const index = old.kids.indexOf(kid);
      if (index < 0 || !visit(kid, index)) return undefined;
    }
  } else {
    for (let index = 0; index < old.kids.length; index++) {
      const kid = old.kids[index];
      if (kid != null && changed.has(kid) && !visit(kid, index)) return undefined;
    }
  }
  let { content } = old.node;
  if (swaps.size === 1) for (const [index, node] of swaps) content = content.replaceChild(index, node);
  else if (swaps.size > 1) {
    const nodes = content.content.slice();
    for (const [index, node] of swaps) nodes[index] = node;
    content = Fragment.fromArray(nodes);
  }
  return { kids: old.kids, sizes: undefined, content };
}

/** The list itself changed, or nothing of it is known: child by child, as the schema wants them. */
export function projectBlocks(
  reader: Reader,
  type: YParent,
  kids: readonly YKid[],
  nodeType: NodeType,
  old: Branch | undefined,
  depth: number,
): Below | undefined {
  const shown: (YKid | null)[] = [];
  const nodes: Node[] = [];
  const fill = (fillers: Fragment) => {
    fillers.forEach((filler) => {
      // The same filler as before, so that it stays the same node.
      const before = old?.kids[nodes.length] === null ? old.node.maybeChild(nodes.length) : null;
      nodes.push(before?.eq(filler) === true ? before : filler);
      shown.push(null);
    });
  };
  let match: ContentMatch = nodeType.contentMatch;
  const stale = reader.dirty?.get(type)?.kids;
  let at = 0;
  for (const kid of kids) {
    // Nearly every child of a long list is where it was, as it was: no table needs to be asked.
    if (old !== undefined && old.kids[at] !== kid && old.kids[at + 1] === kid) at++;
    if (old !== undefined && stale !== undefined && old.kids[at] === kid && !stale.has(kid)) {
      const same = old.node.child(at++);
      const follows = isPlaceholder(same) ? null : match.matchType(same.type);
      if (follows !== null) {
        match = follows;
        shown.push(kid);
        nodes.push(same);
        continue;
      }
    }
    const entry = reader.kid(kid, nodeType, depth + 1);
    if (entry === undefined) return undefined;
    let node = entry.node;
    let next = match.matchType(node.type);
    if (next === null) {
      const fillers = match.fillBefore(Fragment.from(node));
      if (fillers !== null) {
        fill(fillers);
        next = match.matchFragment(fillers)?.matchType(node.type) ?? null;
      } else if (entry.kind === "branch") {
        const placeholder = reader.opaque(kid, nodeType, "place");
        if (placeholder === undefined) return undefined;
        node = placeholder.node;
        next = match.matchType(node.type);
      }
    }
    if (next === null) return undefined;
    match = next;
    shown.push(kid);
    nodes.push(node);
  }
  if (!match.validEnd) {
    const fillers = match.fillBefore(Fragment.empty, true);
    if (fillers === null) return undefined;
    fill(fillers);
  }
  return { kids: shown, sizes: undefined, content: Fragment.fromArray(nodes) };
}
