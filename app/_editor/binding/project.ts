// Yjs to ProseMirror: what the shared document looks like in this schema. Called after every change of
// either side with what became dirty. Promises: reads only (B4); what is not dirty, and what looks as
// before, keeps its node object (B3); whatever cannot be shown becomes a placeholder, never nothing.

import { Fragment, type Node, type NodeType, type Schema } from "@tiptap/pm/model";
import { attrsFor } from "./attributes.ts";
import type { Dirty } from "./dirty.ts";
import { nodeMarks } from "./marks.ts";
import type { Branch, Entry, Mirror, Opaque } from "./mirror.ts";
import { isPlaceholder, MAX_DEPTH, placeholderFor } from "./placeholder.ts";
import { patched, projectBlocks } from "./project-blocks.ts";
import { projectInline } from "./project-inline.ts";
import { isElement, kidsOf, type YKid, type YParent } from "./y.ts";

/** Why a whole document cannot be bound: its root holds what no placeholder can stand for. */
export class CannotShow extends Error {}

export interface Projection {
  readonly root: Branch;
  /** Entries that are new or changed, to be put into the mirror. */
  readonly fresh: Map<YKid, Entry>;
}

/** The content of a node, and what of Yjs shows in it. */
export interface Below {
  readonly kids: readonly (YKid | null)[];
  /** Of a parent of text, as in the mirror. */
  readonly sizes: readonly number[] | undefined;
  readonly content: Fragment;
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

export class Reader {
  readonly fresh = new Map<YKid, Entry>();
  readonly schema: Schema;
  private readonly mirror: Mirror | undefined;
  readonly dirty: Dirty | undefined;

  constructor(schema: Schema, mirror: Mirror | undefined, dirty: Dirty | undefined) {
    this.schema = schema;
    this.mirror = mirror;
    this.dirty = dirty;
  }

  private isClean(type: YKid): boolean {
    return this.dirty !== undefined && this.dirty.get(type) === undefined;
  }

  /** Any child: as the node it is, or as a placeholder of the wanted kind. */
  kid(type: YKid, parent: NodeType, depth: number): Entry | undefined {
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

  opaque(type: YKid, parent: NodeType, why: Opaque["why"]): Opaque | undefined {
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
    own: { readonly attrs: Record<string, unknown> | null; readonly parent: NodeType } | null,
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
        const mended = patched(this, old, soil.kids, nodeType, depth);
        if (mended !== undefined) return mended;
      }
    }
    const kids = kidsOf(type);
    if (kids === undefined) return undefined;
    if (nodeType.isLeaf)
      return kids.length === 0 ? { kids, sizes: undefined, content: Fragment.empty } : undefined;
    return nodeType.inlineContent
      ? projectInline(this, kids, nodeType, depth)
      : projectBlocks(this, type, kids, nodeType, old, depth);
  }
}

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
