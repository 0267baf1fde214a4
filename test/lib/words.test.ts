// What a document's digest says to lists and to the search: words in pieces, and what pictures and files say.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { digestOf } from "../../lib/digest.ts";
import { contentOf } from "../../lib/doc.ts";
import { piecesOf, wordsIn, wordsOf } from "../../lib/words.ts";
import { createSearch } from "../../sync-server/documents/search.ts";

function withPicture(attrs: object, name = "image"): Y.Doc {
  const doc = new Y.Doc();
  const block = new Y.XmlElement("paragraph");
  block.insert(0, [new Y.XmlText("Two words")]);
  const picture = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attrs)) picture.setAttribute(key, value as never);
  contentOf(doc).push([block, picture]);
  return doc;
}

describe("the search", () => {
  it("finds a document by the caption and the description of its pictures, and by the names of its files", () => {
    const search = createSearch();
    search.put("a" as never, digestOf(withPicture({ caption: "The lighthouse", alt: "A tower in fog" })));
    search.put("b" as never, digestOf(withPicture({ name: "timetable.pdf" }, "file")));
    const found = (words: string) => search.find(words, () => true).map(({ doc }) => doc);
    expect(found("lighthouse")).toEqual(["a"]);
    expect(found("fog")).toEqual(["a"]);
    expect(found("timetable")).toEqual(["b"]);
    expect(search.find("fog", () => true)[0]?.snippet).toContain("A tower in fog");
  });

  it("does not count them as written words, nor begin with them, and takes no nonsense for them", () => {
    const { words, excerpt } = digestOf(withPicture({ caption: "not counted", alt: null }));
    expect([words, excerpt]).toEqual([2, "Two words"]);
    expect(digestOf(withPicture({ caption: { a: 1 }, alt: 7 })).text).toBe("Two words");
  });
});

/** No half of a surrogate pair at either end. */
const isWhole = (piece: string) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(piece);

describe("words", () => {
  it("are taken apart in bounded pieces that lose and split nothing", () => {
    for (const text of [
      "word ".repeat(2_000),
      "x".repeat(5_000),
      "👩‍👩‍👧😀".repeat(800),
      "日本語".repeat(900),
      "",
    ]) {
      const pieces = [...piecesOf(text)];
      expect(pieces.join("")).toBe(text);
      expect(pieces.every((piece) => piece.length <= 1_000 && isWhole(piece))).toBe(true);
    }
    expect(wordsIn("word ".repeat(2_000))).toBe(2_000);
    expect([...wordsOf("Läuft, 日本語")]).toContain("Läuft");
  });
});
