// Formatting: how a mark is stored in Yjs, and which stored formatting can be shown where. Called by the
// projection and by the diff. Promises: what cannot be shown (unknown, broken, forbidden here, excluded
// by another mark) is hidden, never removed; the same formatting gives the same marks everywhere.

import type { Mark, MarkType, NodeType, Schema } from "@tiptap/pm/model";
import { Mark as Marks } from "@tiptap/pm/model";
import { toBase64 } from "lib0/buffer";
import * as encoding from "lib0/encoding";
import { digest } from "lib0/hash/sha256";
import type * as Y from "yjs";
import { type Attributes, attributeOf } from "./y.ts";

/** Marks of a node that is no text: one attribute, so that a client that does not know it loses only it. */
export const NODE_MARKS = "~marks";

// Marks that may stand beside themselves carry a hash of what they are behind their name, as in stock.
const HASHED = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

const keys = new WeakMap<Mark, string>();

/** The name under which a mark is stored. Must match the stock binding to the letter (B12). */
export function keyOf(mark: Mark): string {
  if (mark.type.excludes(mark.type)) return mark.type.name;
  const known = keys.get(mark);
  if (known !== undefined) return known;
  const key = `${mark.type.name}--${hashOf(mark.toJSON())}`;
  keys.set(mark, key);
  return key;
}

/** SHA-256 of the value folded to six bytes: `updates` between versions depend on every bit of it. */
function hashOf(value: unknown): string {
  const encoder = encoding.createEncoder();
  encodeInto(encoder, value);
  const bytes = digest(encoding.toUint8Array(encoder));
  for (let at = 6; at < bytes.length; at++) bytes[at % 6] = (bytes[at % 6] ?? 0) ^ (bytes[at] ?? 0);
  return toBase64(bytes.slice(0, 6));
}

const encodeInto = (encoder: encoding.Encoder, value: unknown) => {
  encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]);
};

const nameOf = (key: string): string => HASHED.exec(key)?.[1] ?? key;

const ranks = new WeakMap<Schema, Map<MarkType, number>>();

function rankIn(schema: Schema): Map<MarkType, number> {
  let rank = ranks.get(schema);
  if (rank === undefined) {
    rank = new Map(Object.values(schema.marks).map((type, index) => [type, index]));
    ranks.set(schema, rank);
  }
  return rank;
}

/** One stored entry as a mark, `undefined` where this schema cannot make it. */
function markOf(schema: Schema, key: string, value: unknown): Mark | undefined {
  const type = schema.marks[key] ?? schema.marks[nameOf(key)];
  if (type === undefined || typeof value !== "object" || value === null) return undefined;
  try {
    return type.create(value as Attributes);
  } catch {
    return undefined; // an attribute without a default is missing
  }
}

/** The marks to show for stored formatting in such a parent, in an order that does not depend on Yjs. */
export function shownMarks(
  stored: Attributes | undefined,
  schema: Schema,
  parent: NodeType,
): readonly Mark[] {
  if (stored === undefined) return Marks.none;
  const rank = rankIn(schema);
  const found: { readonly key: string; readonly mark: Mark }[] = [];
  for (const [key, value] of Object.entries(stored)) {
    const mark = markOf(schema, key, value);
    if (mark !== undefined && parent.allowsMarkType(mark.type)) found.push({ key, mark });
  }
  if (found.length > 1) {
    found.sort(
      (a, b) => (rank.get(a.mark.type) ?? 0) - (rank.get(b.mark.type) ?? 0) || (a.key < b.key ? -1 : 1),
    );
  }
  return found.reduce<readonly Mark[]>((set, { mark }) => mark.addToSet(set), Marks.none);
}

/** What of stored formatting is not shown: it stays as it is under every edit (B13). */
export function hiddenOf(
  stored: Attributes | undefined,
  shown: readonly Mark[],
): Record<string, unknown> | undefined {
  if (stored === undefined) return undefined;
  const visible = new Set(shown.map(keyOf));
  const hidden = Object.entries(stored).filter(([key]) => !visible.has(key));
  return hidden.length === 0 ? undefined : Object.fromEntries(hidden);
}

export function storedForm(marks: readonly Mark[]): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  for (const mark of marks) stored[keyOf(mark)] = mark.attrs;
  return stored;
}

/** What to write so that formatting `from` becomes `to`; `undefined` where nothing changes. */
export function markChange(from: readonly Mark[], to: readonly Mark[]): Record<string, unknown> | undefined {
  if (Marks.sameSet(from, to)) return undefined;
  const change: Record<string, unknown> = {};
  let any = false;
  for (const mark of from) {
    if (mark.isInSet(to)) continue;
    change[keyOf(mark)] = null;
    any = true;
  }
  for (const mark of to) {
    if (mark.isInSet(from)) continue;
    change[keyOf(mark)] = mark.attrs;
    any = true;
  }
  return any ? change : undefined;
}

/** Marks of an element that is no text, as far as they can be shown in such a parent. */
export function nodeMarks(element: Y.XmlElement, schema: Schema, parent: NodeType): readonly Mark[] {
  const stored = attributeOf(element, NODE_MARKS);
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return Marks.none;
  return shownMarks(stored as Attributes, schema, parent);
}
