// HTML: a page that needs nothing beside it, safe by construction, and read back as it was.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted } from "../../lib/convert/fit.ts";
import { htmlOf } from "../../lib/convert/html-out.ts";
import { bodyFromHtml } from "../../lib/convert/import.ts";
import { Report } from "../../lib/convert/report.ts";
import { textOf } from "../../lib/convert/text-out.ts";
import { node, paragraph, type Tree, text } from "../../lib/convert/tree.ts";
import { said } from "./same.ts";
import { aBody, aTitle, EVERYTHING } from "./writings.ts";

const RUNS = Number(process.env.RUNS ?? 150);
const print = (body: Tree, title = "") =>
  htmlOf({ title, body }, { report: new Report(), lang: "en", untitled: "" });
const read = (html: string) => {
  const report = new Report();
  const { title, body } = bodyFromHtml(html, report);
  return { title, body: fitted(body, EVERYTHING, report), report };
};
const doc = (...content: Tree[]): Tree => ({ type: "doc", content });
const tableOf = (...rows: string[][]): Tree =>
  node(
    "table",
    rows.map((cells) =>
      node(
        "tableRow",
        cells.map((words) => node("tableCell", [paragraph([text(words)])])),
      ),
    ),
  );

describe("a document that becomes a page", () => {
  it("comes back with every word, mark and block", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(aBody, aTitle, (body, title) => {
        const html = print(body, title);
        const back = read(html);
        expect(back.title ?? "", html).toBe(title);
        expect(said(back.body), html).toEqual(said(body));
      }),
      { numRuns: RUNS },
    );
  });

  it("says of what holds blocks that it runs as its first line does, or as that was told to", () => {
    const told = node("paragraph", [text("told")], { dir: "rtl" });
    const html = print(
      doc(
        node("blockquote", [paragraph([text("any")])]),
        node("callout", [told]),
        node("toggle", [told, paragraph([text("more")])]),
        node("bulletList", [node("listItem", [told])]),
        tableOf(["שלום", "One"]),
        node("table", [node("tableRow", [node("tableCell", [told])])]),
      ),
    );
    const ways = [...html.matchAll(/<(blockquote|div|details|ul|p)\b[^>]*? dir="(\w+)"/g)];
    expect(ways.map(([, tag, dir]) => `${tag} ${dir}`)).toEqual([
      ...["blockquote auto", "div rtl", "p rtl", "details rtl", "p rtl", "ul rtl", "p rtl"],
      ...["div auto", "div rtl", "p rtl"],
    ]);
  });

  it("has its tables in frames that scroll; those too wide for a sheet say what their columns need on paper", () => {
    const frames = (...rows: string[][]) =>
      [
        ...print(doc(tableOf(...rows))).matchAll(/<div class="(table[^"]*)"|<col style="--keep: (\d+)ch"/g),
      ].map(([, frame, keep]) => frame ?? Number(keep));
    expect(frames(["What", "Who"], ["Shelves and lamps of the room", "Mina"])).toEqual(["table"]);
    // The name keeps its line, the address is what is broken.
    expect(frames(["What", "Where"], ["Drawings", `https://${"a".repeat(200)}`])).toEqual([
      ...["table wide", 8, 66],
    ]);
    const word = "Communications";
    expect(frames(Array(8).fill(word) as string[])).toEqual(["table wide", ...Array(8).fill(7)]);
  });

  it("reads back a table that was too wide for paper as it was", () => {
    const body = doc(tableOf(["Drawings", "x".repeat(200)], ["a", "b"]));
    expect(print(body)).not.toContain("</col>");
    expect(said(read(print(body)).body)).toEqual(said(body));
  });

  it("holds no script and no address that was not checked, whatever it was given", () => {
    const nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const html = print(
      doc(
        paragraph([text(nasty, [{ type: "link", attrs: { href: "javascript:alert(1)", title: nasty } }])]),
        paragraph([
          text(nasty, [{ type: "link", attrs: { href: 'https://x/"onclick=alert(1)', title: nasty } }]),
        ]),
        node("codeBlock", [text("</code></pre><script>")], { language: '"><script>' }),
        node("callout", [paragraph()], { kind: nasty }),
        node("bookmark", [], { href: "data:text/html,<script>", title: nasty }),
        node("heading", [text(nasty)], { level: nasty, align: nasty }),
        node("tableCell", [paragraph()], { colspan: nasty, align: nasty }),
      ),
      nasty,
    );
    expect(html).not.toMatch(/<script|<img|javascript:|data:text|"\s*onclick=/i);
  });
});

describe("a page from elsewhere", () => {
  it("is its text: no scripts, no styles, its title from its head", () => {
    const { title, body, report } = read(
      "<html><head><title>A  page</title><style>p{}</style></head><body><p>One<script>x()</script> two</p><custom-tag>three</custom-tag></body>",
    );
    expect(title).toBe("A page");
    expect(textOf({ title: "", body })).toBe("One two\n\nthree\n");
    expect(report.list).toEqual([{ what: "hidden-html", times: 1 }]);
  });

  it("keeps boxes of lists, heads of tables and text that stands where none may", () => {
    const { body } = read(
      "<ul><li><input type=checkbox checked> done</li><li>plain</li>stray</ul><table><caption>Cap</caption><tr><th>a<td>b</table>",
    );
    expect(JSON.stringify(body)).toContain("taskItem");
    for (const word of ["done", "plain", "stray", "Cap", "a", "b"])
      expect(JSON.stringify(body)).toContain(word);
  });
});
