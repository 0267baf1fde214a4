// Documents that nobody would write on purpose, for properties of the converters: every node and mark, and
// text full of what Markdown and HTML take for signs.

import fc from "fast-check";
import type { Known } from "../../lib/convert/fit.ts";
import { type Mark, node, paragraph, type Tree, text } from "../../lib/convert/tree.ts";

const HOSTILE = [
  "*",
  "**",
  "_",
  "__",
  "~~",
  "`",
  "``",
  "```",
  "[",
  "]",
  "(",
  ")",
  "![",
  "](x)",
  "|",
  "\\",
  "\\|",
  "<",
  ">",
  "<b>",
  "</td>",
  "<!--",
  "-->",
  "&",
  "&amp;",
  "&#42;",
  "&nbsp;",
  "# ",
  "## x",
  "1. ",
  "1) ",
  "10.",
  "- ",
  "+ ",
  "+",
  "-",
  "---",
  "===",
  "***",
  "> ",
  ":",
  "::",
  "$",
  "$$",
  "$5 and $6",
  "!",
  "[ ] ",
  "[x] ",
  "[!NOTE]",
  "[^1]",
  "[a]: b",
  "www.example.org",
  "https://example.org/a_(b)?c=*d*",
  "me@example.org",
  "http://",
  "a  b",
  " ",
  "  ",
  "\t",
  "é",
  "漢字",
  "「」",
  "שלום",
  "مرحبا",
  "👩‍👩‍👧",
  "🎉",
  "x",
  "word",
  "two words",
  ".",
  ",",
  '"',
  "'",
  "=",
  "{",
  "}",
  "~",
  "^",
  "%",
  "@",
  "/",
  "javascript:",
  "data:",
  "\u00a0",
  "\u200b",
  "<script>",
  "Vec<T>",
  "<br>",
  "</details>",
];

export const hostileText = fc
  .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""));

const address = fc.constantFrom(
  "https://example.org/",
  "https://example.org/a_(b)",
  "https://example.org/a)b(c",
  "https://example.org/?q=a b&c=[d]",
  "https://example.org/<x>",
  "mailto:me@example.org",
  "/d/abc",
  "#part",
  "https://example.org/\\*",
);

const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc.constantFrom<Mark>(
    { type: "bold" },
    { type: "italic" },
    { type: "strike" },
    { type: "underline" },
    { type: "code" },
    { type: "subscript" },
    { type: "superscript" },
    { type: "highlight" },
    { type: "highlight", attrs: { tone: "green" } },
    { type: "textColor", attrs: { tone: "red" } },
  ),
  fc
    .record({
      href: address,
      title: fc.option(fc.constantFrom('a "title"', "x) y", "t"), { nil: undefined }),
    })
    .map(
      ({ href, title }): Mark => ({ type: "link", attrs: title === undefined ? { href } : { href, title } }),
    ),
);

const marks = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Mark[]>([]) },
  { weight: 3, arbitrary: fc.uniqueArray(mark, { selector: (one) => one.type, minLength: 1, maxLength: 3 }) },
);

const run = fc.tuple(hostileText, marks).map(([value, on]) => text(value, on));
const piece: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 8, arbitrary: run },
  { weight: 1, arbitrary: fc.constant(node("hardBreak")) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("x^2", "a_b", "\\frac{1}{2}", "a|b", "a`b")
      .map((source) => node("mathInline", [], { source })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("Ada", "A*d*a <b>", "[x]").map((name) => node("mention", [], { name })),
  },
  { weight: 1, arbitrary: fc.constant(node("date", [], { day: "2026-11-21" })) },
);
const line = fc.array(piece, { maxLength: 5 });
const standing = fc.constantFrom(
  {},
  {},
  {},
  {},
  { align: "center" },
  { dir: "rtl" },
  { align: "right", dir: "rtl" },
);
const code = fc
  .array(fc.constantFrom("```", "````", "$$", "a", "  b", "\n", "\n\n", "<x>", "~~~", "| a |", "\t"), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

const aParagraph = fc.tuple(line, standing).map(([content, attrs]) => node("paragraph", content, attrs));
const leafBlock: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 5, arbitrary: aParagraph },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5 }), line, standing)
      .map(([level, content, attrs]) => node("heading", content, { level, ...attrs })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(code, fc.constantFrom({}, { language: "js" }, { language: "c++" }))
      .map(([value, attrs]) => node("codeBlock", value === "" ? [] : [text(value)], attrs)),
  },
  { weight: 1, arbitrary: code.map((value) => node("mathBlock", value === "" ? [] : [text(value)])) },
  { weight: 1, arbitrary: fc.constantFrom(node("horizontalRule"), node("toc"), node("pageBreak")) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        { href: "https://example.org/a_b" },
        { href: "https://example.org/", title: "A *bold* [title]" },
      )
      .map((attrs) => node("bookmark", [], attrs)),
  },
);

