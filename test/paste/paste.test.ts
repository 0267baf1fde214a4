// @vitest-environment jsdom
// What is pasted from where: the fixtures are what each program puts on the clipboard. Read by the editor's own
// schema, printed as Markdown, which shows structure and marks in a form a person can check.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { cleanPasted } from "../../app/_editor/paste/clean.ts";
import { looksLikeMarkdown } from "../../app/_editor/paste/markdown.ts";
import { markdownOfBlocks } from "../../lib/convert/markdown-out.ts";
import { Report } from "../../lib/convert/report.ts";
import { kids, type Tree } from "../../lib/convert/tree.ts";
import { open } from "../editor/support.ts";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", `${name}.clip`), "utf8");

function pasted(html: string): string {
  const { editor } = open();
  // jsdom has no ClipboardEvent; what is in it is given beside it.
  editor.view.pasteHTML(html, new Event("paste") as ClipboardEvent);
  const json = editor.getJSON() as Tree;
  editor.destroy();
  return markdownOfBlocks(kids(json), { report: new Report() }).trim();
}

const lines = (...some: string[]) => some.join("\n");

describe("pasting from", () => {
  it("Google Docs: no stray bold, lists in lists, no blank lines, links straight to where they lead", () => {
    expect(pasted(fixture("google-docs"))).toBe(
      lines(
        "# Trip plan",
        "",
        "We <strong>really</strong><em> should</em> see [the map](https://example.org/map).",
        "",
        "- Pack",
        "  - Tent",
        "- Leave",
        "",
        "<table>",
        "<tr>",
        "<td>",
        "",
        "Day",
        "",
        "</td>",
        "<td>",
        "",
        "Place",
        "",
        "</td>",
        "</tr>",
        "<tr>",
        "<td>",
        "",
        "1",
        "",
        "</td>",
        "<td>",
        "",
        "Lake",
        "",
        "</td>",
        "</tr>",
        "</table>",
      ),
    );
  });

  it("Word: paragraphs with bullets become lists of the right depth and kind", () => {
    expect(pasted(fixture("word")).split("\n\n<table>")[0]).toBe(
      lines(
        "# Minutes",
        "",
        "We met **early** and *left* late.",
        "",
        "- First point",
        "  - Deeper",
        "- Second point",
        "",
        "Then we voted:",
        "",
        "1. Yes",
      ),
    );
    expect(pasted(fixture("word"))).toMatch(/<td>\n\nWho\n\n<\/td>/);
  });

  it("Word in the browser: lists in lists, headings, no blank at the end of lines", () => {
    const shown = pasted(fixture("word-online"));
    expect(shown.split("\n\n<table>")[0]).toBe(
      lines(
        "# Minutes",
        "",
        "We met **early** and *left* late.",
        "",
        "- First point",
        "  - Deeper",
        "- Second point",
        "",
        "Then we voted:",
        "",
        "1. Yes",
        "2. No",
      ),
    );
    expect(shown).toMatch(/<td>\n\nWho\n\n<\/td>/);
  });

  it("Excel: one table with its head, without the empty row at the end", () => {
    const cells = pasted(fixture("excel")).replace(/\s+/g, " ");
    expect(cells).toBe(
      "<table> <tr> <th> Fruit </th> <th> Price </th> </tr> <tr> <td> Apple </td> " +
        '<td align="right"> 1.20 </td> </tr> </table>',
    );
  });

  it("Google Sheets", () => {
    expect(pasted(fixture("sheets"))).toBe(lines("| City | People |", "| - | - |", "| Ulm | 126000 |"));
  });

  it("a web page: its text and links, none of its colours, scripts and dangers", () => {
    const shown = pasted(fixture("web"));
    expect(shown).toBe(
      lines(
        "## Installing",
        "",
        "Run `npm start` and **wait**. See [the docs](https://example.org/docs) or click.",
        "",
        "One line",
        "",
        "Another line",
      ),
    );
    expect(cleanPasted(fixture("web"))).not.toMatch(/<script|javascript:|class=|color:/i);
  });

  it("Notion", () => {
    const shown = pasted(fixture("notion"));
    expect(shown).toContain("# Goals\n\nWrite **more**.");
    expect(shown).toContain("- [x] Plan");
    expect(shown).toContain("- [ ] Do");
    expect(shown).toContain("let a = 1;");
  });

  it("VS Code: a block of code, with its lines and indents", () => {
    expect(pasted(fixture("vscode"))).toBe(
      lines("```", "const a = 1;", "", "if (a < 2) {", "  go();", "}", "```"),
    );
  });

  it("itself: as it was", () => {
    const own = '<p data-pm-slice="0 0 []"><span style="font-weight:700">x</span></p>';
    expect(cleanPasted(own)).toBe(own);
  });

  it("anywhere: pictures in the HTML go to whoever stores them", () => {
    const seen: string[] = [];
    const html = cleanPasted(
      '<p>a<img src="data:image/png;base64,AAAA" alt="x">b<img src="https://a/b.png"></p>',
      (image) => {
        seen.push(image.src);
        return "[sign]";
      },
    );
    expect(seen).toEqual(["data:image/png;base64,AAAA"]);
    expect(html).toContain("a[sign]b");
  });
});

