// The search index and long texts: what one document costs must not hold up everybody's pages.

import { afterEach, describe, expect, it, vi } from "vitest";
import type { DocId } from "../../lib/names.ts";
import { createSearch } from "../../sync-server/documents/search.ts";

const id = "0123456789abcdefghijk" as DocId;
const digest = (text: string) => ({ title: "Long", excerpt: "", words: 0, text });
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
    search.put(id, digest(`${text} heron`));
    const lengths = segment.mock.calls.map(([piece]) => piece.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000);
    // Nor is anything read twice: the title, and the text.
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(text.length + 10);
    expect(search.find("heron", all).map(({ doc }) => doc)).toEqual([id]);
  });

  it("loses no word where a long line is taken apart", () => {
    const search = createSearch();
    const line = Array.from({ length: 2_000 }, (_, index) => `word${index}x`).join(" ");
    search.put(id, digest(line));
    for (let index = 0; index < 2_000; index += 7) expect(search.find(`word${index}x`, all)).toHaveLength(1);
  });
});
