// People at one document, and what they do with it, in few words. Used by the tests of the rescue.

import { setBlockType, wrapIn } from "@tiptap/pm/commands";
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { copyOf, Headless, sync } from "./headless.ts";
import { testSchema } from "./schemas.ts";
import { caret, docOf, type Tree } from "./support.ts";

export const join = (doc: Y.Doc, rescue = true) =>
  new Headless("own", testSchema, copyOf(doc), [], { rescue });

export function people(count: number, ...trees: readonly Tree[]): Headless[] {
  const doc = docOf(...trees);
  return Array.from({ length: count }, () => join(doc));
}

/** Everybody hears of everything, however often it takes. */
export function meet(...all: readonly Headless[]): void {
  for (let round = 0; round < 3; round++)
    for (const a of all) for (const b of all) if (a !== b) sync(a.doc, b.doc);
}

export const type = (person: Headless, place: number, text: string) => {
  caret(person, place);
  person.dispatch(person.state.tr.insertText(text));
};
export const heading = (person: Headless, place: number) => {
  caret(person, place);
  setBlockType(testSchema.nodes.heading as never, { level: 2 })(person.state, person.dispatch);
};
export const quote = (person: Headless, place: number) => {
  caret(person, place);
  wrapIn(testSchema.nodes.blockquote as never)(person.state, person.dispatch);
};

/** As it was, out here and in there. */
export const move = (person: Headless, from: number, to: number) => {
  const { doc, tr } = person.state;
  const start = (index: number, of: Node) =>
    of.children.slice(0, index).reduce((sum, one) => sum + one.nodeSize, 0);
  tr.delete(start(from, doc), start(from + 1, doc));
  person.dispatch(tr.insert(start(to, tr.doc), doc.child(from)));
};

export const gaveWay = (...all: readonly Headless[]) =>
  all.reduce((sum, { binding }) => sum + (binding?.answers.gaveWay ?? 0), 0);
