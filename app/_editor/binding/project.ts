// Yjs to ProseMirror: what the shared document looks like in this schema. Called after every change of
// either side with what became dirty. Promises: reads only (B4); what is not dirty, and what looks as
// before, keeps its node object (B3); whatever cannot be shown becomes a placeholder, never nothing.

import { type ContentMatch, Fragment, type Node, type NodeType, type Schema } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { attrsFor } from "./attributes.ts";
import type { Dirty } from "./dirty.ts";
import { nodeMarks, shownMarks } from "./marks.ts";
import type { Branch, Entry, Mirror, Opaque } from "./mirror.ts";
import { isPlaceholder, MAX_DEPTH, placeholderFor } from "./placeholder.ts";
import { isElement, isText, kidsOf, runsOf, type YKid, type YParent } from "./y.ts";

/** Why a whole document cannot be bound: its root holds what no placeholder can stand for. */
export class CannotShow extends Error {}

export interface Projection {
  readonly root: Branch;
  /** Entries that are new or changed, to be put into the mirror. */
  readonly fresh: ReadonlyMap<YKid, Entry>;
}

/** Without a mirror or without `dirty` everything is read anew. */
export function project(
  fragment: YParent,
  schema: Schema,
  mirror: Mirror | undefined,
  dirty: Dirty | undefined,
): Projection {
  const reader = new Reader(schema, mirror, dirty);
  const old = mirror?.root;
  const root = reader.branch(fragment, schema.topNodeType, null, old, 0);
  if (root === undefined) throw new CannotShow("the document does not fit its own schema");
  return { root, fresh: reader.fresh };
}

class Reader {
  readonly fresh = new Map<YKid, Entry>();
  private readonly schema: Schema;
  private readonly mirror: Mirror | undefined;
  private readonly dirty: Dirty | undefined;

  constructor(schema: Schema, mirror: Mirror | undefined, dirty: Dirty | undefined) {
    this.schema = schema;
    this.mirror = mirror;
    this.dirty = dirty;
  }

  private isClean(type: YKid): boolean {
    return this.dirty !== undefined && this.dirty.get(type) === undefined;
  }

  /** Any child: as the node it is, or as a placeholder of the wanted kind. */
  private kid(type: YKid, parent: NodeType, depth: number): Entry | undefined {
    const old = this.mirror?.get(type);
    if (old !== undefined && this.isClean(type) && !(old.kind === "opaque" && old.why === "place")) {
      return old;
    }
    const nodeType = isElement(type) ? this.schema.nodes[type.nodeName] : undefined;
    if (
      !isElement(type) ||
      nodeType === undefined ||
      nodeType.isText ||
      nodeType === this.schema.topNodeType ||
      depth >= MAX_DEPTH
    ) {
      return this.opaque(type, parent, "unknown");
    }
    const attrs = attrsFor(nodeType, type);
    if (attrs === undefined) return this.opaque(type, parent, "content");
    const branch = this.branch(
      type,
      nodeType,
      { attrs, parent },
      old?.kind === "branch" ? old : undefined,
      depth,
    );
    if (branch === undefined || isPlaceholder(branch.node)) return this.opaque(type, parent, "content");
    return branch;
  }

  private opaque(type: YKid, parent: NodeType, why: Opaque["why"]): Opaque | undefined {
    const old = this.mirror?.get(type);
    // Only a change under it can make it look different.
    if (old?.kind === "opaque" && this.isClean(type) && old.node.isInline === parent.inlineContent) {
      // It may have been read as itself, in vain.
      this.forget(type);
      this.fresh.delete(type);
      if (old.why === why) return old;
      const moved: Opaque = { kind: "opaque", type, node: old.node, why };
      this.fresh.set(type, moved);
      return moved;
    }
    let node = placeholderFor(type, this.schema, parent.inlineContent);
    if (node === undefined) return undefined;
    if (old?.kind === "opaque" && old.node.eq(node)) node = old.node;
    this.forget(type);
    const entry: Opaque = { kind: "opaque", type, node, why };
    this.fresh.set(type, entry);
    return entry;
  }

  /** What was read below before it turned out that it cannot be shown. */
  private forget(type: YKid): void {
    if (!isElement(type)) return;
    for (const kid of kidsOf(type) ?? []) {
      this.fresh.delete(kid);
      this.forget(kid);
    }
  }

  branch(
    type: YParent,
    nodeType: NodeType,
    own: { readonly attrs: Record<string, unknown>; readonly parent: NodeType } | null,
    old: Branch | undefined,
    depth: number,
  ): Branch | undefined {
    const below = this.below(type, nodeType, old, depth);
    if (below === undefined) return undefined;
    const marks = own === null || !isElement(type) ? undefined : nodeMarks(type, this.schema, own.parent);
    let node = nodeType.create(own?.attrs ?? null, below.content, marks);
    if (old !== undefined && looksSame(old.node, node)) {
      node = old.node;
      if (sameList(old.kids, below.kids) && sameList(old.sizes, below.sizes)) return old;
    }
    const made: Branch = { kind: "branch", type, node, kids: below.kids, sizes: below.sizes };
    this.fresh.set(type, made);
    return made;
  }

