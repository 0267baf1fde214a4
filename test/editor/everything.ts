// One of every block and of every thing in a line, as they stand in Yjs. Used by the tests of this folder.

import type { Tree } from "./support.ts";

export type Block = Exclude<Tree, string>;
export const p = (text: string): Block => ["paragraph", {}, text];

/** One of everything, as it stands in Yjs. */
export const EVERYTHING: readonly Block[] = [
  ["heading", { level: 2 }, "Crossing"],
  ["paragraph", { align: "center", dir: "rtl" }, "שלום"],
  ["callout", { kind: "tip" }, p("Bring a coat"), p("and a hat")],
  ["toggle", {}, p("What to bring"), p("Bread"), ["toggle", {}, p("Inner line"), p("Inner rest")]],
  ["codeBlock", { language: "javascript" }, "const tide = 1;\nsail(tide);"],
  ["mathBlock", {}, "\\frac{a}{b}"],
  ["bookmark", { href: "https://www.example.org/tide?x=1", title: "Tide tables" }],
  ["bookmark", { href: "https://example.net/", title: null }],
  ["toc", {}],
  ["pageBreak", {}],
  ["heading", { level: 5 }, "Small print"],
  [
    "table",
    {},
    [
      "tableRow",
      {},
      ["tableHeader", { colspan: 2, rowspan: 1, align: "right", colwidth: [120, 90] }, p("Boat")],
      ["tableCell", { colspan: 1, rowspan: 1 }, p("07:10")],
    ],
  ],
  [
    "paragraph",
    {},
    "by ",
    ["mention", { name: "Mina Okafor" }],
    " on ",
    ["date", { day: "2026-11-21" }],
    " with ",
    ["mathInline", { source: "x^2" }],
  ],
];
