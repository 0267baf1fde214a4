// What a document's digest says to lists and to the search: words in pieces, and what pictures and files say.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fullDigestOf } from "../../lib/digest.ts";
import { contentOf } from "../../lib/doc.ts";
import { piecesOf, wordsIn, wordsOf } from "../../lib/words.ts";
import { createSearch } from "../../sync-server/documents/search.ts";
import { randomOf } from "../support/random-doc.ts";

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
    search.put("a" as never, fullDigestOf(withPicture({ caption: "The lighthouse", alt: "A tower in fog" })));
    search.put("b" as never, fullDigestOf(withPicture({ name: "timetable.pdf" }, "file")));
    const found = (words: string) => search.find(words, () => true).map(({ doc }) => doc);
    expect(found("lighthouse")).toEqual(["a"]);
    expect(found("fog")).toEqual(["a"]);
    expect(found("timetable")).toEqual(["b"]);
    expect(search.find("fog", () => true)[0]?.snippet).toContain("A tower in fog");
  });

  it("does not count them as written words, nor begin with them, and takes no nonsense for them", () => {
    const { words, excerpt } = fullDigestOf(withPicture({ caption: "not counted", alt: null }));
    expect([words, excerpt]).toEqual([2, "Two words"]);
    expect(fullDigestOf(withPicture({ caption: { a: 1 }, alt: 7 })).text).toBe("Two words");
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

  it("are those of the segmenter, also where they are found without it", () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
    const reference = (text: string) =>
      [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
    for (let code = 1; code < 0x530; code++) {
      const letter = String.fromCharCode(code);
      if (letter === "\n") continue;
      for (const text of [letter, `a${letter}b`, `${letter}a ${letter}.`, `"${letter}${letter}", a`])
        expect([...wordsOf(text)], JSON.stringify(text)).toEqual(reference(text));
    }
    const random = randomOf(7);
    const parts =
      `plain Läuft Ελλάδα слово don't e.g. 3.14 1,000 snake_case a-b (in "quotes") well… — it’s 10:30 日本語 ภาษาไทย 👩‍👩‍👧 שָׁלוֹם مرحبا x² naïve e\u0301 \u0301 \u00a0 \t ; : , . ' " _ é`.split(
        " ",
      );
    for (let run = 0; run < 3_000; run++) {
      const many = 1 + Math.floor(random() * 9);
      const text = Array.from({ length: many }, () => parts[Math.floor(random() * parts.length)]).join(
        random() < 0.8 ? " " : "",
      );
      expect([...wordsOf(text)], JSON.stringify(text)).toEqual(reference(text));
    }
  });
});
