// The mirror: for every part of the shared document, the ProseMirror node that shows it. Held by the
// binding; read by projection, plan, diff and by everybody who asks for positions. Its invariants are
// B1 to B3 of SPEC.md; `check.ts` walks them in tests.

import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { isText, parentOf, type YKid, type YParent } from "./y.ts";

/** An element that is shown as a node with everything in it. */
export interface Branch {
  readonly kind: "branch";
  readonly type: YParent;
  /** Replaced by its equal when the editor made the same node of its own (adopt). */
  node: Node;
  /** In order. `null` is a filler: shown because the schema asks for it, not in Yjs. */
  readonly kids: readonly (YKid | null)[];
  /** Of a parent of text: how much of its content each kid shows. Else kid `i` is `node.child(i)`. */
  readonly sizes: readonly number[] | undefined;
}

/** An element that is shown as a placeholder; nothing inside it is looked at. */
export interface Opaque {
  readonly kind: "opaque";
  readonly type: YKid;
  node: Node;
  /** `place`: it would be fine somewhere else, so its parent's next change tries again. */
  readonly why: "unknown" | "content" | "place";
}

export type Entry = Branch | Opaque;

export class Mirror {
  readonly entries: Map<YKid, Entry>;
  /** The stock binding's table, for y-tiptap's functions and for extensions that read it. */
  readonly mapping = new Map<Y.AbstractType<unknown>, Node>();
  root: Branch;

  /** `entries` are those of a first reading, and belong to the mirror from now on. */
  constructor(root: Branch, entries: Map<YKid, Entry>) {
    this.root = root;
    this.entries = entries;
    for (const entry of entries.values()) this.mapping.set(entry.type, entry.node);
  }

  /** Forgets everything. The tables stay the same objects: others hold them. */
  reset(root: Branch): void {
    this.entries.clear();
    this.mapping.clear();
    this.root = root;
    this.put(root);
  }

  get doc(): Node {
    return this.root.node;
  }

  get(type: YKid): Entry | undefined {
    return this.entries.get(type);
  }

  put(entry: Entry): void {
    this.entries.set(entry.type, entry);
    this.mapping.set(entry.type, entry.node);
    if (entry.kind === "branch" && entry.type === this.root.type) this.root = entry;
  }

