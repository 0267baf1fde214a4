// The words that somebody takes along when nothing can be sent any more: theirs, since the last save, and
// nothing else; and how long a document is.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { wordsSince } from "../../app/_client/unsent.ts";
import { countsOf } from "../../lib/counts.ts";
import { fullDigestOf } from "../../lib/digest.ts";
import { contentOf, titleOf } from "../../lib/doc.ts";

function paragraph(doc: Y.Doc, text: string): Y.XmlText {
  const element = new Y.XmlElement("paragraph");
  const inner = new Y.XmlText();
  inner.insert(0, text);
  element.insert(0, [inner]);
  contentOf(doc).push([element]);
  return inner;
}

function documentOf(...lines: string[]) {
  const doc = new Y.Doc();
  const texts = lines.map((line) => paragraph(doc, line));
  return { doc, texts, clock: () => Y.getState(doc.store, doc.clientID) };
}

describe("unsent words", () => {
  it("are what was typed since the last save, a line a block, in the order of the document", () => {
    const { doc, texts, clock } = documentOf("The kettle", "The table");
    const saved = clock();
    texts[1]?.insert(9, " stays here");
    texts[0]?.insert(10, " is ours");
    titleOf(doc).insert(0, "Rules");
    paragraph(doc, "And more");
    expect(wordsSince(doc, doc.clientID, saved)).toBe("Rules\nis ours\nstays here\nAnd more");
  });

  it("begin in the middle of a run that was saved in part", () => {
    const { doc, texts, clock } = documentOf("");
    texts[0]?.insert(0, "sav");
    const saved = clock();
    texts[0]?.insert(3, "ed not");
    expect(wordsSince(doc, doc.clientID, saved)).toBe("ed not");
  });

  it("are nobody else's, nothing that was taken back, and apart where other words stand between", () => {
    const { doc, texts, clock } = documentOf("one two");
    const other = new Y.Doc();
    const saved = clock();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    paragraph(other, "by another");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    texts[0]?.insert(0, "first");
    texts[0]?.insert(12, "last");
    texts[0]?.insert(0, "gone");
    texts[0]?.delete(0, 4);
    expect(wordsSince(doc, doc.clientID, saved)).toBe("first last");
    expect(wordsSince(doc, doc.clientID, clock())).toBe("");
  });
});

describe("counts", () => {
  it("are those of a list of documents, with characters as people see them", () => {
    const { doc } = documentOf("Two words", "", "Ein Käse, 日本語", "👩‍👩‍👧 e\u0301");
    const counts = countsOf(doc);
    expect(counts.words).toBe(fullDigestOf(doc).words);
    expect(counts.characters).toBe(9 + 13 + 3);
  });
});
