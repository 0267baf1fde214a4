// The search index and long texts: what one document costs must not hold up everybody's pages.

import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { fullDigestOf } from "../../lib/digest.ts";
import { contentOf, TITLE } from "../../lib/doc.ts";
import type { DocId } from "../../lib/names.ts";
import { createSearch } from "../../sync-server/documents/search.ts";

const id = "0123456789abcdefghijk" as DocId;
/** As the worker reads it: the index itself takes nothing apart. */
function digest(text: string) {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  contentOf(doc).insert(0, [paragraph]);
  paragraph.insert(0, [new Y.XmlText(text)]);
  doc.getText(TITLE).insert(0, "Long");
  return fullDigestOf(doc);
}
const all = () => true;

afterEach(() => vi.restoreAllMocks());

describe("a long text in the search index", () => {
  it.each([
    ["of many lines", "words and more words, as people write them.\n".repeat(9_000)],
    ["of one line", "words and more words, as people write them. ".repeat(9_000)],
    ["of one line without spaces", "言葉を書いてください".repeat(40_000)],
  ])("%s is taken apart in bounded pieces, and its last word is found", (_what, text) => {
    // What a segmenter costs grows with the square of what it is given: in one piece it took more than a minute.
    const segment = vi.spyOn(Intl.Segmenter.prototype, "segment");
    const search = createSearch();
    const read = digest(`${text} heron`);
    const lengths = segment.mock.calls.map(([piece]) => piece.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000);
    // Nor is anything read twice.
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(text.length + 10);
    segment.mockClear();
    search.put(id, read);
    // In the thread that serves everybody nothing is taken apart.
    expect(segment.mock.calls).toEqual([]);
    expect(search.find("heron", all).map(({ doc }) => doc)).toEqual([id]);
  });

  it("loses no word where a long line is taken apart", () => {
    const search = createSearch();
    const line = Array.from({ length: 2_000 }, (_, index) => `word${index}x`).join(" ");
    search.put(id, digest(line));
    for (let index = 0; index < 2_000; index += 7) expect(search.find(`word${index}x`, all)).toHaveLength(1);
  });
});
