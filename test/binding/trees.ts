// Shared documents from trees, in few letters. Used by the tests of the binding and by the fuzz.

import * as Y from "yjs";
import { FIELD } from "./headless.ts";

/** A text (with formatting), or an element with attributes and children. */
export type Tree =
  | string
  | readonly { readonly insert: string; readonly attributes?: Record<string, unknown> }[]
  | { readonly name: string; readonly attrs?: Record<string, unknown>; readonly kids?: readonly Tree[] };

export const el = (name: string, attrs: Record<string, unknown> = {}, ...kids: readonly Tree[]): Tree => ({
  name,
  attrs,
  kids,
});
export const p = (...kids: readonly Tree[]): Tree => el("paragraph", {}, ...kids);

export function make(tree: Tree): Y.XmlElement | Y.XmlText {
  if (typeof tree === "string") return new Y.XmlText(tree);
  if (!("name" in tree)) {
    const text = new Y.XmlText();
    text.applyDelta(tree as unknown as []);
    return text;
  }
  const element = new Y.XmlElement(tree.name);
  for (const [key, value] of Object.entries(tree.attrs ?? {})) element.setAttribute(key, value as string);
  element.insert(0, (tree.kids ?? []).map(make));
  return element;
}

export function docOf(...trees: readonly Tree[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment(FIELD).insert(0, trees.map(make));
  return doc;
}
