// The little that the binding reads of Yjs below its public surface: items in order, attributes, runs of
// text. Called by every file of this folder. Promises: reads only, opens no transaction (`toDelta` and
// `event.delta` would open one per call), and sees what is not deleted.

import * as Y from "yjs";

/** Anything that stands in a parent: elements and texts, and what nobody expects (hooks, maps). */
export type YKid = Y.AbstractType<unknown>;
/** What can have children here. (Yjs types events so that no type is an `AbstractType<unknown>`.) */
export type YParent = (Y.XmlElement | Y.XmlFragment) & YKid;
export type YElement = Y.XmlElement & YKid;
export type YText = Y.XmlText & YKid;

export type Attributes = Readonly<Record<string, unknown>>;

/** A stretch of a text with one formatting. `text` is `undefined` for what is no text (an embed). */
export interface Run {
  readonly text: string | undefined;
  readonly length: number;
  /** `undefined`: plain. */
  readonly attributes: Attributes | undefined;
  readonly item: Y.Item;
}

export const isText = (type: unknown): type is YText => type instanceof Y.XmlText;
export const isElement = (type: unknown): type is YElement => type instanceof Y.XmlElement;

/** The children in order, or `undefined` if one of them is no type at all: nothing of ours. */
export function kidsOf(parent: YParent): YKid[] | undefined {
  const kids: YKid[] = [];
  for (let item = parent._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (!(item.content instanceof Y.ContentType)) return undefined;
    kids.push(item.content.type as YKid);
  }
  return kids;
}

export function attributesOf(element: Y.XmlElement): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, item] of element._map) if (!item.deleted) found[name] = lastValue(item);
  return found;
}

export function attributeOf(element: Y.XmlElement, name: string): unknown {
  const item = element._map.get(name);
  return item === undefined || item.deleted ? undefined : lastValue(item);
}

/** The attributes that a dead element had. */
export const attributesThen = (element: Y.XmlElement): [string, unknown][] =>
  [...element._map].map(([name, item]) => [name, lastValue(item)]);

const lastValue = (item: Y.Item): unknown => item.content.getContent()[item.length - 1];

export function runsOf(text: Y.XmlText): Run[] {
  const runs: Run[] = [];
  let current: Map<string, unknown> | undefined;
  let attributes: Attributes | undefined;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      current ??= new Map();
      if (content.value === null) current.delete(content.key);
      else current.set(content.key, content.value);
      attributes = current.size === 0 ? undefined : Object.fromEntries(current);
    } else if (content instanceof Y.ContentString) {
      runs.push({ text: content.str, length: item.length, attributes, item });
    } else if (item.countable) {
      runs.push({ text: undefined, length: item.length, attributes, item });
    }
  }
  return runs;
}

/** The characters of a text, one private character for each thing that is no character. */
export function stringOf(text: Y.XmlText): string {
  let string = "";
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    string += item.content instanceof Y.ContentString ? item.content.str : NO_CHARACTER.repeat(item.length);
  }
  return string;
}

/** Stands for an atom where text is compared. */
export const NO_CHARACTER = "\uFFFC";

/** Of an element that stands, or stood, in a document. */
export const idOf = (element: YElement): Y.ID => (element._item as Y.Item).id;

/** The parent in the same fragment, `undefined` above a root. */
export function parentOf(type: YKid): YParent | undefined {
  const parent = type._item?.parent;
  return parent instanceof Y.XmlFragment ? (parent as YParent) : undefined;
}

/** Values as Yjs stores them: plain data. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => sameValue(x, b[i]))
    );
  }
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => key in right && sameValue(value, right[key]))
  );
}
