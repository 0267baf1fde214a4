// Finds what this editor's schema does not know in a shared body. Called before the editor binds and
// on every change from elsewhere: the stock binding deletes what it cannot show, for everybody (F11).
// Promises: reads only, needs no call stack (a hostile document may be nested deeply).

import type { Schema } from "@tiptap/pm/model";
import * as Y from "yjs";

export interface Known {
  /** Names of nodes and marks, each with the names of its attributes. */
  readonly nodes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
  /** For attributes whose values can break the page ("tableCell.colspan"): throw on what cannot be shown. */
  readonly checks: ReadonlyMap<string, (value: unknown) => void>;
}

/** `reserved`: attributes that any node may have beside those of the schema. */
export function knownBy(schema: Schema, reserved: readonly string[] = []): Known {
  const attributes = (spec: { attrs?: Record<string, unknown> | null }) =>
    new Set(Object.keys(spec.attrs ?? {}));
  return {
    nodes: new Map(
      Object.entries(schema.nodes).map(([name, type]) => [
        name,
        new Set([...attributes(type.spec), ...reserved]),
      ]),
    ),
    marks: new Map(Object.entries(schema.marks).map(([name, type]) => [name, attributes(type.spec)])),
    checks: new Map(
      Object.entries(schema.nodes).flatMap(([name, type]) =>
        Object.entries(type.spec.attrs ?? {}).flatMap(([attribute, { validate }]) =>
          typeof validate === "function" ? [[`${name}.${attribute}`, validate] as const] : [],
        ),
      ),
    ),
  };
}

/** The name of something unknown anywhere in the fragment, or `undefined` if everything is known. */
export const firstUnknown = (fragment: Y.XmlFragment, known: Known): string | undefined =>
  walk([fragment], fragment, known, () => true);

/**
 * Calls `found` while the change that brought something unknown is being told, before observers that
 * were registered later hear of it. Looks at new items only. Returns the undo.
 */
export function watchForUnknown(
  fragment: Y.XmlFragment,
  known: Known,
  found: (name: string) => void,
): () => void {
  const observer = (_events: unknown, transaction: Y.Transaction) => {
    if (transaction.local) return;
    const isNew = (item: Y.Item) =>
      item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0) && !item.deleted;
    const changed = [...transaction.changed.keys()].filter(
      // The root has no item, and neither has another root.
      (type) => (type._item === null ? Object.is(type, fragment) : Y.isParentOf(fragment, type._item)),
    );
    const name = walk(changed, fragment, known, isNew);
    if (name !== undefined) found(name);
  };
  fragment.observeDeep(observer);
  return () => fragment.unobserveDeep(observer);
}

/** Deeper than anybody writes. The binding builds nodes on the call stack, and that ends somewhere. */
const MAX_DEPTH = 200;

function depthOf(type: Y.AbstractType<unknown>): number {
  let depth = 0;
  for (let at = type._item; at !== null && depth <= MAX_DEPTH; depth++) {
    const { parent } = at;
    if (!(parent instanceof Y.AbstractType)) break;
    at = parent._item;
  }
  return depth;
}

function walk(
  from: readonly unknown[],
  root: Y.XmlFragment,
  known: Known,
  matters: (item: Y.Item) => boolean,
): string | undefined {
  const waiting = from.map((type) => ({
    type,
    depth: type instanceof Y.AbstractType ? depthOf(type) : 0,
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { type, depth } = next;
    if (depth > MAX_DEPTH) return "#depth";
    if (type instanceof Y.XmlText) {
      if (type.parent === root) return "#text";
      const name = unknownInText(type, known, matters);
      if (name !== undefined) return name;
    } else if (type instanceof Y.XmlFragment) {
      // Y.XmlElement is a Y.XmlFragment too.
      const name = type instanceof Y.XmlElement ? unknownElement(type, known) : undefined;
      if (name !== undefined) return name;
      for (let item = type._start; item !== null; item = item.right) {
        if (item.deleted || !matters(item)) continue;
        if (!(item.content instanceof Y.ContentType)) return "#content";
        waiting.push({ type: item.content.type, depth: depth + 1 });
      }
    } else {
      return "#type";
    }
  }
  return undefined;
}

function unknownElement(element: Y.XmlElement, known: Known): string | undefined {
  const attributes = known.nodes.get(element.nodeName);
  if (attributes === undefined || element.nodeName === "text") return element.nodeName;
  for (const [name, item] of element._map) {
    if (item.deleted) continue;
    const full = `${element.nodeName}.${name}`;
    if (!attributes.has(name)) return full;
    try {
      known.checks.get(full)?.(element.getAttribute(name));
    } catch {
      return full;
    }
  }
  return undefined;
}

// Marks that may overlap carry a hash of their attributes behind their name.
const HASH = /--[a-zA-Z0-9+/=]{8}$/;

function unknownInText(
  text: Y.XmlText,
  known: Known,
  matters: (item: Y.Item) => boolean,
): string | undefined {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !matters(item)) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const name = content.key.replace(HASH, "");
      const attributes = known.marks.get(name);
      if (attributes === undefined) return name;
      const value: unknown = content.value;
      if (typeof value !== "object" || value === null) continue;
      for (const attribute of Object.keys(value)) {
        if (!attributes.has(attribute)) return `${name}.${attribute}`;
      }
    } else if (!(content instanceof Y.ContentString)) {
      return "#embed";
    }
  }
  return undefined;
}
