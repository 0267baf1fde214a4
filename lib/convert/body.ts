// Between a Y.Doc and a plain tree, without an editor: the same types that the editor's binding makes, which
// test/convert/body.test.ts holds against it. Called by the server's converter and by the page that exports.

import * as Y from "yjs";
import { contentOf, MAX_TITLE_CHARACTERS, titleOf } from "../doc.ts";
import { type Attributes, MAX_DEPTH, type Mark, type Tree, text, type Writing } from "./tree.ts";

// Marks that may overlap carry a hash of their attributes behind their name.
const HASH = /--[a-zA-Z0-9+/=]{8}$/;

export function writingOf(doc: Y.Doc): Writing {
  const body: Tree = { type: "doc", content: childrenOf(contentOf(doc), 0) };
  return { title: titleOf(doc).toString().replace(/\s+/g, " ").slice(0, MAX_TITLE_CHARACTERS), body };
}

function childrenOf(parent: Y.XmlFragment, depth: number): Tree[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return runsOf(child);
    if (!(child instanceof Y.XmlElement)) return [];
    if (depth >= MAX_DEPTH) return [{ type: "paragraph", content: flatRuns(child) }];
    const attrs = attributesOf(child);
    const content = childrenOf(child, depth + 1);
    return [
      {
        type: child.nodeName,
        ...(attrs === undefined ? {} : { attrs }),
        ...(content.length === 0 ? {} : { content }),
      },
    ];
  });
}

/** An own stack, because a hostile document may be nested deeper than the call stack. */
function flatRuns(from: Y.XmlElement): Tree[] {
  const found: Tree[] = [];
  const waiting: unknown[] = [from];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next instanceof Y.XmlText) found.push(...runsOf(next));
    else if (next instanceof Y.XmlElement) for (const child of next.toArray().reverse()) waiting.push(child);
  }
  return found;
}

function attributesOf(element: Y.XmlElement): Attributes | undefined {
  // What begins with a tilde is the editor binding's own, and says nothing outside of its document.
  const own = Object.entries(element.getAttributes() as Attributes).filter(([name]) => !name.startsWith("~"));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

interface Run {
  readonly insert?: unknown;
  readonly attributes?: Attributes;
}

function runsOf(run: Y.XmlText): Tree[] {
  return (run.toDelta() as Run[]).flatMap(({ insert, attributes }) => {
    if (typeof insert !== "string" || insert === "") return [];
    const marks: Mark[] = Object.entries(attributes ?? {}).flatMap(([name, value]) => {
      if (value === null || value === undefined || value === false) return [];
      const type = name.replace(HASH, "");
      const hasAttrs = typeof value === "object" && Object.keys(value).length > 0;
      return [hasAttrs ? { type, attrs: value as Attributes } : { type }];
    });
    return [text(insert, marks)];
  });
}

/** Writes into a document that holds nothing yet. The tree is valid by the schema (see fit.ts). */
export function fillDoc(doc: Y.Doc, { title, body }: Writing): void {
  doc.transact(() => {
    if (title !== "") titleOf(doc).insert(0, title);
    contentOf(doc).insert(0, typesOf(body.content ?? []));
  });
}

function typesOf(nodes: readonly Tree[]): (Y.XmlElement | Y.XmlText)[] {
  const made: (Y.XmlElement | Y.XmlText)[] = [];
  let line: Tree[] = [];
  const endLine = () => {
    if (line.length === 0) return;
    const run = new Y.XmlText();
    run.applyDelta(
      line.map(({ text: insert, marks }) => ({ insert: insert ?? "", attributes: formatOf(marks ?? []) })),
    );
    made.push(run);
    line = [];
  };
  for (const one of nodes) {
    if (one.text !== undefined) {
      line.push(one);
      continue;
    }
    endLine();
    const element = new Y.XmlElement(one.type);
    for (const [name, value] of Object.entries(one.attrs ?? {})) {
      if (value !== null && value !== undefined) element.setAttribute(name, value as string);
    }
    element.insert(0, typesOf(one.content ?? []));
    made.push(element);
  }
  endLine();
  return made;
}

const formatOf = (marks: readonly Mark[]): Record<string, Attributes> =>
  Object.fromEntries(marks.map(({ type, attrs }) => [type, attrs ?? {}]));