const plainTable = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([columns, rows]) =>
    fc.tuple(
      fc.array(fc.constantFrom({}, { align: "center" }, { align: "right" }), {
        minLength: columns,
        maxLength: columns,
      }),
      fc.array(fc.array(line, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    ),
  )
  .map(([aligns, rows]) =>
    node(
      "table",
      rows.map((cells, at) =>
        node(
          "tableRow",
          cells.map((content, column) =>
            node(at === 0 ? "tableHeader" : "tableCell", [paragraph(content)], aligns[column]),
          ),
        ),
      ),
    ),
  );

const { block } = fc.letrec<{ block: Tree; item: Tree; task: Tree }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 6, arbitrary: leafBlock },
    { weight: 1, arbitrary: some(tie("block")).map((content) => node("blockquote", content)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(some(tie("block")), fc.constantFrom("note", "tip", "warning", "danger"))
        .map(([content, kind]) => node("callout", content, { kind })),
    },
    { weight: 1, arbitrary: some(tie("block")).map((content) => node("toggle", content)) },
    {
      weight: 1,
      arbitrary: fc
        .array(tie("item"), { minLength: 1, maxLength: 3 })
        .map((content) => node("bulletList", content)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.array(tie("item"), { minLength: 1, maxLength: 3 }),
          fc.constantFrom({}, { start: 0 }, { start: 7 }),
        )
        .map(([content, attrs]) => node("orderedList", content, attrs)),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(tie("task"), { minLength: 1, maxLength: 3 })
        .map((content) => node("taskList", content)),
    },
    { weight: 1, arbitrary: plainTable },
    {
      weight: 1,
      arbitrary: fc
        .array(
          fc.array(
            fc.tuple(
              some(tie("block")),
              fc.constantFrom("tableCell", "tableHeader"),
              fc.constantFrom({}, { colspan: 2 }, { rowspan: 3 }, { align: "right" }),
            ),
            { minLength: 1, maxLength: 2 },
          ),
          { minLength: 1, maxLength: 2 },
        )
        .map((rows) =>
          node(
            "table",
            rows.map((row) =>
              node(
                "tableRow",
                row.map(([content, type, attrs]) => node(type, content, attrs)),
              ),
            ),
          ),
        ),
    },
  ),
  item: fc
    .tuple(aParagraph, fc.array(tie("block"), { maxLength: 2 }))
    .map(([first, rest]) => node("listItem", [first, ...rest])),
  task: fc
    .tuple(aParagraph, fc.array(tie("block"), { maxLength: 2 }), fc.boolean())
    .map(([first, rest, checked]) => node("taskItem", [first, ...rest], { checked })),
}));

function some(of: fc.Arbitrary<Tree>): fc.Arbitrary<Tree[]> {
  return fc.array(of, { minLength: 1, maxLength: 3 });
}

export const aBlock = block;
export const aBody = fc.array(block, { maxLength: 5 }).map((content): Tree => ({ type: "doc", content }));
export const aTitle = fc.oneof(
  fc.constant(""),
  hostileText.map((value) => value.replace(/\s+/g, " ").trim()),
);

/** A schema that knows every node and mark there is. */
export const EVERYTHING: Known = {
  nodes: new Set(
    (
      "doc paragraph heading blockquote bulletList orderedList listItem taskList taskItem codeBlock horizontalRule hardBreak " +
      "table tableRow tableHeader tableCell callout toggle mathBlock bookmark toc pageBreak mathInline mention date image file text"
    ).split(" "),
  ),
  marks: "link bold italic strike underline code highlight textColor subscript superscript".split(" "),
  codeAlone: false,
};
