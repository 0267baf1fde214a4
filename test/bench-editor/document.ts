// The long document that everything is measured on, and an editor on it. Called in the browser by page.ts and
// race.ts.

import { Editor } from "@tiptap/core";
import * as Y from "yjs";
import type { BindingName } from "../../app/_editor/binding/options.ts";
import { binding as stockBinding } from "../../app/_editor/binding/stock.ts";
import { libraryTables, tableBehaviour } from "../../app/_editor/blocks/stock.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { contentOf } from "../../lib/doc.ts";

export type Subject = BindingName | "bare";

export const REMOTE = "remote";

export const sentence = (index: number): string =>
  `The ferry runs from May to September, and in June it is always ${index}.`;

export function longDoc(paragraphs: number): Y.Doc {
  const doc = new Y.Doc();
  contentOf(doc).insert(
    0,
    Array.from({ length: paragraphs }, (_, index) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(sentence(index))]);
      return paragraph;
    }),
  );
  return doc;
}

export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), REMOTE);
  return copy;
}

/** What somebody does in `doc`, as the update that others get of it. */
export function changeOf(doc: Y.Doc, run: () => void): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.transact(run);
  return Y.encodeStateAsUpdate(doc, before);
}

export const textAt = (doc: Y.Doc, index: number): Y.XmlText =>
  (contentOf(doc).get(index) as Y.XmlElement).get(0) as Y.XmlText;

const noKeys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };

/** In an empty page. `content` is for the editor that is bound to nothing. */
export function editorOn(doc: Y.Doc, subject: Subject, content?: object): Editor {
  const element = document.createElement("div");
  document.body.replaceChildren(element);
  const bound = subject === "stock" ? { binding: stockBinding(doc) } : {};
  const ours = editorExtensions({ doc, keys: noKeys, late: whole, ...bound });
  // As whoever takes the stock binding has it: with the tables of the library, which look at every new block.
  const all = subject === "stock" ? ours.map((one) => (one === tableBehaviour ? libraryTables : one)) : ours;
  return new Editor({
    element,
    extensions:
      subject === "bare" ? all.filter(({ name }) => name !== "collaboration" && name !== "undoSteps") : all,
    injectCSS: false,
    ...(content === undefined ? {} : { content }),
    onBeforeCreate: ({ editor }) => fillInsteadOfRefusing(editor.schema),
  });
}
