// Markdown: whatever a document says comes back from it as it was, and nothing of anybody's text is lost.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted } from "../../lib/convert/fit.ts";
import { bodyFromMarkdown } from "../../lib/convert/import.ts";
import { markdownOf } from "../../lib/convert/markdown-out.ts";
import { Report } from "../../lib/convert/report.ts";
import { type Mark, node, paragraph, plainText, type Tree, text } from "../../lib/convert/tree.ts";
import { said } from "./same.ts";
import { aBody, aTitle, EVERYTHING, hostileText } from "./writings.ts";

const RUNS = Number(process.env.RUNS ?? 150);

const print = (body: Tree, title = "") => markdownOf({ title, body }, { report: new Report() });
const read = (markdown: string) => {
  const report = new Report();
  const { title, body } = bodyFromMarkdown(markdown, report);
  return { title, body: fitted(body, EVERYTHING, report) };
};
const doc = (...content: Tree[]): Tree => ({ type: "doc", content });
const bold: Mark = { type: "bold" };

describe("a document that becomes Markdown", () => {
  it("comes back as it was, whatever is written in it", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(aBody, aTitle, (body, title) => {
        const markdown = print(body, title);
        const back = read(markdown);
        expect(back.title ?? "", markdown).toBe(title);
        expect(said(back.body), markdown).toEqual(said(body));
      }),
      { numRuns: RUNS },
    );
  });

  it("reads well: its own signs wherever they are enough", () => {
    const cell = (type: string, value: string) => node(type, [paragraph([text(value)])]);
    const markdown = print(
      doc(
        node("heading", [text("Plan")], { level: 2 }),
        paragraph([
          text("Some "),
          text("bold", [bold]),
          text(" and "),
          text("code", [{ type: "code" }]),
          text("."),
        ]),
        node("bulletList", [
          node("listItem", [
            paragraph([text("one")]),
            node("orderedList", [node("listItem", [paragraph([text("deep")])])]),
          ]),
          node("listItem", [paragraph([text("two")])]),
        ]),
        node("taskList", [node("taskItem", [paragraph([text("done")])], { checked: true })]),
        node("table", [
          node("tableRow", [cell("tableHeader", "a"), cell("tableHeader", "b")]),
          node("tableRow", [cell("tableCell", "1|2"), cell("tableCell", "")]),
        ]),
        node("callout", [paragraph([text("Mind the gap")])], { kind: "warning" }),
      ),
      "Title",
    );
    expect(markdown).toBe(
      [
        "# Title",
        "",
        "## Plan",
        "",
        "Some **bold** and `code`.",
        "",
        "- one",
        "  1. deep",
        "- two",
        "",
        "* [x] done",
        "",
        "| a | b |",
        "| - | - |",
        "| 1\\|2 | |",
        "",
        "> [!WARNING]",
        ">",
        "> Mind the gap",
        "",
      ].join("\n"),
    );
  });

  it("keeps a fence in a fence, and marks that end at a space", () => {
    expect(print(doc(node("codeBlock", [text("```js\nx\n```")], { language: "md" })))).toBe(
      "````md\n```js\nx\n```\n````\n",
    );
    expect(print(doc(paragraph([text("a"), text("bold ", [bold]), text("b")])))).toMatch(
      /^a(\*\*|<strong>)bold/,
    );
  });

  it("says which parts it could not keep", () => {
    const report = new Report();
    const wide = node("table", [
      node("tableRow", [node("tableHeader", [paragraph()], { colwidth: [200] })]),
      node("tableRow", [node("tableCell", [paragraph()])]),
    ]);
    const body = doc(
      wide,
      node("orderedList", [node("listItem", [paragraph()])], { type: "a" }),
      node("image", [], { file: "x", alt: "A cat" }),
      node("widget", [paragraph([text("kept")])]),
    );
    const markdown = markdownOf({ title: "", body }, { report });
    expect(report.list.map(({ what }) => what).sort()).toEqual([
      "column-widths",
      "list-numbering",
      "pictures",
      "unknown-part",
    ]);
    expect(markdown).toContain("A cat");
    expect(markdown).toContain("kept");
  });
});

describe("Markdown from elsewhere", () => {
  const shown = (markdown: string) => plainText(read(markdown).body);

  it("never loses a word, however it is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostileText, fc.constantFrom("\n", "\n\n", "\n    ")), { maxLength: 12 }),
        (parts) => {
          // A word beside every sign, where it can only be text.
          const words = parts.map((_, at) => `wort${at}z`);
          const source = parts.map((part, at) => `${part} ${words[at]} `).join("");
          const report = new Report();
          const { title, body } = bodyFromMarkdown(source, report);
          const all = JSON.stringify([title, fitted(body, EVERYTHING, report)]);
          const hidden = report.list.some(({ what }) => what === "hidden-html" || what === "code-settings");
          // `<a b=* word >` is a tag, and the word one of its attributes.
          const inTag = (word: string) => new RegExp(`<[a-z][^<>]* ${word} [^<>]*>`, "i").test(source);
          for (const word of words) if (!hidden && !inTag(word)) expect(all, source).toContain(word);
        },
      ),
      { numRuns: RUNS, examples: [[["<a  b=*", ">*"]]] },
    );
  });

  it("takes links in pieces, footnotes, settings before the text and tags that are none", () => {
    expect(shown("see [this][1]\n\n[1]: https://example.org\n[unused]: https://example.com")).toContain(
      "https://example.com",
    );
    expect(shown("word[^1]\n\n[^1]: the note")).toMatch(/word\[1\][\s\S]*\[1\] the note/);
    expect(read("---\ntitle: Named\ntags: [a]\n---\n\ntext")).toMatchObject({ title: "Named" });
    expect(shown("a Vec<T> and </T>")).toBe("a Vec<T> and </T>");
    expect(shown("it costs $5 and $6")).toBe("it costs $5 and $6");
  });

  it("leads nowhere dangerous", () => {
    for (const source of [
      "[x](javascript:alert(1))",
      "[x](JaVa&#x09;script:alert(1))",
      "[x](data:text/html,x)",
      '<a href="vbscript:x">x</a>',
      "![x](data:image/png;base64,AAAA)",
      "<script>alert(1)</script>",
    ]) {
      expect(JSON.stringify(read(source)), source).not.toMatch(/script:|data:|alert/i);
    }
  });

  it("stands flat where it is nested deeper than anybody reads, and still has its words", {
    timeout: 60_000,
  }, () => {
    expect(shown(`${"> ".repeat(500)}deep`)).toContain("deep");
    expect(shown(`${"**a ".repeat(300)}end${"**".repeat(300)}`)).toContain("end");
    expect(shown(`${"<div>".repeat(3_000)}\n\nend`)).toContain("end");
  });
});
