// Short words for the binding's tests: documents from trees, editors on copies of one document, a wire.

import type { Node, Schema } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { expect } from "vitest";
import * as Y from "yjs";
import { brokenInvariants } from "../../app/_editor/binding/check.ts";
import { copyOf, FIELD, Headless } from "./headless.ts";
import { testSchema } from "./schemas.ts";
import { docOf, type Tree } from "./trees.ts";

export { docOf, el, make, p, type Tree } from "./trees.ts";

export const open = (doc: Y.Doc, schema: Schema = testSchema): Headless => new Headless("own", schema, doc);

/** Editors on copies of one document. */
export const two = (...trees: readonly Tree[]): [Headless, Headless] => {
  const doc = docOf(...trees);
  return [open(copyOf(doc)), open(copyOf(doc))];
};

export const at = (doc: Y.Doc, ...path: readonly number[]): Y.XmlElement & Y.XmlText => {
  let type: unknown = doc.getXmlFragment(FIELD);
  for (const index of path) type = (type as Y.XmlFragment).get(index);
  return type as Y.XmlElement & Y.XmlText;
};

export function sound(...people: readonly Headless[]): void {
  for (const person of people) expect(person.binding && brokenInvariants(person.binding)).toEqual([]);
}

/** The document in few letters: `paragraph("a") rule`. */
export const shown = (node: Node): string =>
  node.isText
    ? `"${node.text}"${node.marks.map((mark) => `.${mark.type.name}`).join("")}`
    : `${node.type.name}${node.childCount > 0 ? `(${node.content.content.map(shown).join(" ")})` : ""}`;

export const textOf = (person: Headless): string =>
  person.state.doc.content.content.map((block) => block.textContent).join("|");

export function caret(person: Headless, anchor: number, head = anchor): void {
  person.dispatch(person.state.tr.setSelection(TextSelection.create(person.state.doc, anchor, head)));
}

/** Structs and deletions of what an editor wrote since. */
export function written(
  person: Headless,
  since = 0,
): { readonly inserted: string; readonly deleted: number } {
  let inserted = "";
  let deleted = 0;
  for (const update of person.written.slice(since)) {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue;
      const { content } = struct;
      if (content instanceof Y.ContentString) inserted += content.str;
      else if (content instanceof Y.ContentType) {
        inserted += content.type instanceof Y.XmlElement ? `<${content.type.nodeName}>` : "<text>";
      } else if (content instanceof Y.ContentFormat) inserted += `{${content.key}}`;
      else if (content instanceof Y.ContentAny) inserted += "[attribute]";
    }
    for (const ranges of ds.clients.values()) for (const { len } of ranges) deleted += len;
  }
  return { inserted, deleted };
}