  private below(
    type: YParent,
    nodeType: NodeType,
    old: Branch | undefined,
    depth: number,
  ): Below | undefined {
    if (old !== undefined && this.dirty !== undefined && old.node.type === nodeType) {
      const soil = this.dirty.get(type);
      if (soil !== undefined && !soil.self && !nodeType.inlineContent) {
        const patched = this.patched(old, soil.kids, nodeType, depth);
        if (patched !== undefined) return patched;
      }
    }
    const kids = kidsOf(type);
    if (kids === undefined) return undefined;
    if (nodeType.isLeaf)
      return kids.length === 0 ? { kids, sizes: undefined, content: Fragment.empty } : undefined;
    return nodeType.inlineContent
      ? this.inline(kids, nodeType, depth)
      : this.blocks(type, kids, nodeType, old, depth);
  }

  /** The usual case: the list of children is as it was, a few of them changed. Costs only those. */
  private patched(
    old: Branch,
    changed: ReadonlySet<YKid>,
    nodeType: NodeType,
    depth: number,
  ): Below | undefined {
    const swaps = new Map<number, Node>();
    const visit = (kid: YKid, index: number): boolean => {
      const before = old.node.child(index);
      const after = this.kid(kid, nodeType, depth + 1)?.node;
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

  private inline(kids: readonly YKid[], nodeType: NodeType, depth: number): Below | undefined {
    const nodes: Node[] = [];
    const sizes: number[] = [];
    let match: ContentMatch | null = nodeType.contentMatch;
    for (const kid of kids) {
      const first = nodes.length;
      if (isText(kid)) {
        if (!this.text(kid, nodeType, nodes)) return undefined;
      } else {
        let entry = this.kid(kid, nodeType, depth + 1);
        if (entry !== undefined && match?.matchType(entry.node.type) == null) {
          entry = this.opaque(kid, nodeType, "place");
        }
        if (entry === undefined) return undefined;
        nodes.push(entry.node);
      }
      let size = 0;
      for (let at = first; at < nodes.length; at++) {
        const node = nodes[at] as Node;
        match = match?.matchType(node.type) ?? null;
        size += node.nodeSize;
      }
      if (match === null) return undefined;
      sizes.push(size);
    }
    if (match?.validEnd !== true) return undefined;
    return { kids, sizes, content: Fragment.fromArray(nodes) };
  }

  private text(text: Y.XmlText, nodeType: NodeType, into: Node[]): boolean {
    let last: { readonly attributes: unknown; string: string } | undefined;
    const flush = () => {
      if (last === undefined || last.string === "") return;
      const marks = shownMarks(last.attributes as Record<string, unknown>, this.schema, nodeType);
      into.push(this.schema.text(last.string, marks));
      last = undefined;
    };
    for (const run of runsOf(text)) {
      // An embed: no Tiptap editor makes one, and none could leave it alone while it edits around it.
      if (run.text === undefined) return false;
      if (last !== undefined && last.attributes === run.attributes) last.string += run.text;
      else {
        flush();
        last = { attributes: run.attributes, string: run.text };
      }
    }
    flush();
    return true;
  }

  private blocks(
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
    const stale = this.dirty?.get(type)?.kids;
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
      const entry = this.kid(kid, nodeType, depth + 1);
      if (entry === undefined) return undefined;
      let node = entry.node;
      let next = match.matchType(node.type);
      if (next === null) {
        const fillers = match.fillBefore(Fragment.from(node));
        if (fillers !== null) {
          fill(fillers);
          next = match.matchFragment(fillers)?.matchType(node.type) ?? null;
        } else if (entry.kind === "branch") {
          const placeholder = this.opaque(kid, nodeType, "place");
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
}

interface Below {
  readonly kids: readonly (YKid | null)[];
  readonly sizes: readonly number[] | undefined;
  readonly content: Fragment;
}

/** Up to here a child is looked for by its place in the list, above by one walk. */
const FEW = 16;

/** Equal at a glance: the same children, not only equal ones, except text. */
function looksSame(a: Node, b: Node): boolean {
  if (!a.sameMarkup(b) || a.content.size !== b.content.size || a.childCount !== b.childCount) return false;
  const [before, after] = [a.content.content, b.content.content];
  for (let index = 0; index < before.length; index++) {
    const left = before[index];
    const right = after[index];
    if (left !== right && !(left?.isText && right !== undefined && left.eq(right))) return false;
  }
  return true;
}

const sameList = (a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.length === b.length && a.every((x, i) => x === b[i]));
