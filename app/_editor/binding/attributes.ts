// The attributes of an element as far as this schema knows them. Called by the projection. Promises: what the
// schema would refuse is told, not thrown, so that a placeholder can stand there.

import type { NodeType } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { attributeOf } from "./y.ts";

/**
 * The attributes that the schema knows, or `undefined` if it would refuse them. `null`: none is stored. Then all
 * such nodes share the schema's own object, which costs nothing to make and nothing to compare.
 */
export function attrsFor(type: NodeType, element: Y.XmlElement): Record<string, unknown> | null | undefined {
  let attrs: Record<string, unknown> | null = null;
  for (const { name, isRequired, validate } of specsOf(type)) {
    const item = element._map.get(name);
    if (item === undefined || item.deleted) {
      if (isRequired) return undefined;
      continue;
    }
    const value = attributeOf(element, name);
    if (validate !== undefined && !isValid(validate, value)) return undefined;
    attrs ??= {};
    attrs[name] = value;
  }
  return attrs;
}

interface AttributeSpec {
  readonly name: string;
  readonly isRequired: boolean;
  readonly validate: unknown;
}

const specs = new WeakMap<NodeType, readonly AttributeSpec[]>();

function specsOf(type: NodeType): readonly AttributeSpec[] {
  let known = specs.get(type);
  if (known === undefined) {
    known = Object.entries(type.spec.attrs ?? {}).map(([name, spec]) => ({
      name,
      isRequired: !("default" in spec),
      validate: spec.validate,
    }));
    specs.set(type, known);
  }
  return known;
}

function isValid(validate: unknown, value: unknown): boolean {
  if (typeof validate === "function") {
    try {
      validate(value);
      return true;
    } catch {
      return false;
    }
  }
  if (typeof validate !== "string") return true;
  return validate.split("|").includes(value === null ? "null" : typeof value);
}
