// What stands in a list of contents: the headings of the whole document, as the editor lists them
// (app/_editor/blocks/toc.ts), also those that another part of a long text holds. Called by block.ts where such a list
// stands, and by the page of a reader to see whether it is another by now. Bounded, and reads only.

import * as Y from "yjs";
import { contentOf } from "../doc.ts";
import type { Element } from "./piece.ts";

/** A longer list is no help to anybody. */
export const MAX_ENTRIES = 500;
/** Steps that are shown; the editor's list has as many. */
const MAX_DEPTH = 4;

export interface Heading {
  readonly level: number;
  readonly text: string;
}

/** In the order of the text, those without a letter left out. `drawn` draws one heading. */
export function headingsOf(doc: Y.Doc, drawn: (type: Y.XmlElement) => Heading): Heading[] {
  const found: Heading[] = [];
  const waiting: unknown[] = contentOf(doc).toArray().reverse();
  while (waiting.length > 0 && found.length < MAX_ENTRIES) {
    const node = waiting.pop();
    if (!(node instanceof Y.XmlElement) || node.nodeName === "paragraph") continue;
    if (node.nodeName === "heading") {
      const heading = drawn(node);
      if (heading.text !== "") found.push(heading);
    } else for (const child of node.toArray().reverse()) waiting.push(child);
  }
  return found;
}

export function listOf(headings: readonly Heading[]): Element {
  const top = Math.min(...headings.map(({ level }) => level));
  return {
    tag: "ul",
    of: headings.map(({ level, text }) => ({
      tag: "li",
      attributes: { "data-depth": String(Math.min(level - top, MAX_DEPTH)), dir: "auto" },
      of: [{ tag: "button", attributes: { type: "button" }, of: [text] }],
    })),
  };
}
