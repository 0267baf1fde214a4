// New nodes as Yjs stores them: the stock binding's shape to the letter, except what stock loses (marks
// of nodes, `null` where the schema's default is something else). Called by the diff.

import { Fragment, type Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { NODE_MARKS, storedForm } from "./marks.ts";
import type { Born } from "./pairing.ts";
import { isPlaceholder, type Kept, recreate } from "./placeholder.ts";

export type NewType = Y.XmlElement | Y.XmlText;

/** `undefined`: a placeholder of something that cannot be made again. Textblocks that it made are added to `born`. */
export function createElement(node: Node, born: Born[]): Y.XmlElement | Y.XmlText | undefined {
  if (isPlaceholder(node)) return recreate(node.attrs.content as Kept);
  const element = new Y.XmlElement(node.type.name);
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value === undefined || (value === null && defaultOf(node, name) == null)) continue;
    element.setAttribute(name, value as string);
  }
  if (node.marks.length > 0) element.setAttribute(NODE_MARKS, storedForm(node.marks) as unknown as string);
  element.insert(0, createContent(node.content, born));
  if (node.isTextblock) born.push({ node, element });
  return element;
}

function createContent(content: Fragment, born: Born[]): NewType[] {
  const made: NewType[] = [];
  let text: Node[] = [];
  const flush = () => {
    if (text.length > 0) made.push(createText(Fragment.fromArray(text)));
    text = [];
  };
  content.forEach((node) => {
    if (node.isText) {
      text.push(node);
      return;
    }
    flush();
    const element = createElement(node, born);
    if (element !== undefined) made.push(element);
  });
  flush();
  return made;
}

export function createText(content: Fragment): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    content.content.map((node) => ({
      insert: wellFormed(node.text ?? ""),
      attributes: storedForm(node.marks),
    })),
  );
  return text;
}

/** A lone half of a pair becomes U+FFFD on its way to others: then better at once, for everybody. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

export function defaultOf(node: Node, name: string): unknown {
  const spec = node.type.spec.attrs?.[name] as { default?: unknown } | undefined;
  return spec?.default;
}
