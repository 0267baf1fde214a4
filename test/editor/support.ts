// Two editors in jsdom, as the page makes them, on Y.Docs that are joined by hand. Used by the tests of
// this folder; what needs a real browser (carets, layout) is tested elsewhere.

import { Editor } from "@tiptap/core";
import * as Y from "yjs";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import type { FilesOptions } from "../../app/_editor/files/extension.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { CONTENT } from "../../lib/doc.ts";
import type { DocId } from "../../lib/names.ts";

/** The document beside which files are kept, where it does not matter which. */
export const DOC = "a".repeat(21) as DocId;

export interface Person {
  readonly doc: Y.Doc;
  readonly editor: Editor;
  /** Updates that this editor made by itself. */
  readonly written: Uint8Array[];
}

/** What is sent, and what comes of it, is for the test to say. */
export type FilesLine = Pick<FilesOptions, "bounds" | "send">;

export interface OpenOptions {
  readonly id?: DocId;
  readonly files?: FilesLine;
}

export function open(doc = new Y.Doc(), { id, files }: OpenOptions = {}): Person {
  const written: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "elsewhere") written.push(update);
  });
  const element = document.createElement("div");
  document.body.append(element);
  const editor = new Editor({
    element,
    extensions: editorExtensions({
      doc,
      id,
      late: whole,
      keys: { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} },
    }).map((one) => (one.name === "files" && files ? one.configure({ doc: id, ...files }) : one)),
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  return { doc, editor, written };
}

/** jsdom has no addresses for what is in memory. */
export function nameBlobs(): void {
  URL.createObjectURL = () => "blob:nothing";
  URL.revokeObjectURL = () => {};
}

export const twoLines = () => docOf(["paragraph", {}, "first"], ["paragraph", {}, "second"]);

export const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), "elsewhere");
  return copy;
};

export const sync = (from: Y.Doc, to: Y.Doc): void =>
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "elsewhere");

/** An element of a body as Yjs holds it: name, children, or a string of text. */
export type Tree = string | readonly [name: string, attributes: Record<string, unknown>, ...Tree[]];

export function element([name, attributes, ...children]: Exclude<Tree, string>): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  made.insert(
    0,
    children.map((child) => (typeof child === "string" ? new Y.XmlText(child) : element(child))),
  );
  return made;
}

/** Quotes in quotes, built from the outside: Yjs itself builds nested types on the call stack. */
export function deepDoc(depth: number, innermost: Exclude<Tree, string>): Y.Doc {
  const doc = new Y.Doc();
  let parent: Y.XmlFragment = doc.getXmlFragment(CONTENT);
  for (let at = 0; at < depth; at++) {
    const quote = new Y.XmlElement("blockquote");
    parent.insert(0, [quote]);
    parent = quote;
  }
  parent.insert(0, [element(innermost)]);
  return doc;
}

export function docOf(...blocks: Exclude<Tree, string>[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment(CONTENT).insert(0, blocks.map(element));
  return doc;
}