describe("Markdown in plain text", () => {
  it.each([
    "# Title\n\ntext",
    "- a\n- b",
    "1. a\n2. b",
    "a **bold** word",
    "| a | b |\n| - | - |",
    "```js\nx\n```",
    "[x](https://a.b)",
    "- [ ] do",
  ])("%j is formatting", (text) => expect(looksLikeMarkdown(text)).toBe(true));
  it.each([
    "a * b * c",
    "- said he",
    "snake_case_name",
    "#hashtag",
    "it costs 5 > 4",
    "C# and F#",
    "1. only one",
    "https://a.b/c_d_e",
    "2 ** 3 ** 4",
  ])("%j is text", (text) => expect(looksLikeMarkdown(text)).toBe(false));

  const paste = (editor: ReturnType<typeof open>["editor"], text: string) => {
    const event = new Event("paste", { bubbles: true, cancelable: true });
    const clipboardData = {
      getData: (type: string) => (type === "text/plain" ? text : ""),
      files: [],
      items: [],
      types: ["text/plain"],
    };
    Object.defineProperty(event, "clipboardData", { value: clipboardData });
    editor.view.dom.dispatchEvent(event);
  };

  it("becomes formatting, one undo makes it the text again, the next takes it away", async () => {
    const { editor } = open();
    editor.commands.insertContent("Before");
    editor.commands.enter();
    const source = "## Plan\n\n- one\n- **two**";
    paste(editor, source);
    expect(editor.getText({ blockSeparator: "\n" })).toBe(`Before\n${source}`);
    await vi.waitFor(() => expect(editor.getHTML()).toContain("<h2>Plan</h2>"), { timeout: 10_000 });
    expect(editor.getHTML()).toContain("<strong>two</strong>");
    editor.commands.undo();
    expect(editor.getText({ blockSeparator: "\n" })).toBe(`Before\n${source}`);
    editor.commands.undo();
    expect(editor.getText({ blockSeparator: "\n" })).not.toContain("Plan");
    expect(editor.getText()).toContain("Before");
    editor.destroy();
  });

  it("goes on in the line where it is one line", async () => {
    const { editor } = open();
    editor.commands.insertContent("Say ");
    paste(editor, "a **bold** word");
    await vi.waitFor(() => expect(editor.getHTML()).toBe("<p>Say a <strong>bold</strong> word</p>"), {
      timeout: 10_000,
    });
    editor.destroy();
  });

  it("stays the text that it is with Ctrl+Shift+V", async () => {
    const { editor } = open();
    const key = { key: "V", ctrlKey: true, shiftKey: true, bubbles: true };
    editor.view.dom.dispatchEvent(new KeyboardEvent("keydown", key));
    paste(editor, "# A **plain**\n- line");
    editor.view.dom.dispatchEvent(new KeyboardEvent("keyup", key));
    expect(editor.getHTML()).toBe("<p># A **plain**</p><p>- line</p>");
    paste(editor, "**bold** again");
    await vi.waitFor(() => expect(editor.getHTML()).toContain("<strong>bold</strong> again"), {
      timeout: 10_000,
    });
    expect(editor.getHTML()).toContain("<p># A **plain**</p>");
    editor.destroy();
  });

  it("stays text in a block of code", () => {
    const { editor } = open();
    editor.commands.setCodeBlock();
    paste(editor, "# not a heading");
    expect(editor.getText()).toBe("# not a heading");
    editor.destroy();
  });
});