  /** Forgets an entry and everything under it, except what `kept` says stands elsewhere now. */
  drop(entry: Entry, kept: (type: YKid) => boolean): void {
    const waiting: Entry[] = [entry];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const type = next.type;
      if (this.entries.get(type) !== next || kept(type)) continue;
      this.entries.delete(type);
      this.mapping.delete(type);
      if (next.kind === "opaque") continue;
      for (const kid of next.kids) {
        const below = kid === null ? undefined : this.entries.get(kid);
        if (below !== undefined) waiting.push(below);
      }
    }
  }

  /** Where the content of a shown element begins; `undefined` if it is not shown as itself. */
  startOf(type: YParent): number | undefined {
    let at = 0;
    for (let now: YKid = type; now !== this.root.type; ) {
      const parent = parentOf(now);
      const above = parent === undefined ? undefined : this.entries.get(parent);
      if (above === undefined || above.kind !== "branch") return undefined;
      const index = above.kids.indexOf(now);
      if (index < 0) return undefined;
      at += offsetOf(above, index) + 1;
      now = above.type;
    }
    return at;
  }

  /**
   * A place in the text as Yjs knows it: what stands left of it holds it. As the stock binding's. ProseMirror
   * remembers the ways to the places that it resolved last, the caret's among them: so no list is walked.
   */
  relative(position: number): Y.RelativePosition {
    const $at = this.doc.resolve(Math.max(0, Math.min(position, this.doc.content.size)));
    let branch = this.root;
    for (let depth = 0; ; depth++) {
      if (branch.sizes !== undefined) return relativeInText(branch, branch.sizes, $at.pos - $at.start(depth));
      const index = $at.index(depth);
      const kid = branch.kids[index];
      if (kid === undefined) return endOf(branch.type);
      const below = kid === null ? undefined : this.entries.get(kid);
      if (depth < $at.depth && below?.kind === "branch") {
        branch = below;
        continue;
      }
      const next = branch.kids.slice(index).find((one) => one !== null) ?? null;
      return next === null ? endOf(branch.type) : before(branch.type, next);
    }
  }

  /** `undefined`: nothing of that place is left. */
  absolute(position: Y.RelativePosition, doc: Y.Doc): number | undefined {
    const found = resolve(position, doc);
    if (found === undefined) return undefined;
    const type = found.type;
    if (isText(type)) {
      const parent = parentOf(type);
      const above = parent === undefined ? undefined : this.entries.get(parent);
      if (parent === undefined || above?.kind !== "branch") return this.beforeOpaque(type);
      const index = above.kids.indexOf(type);
      const start = this.startOf(parent);
      if (index < 0 || start === undefined || above.sizes === undefined) return undefined;
      return start + offsetOf(above, index) + Math.min(found.index, above.sizes[index] ?? 0);
    }
    const branch = this.entries.get(type);
    if (branch === undefined || branch.kind !== "branch") return this.beforeOpaque(type);
    const start = this.startOf(branch.type);
    if (start === undefined) return undefined;
    let index = 0;
    for (let seen = 0; index < branch.kids.length; index++) {
      if (branch.kids[index] === null) continue;
      if (seen++ === found.index) break;
    }
    return start + offsetOf(branch, index);
  }

  /** Whatever lies in a placeholder is at the placeholder. */
  private beforeOpaque(type: YKid): number | undefined {
    for (let now: YKid | undefined = type; now !== undefined; now = parentOf(now) as YKid | undefined) {
      if (now._item?.deleted === true) return undefined;
      const entry = this.entries.get(now);
      const parent = parentOf(now);
      if (entry === undefined || parent === undefined) continue;
      const above = this.entries.get(parent);
      const start = this.startOf(parent);
      if (above?.kind !== "branch" || start === undefined) return undefined;
      const index = above.kids.indexOf(now);
      return index < 0 ? undefined : start + offsetOf(above, index);
    }
    return undefined;
  }
}

/** Yjs throws at an id that never was, or is not here yet: others say where they stand as they like. */
function resolve(position: Y.RelativePosition, doc: Y.Doc): Y.AbsolutePosition | undefined {
  try {
    return Y.createAbsolutePositionFromRelativePosition(position, doc) ?? undefined;
  } catch {
    return undefined;
  }
}

/** How far into its parent's content a kid begins. */
export function offsetOf(branch: Branch, index: number): number {
  let offset = 0;
  if (branch.sizes !== undefined) {
    for (let at = 0; at < index; at++) offset += branch.sizes[at] ?? 0;
    return offset;
  }
  const { content } = branch.node;
  const end = Math.min(index, content.childCount);
  for (let at = 0; at < end; at++) offset += content.child(at).nodeSize;
  return offset;
}

function relativeInText(branch: Branch, sizes: readonly number[], left: number): Y.RelativePosition {
  let offset = 0;
  for (const [index, kid] of branch.kids.entries()) {
    const size = sizes[index] ?? 0;
    if (isText(kid) && left - offset <= size) {
      return Y.createRelativePositionFromTypeIndex(kid, left - offset, -1);
    }
    if (!isText(kid) && kid !== null && left <= offset) return before(branch.type, kid);
    offset += size;
  }
  return endOf(branch.type);
}

const idOf = (type: YParent) =>
  type._item === null ? ([null, Y.findRootTypeKey(type)] as const) : ([type._item.id, null] as const);

function before(parent: YParent, kid: YKid): Y.RelativePosition {
  const [id, name] = idOf(parent);
  return new Y.RelativePosition(id, name, kid._item?.id ?? null);
}

function endOf(parent: YParent): Y.RelativePosition {
  const [id, name] = idOf(parent);
  return new Y.RelativePosition(id, name, null);
}
