// @vitest-environment jsdom
// Documents drawn without an editor: every node and mark of the schema as the editor draws it, and hostile
// or unknown content that does no harm.

import { Editor, getSchema } from "@tiptap/core";
import { prosemirrorJSONToYDoc } from "@tiptap/y-tiptap";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { tableView } from "../../app/_editor/blocks/table-view.ts";
import { taskView } from "../../app/_editor/blocks/task-view.ts";
import { Article } from "../../app/_reading/article.tsx";
import { FilesAddress } from "../../app/_reading/elements.tsx";
import { en } from "../../app/_words/en.ts";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { MARKS } from "../../lib/render/marks.ts";
import { NODES } from "../../lib/render/nodes.ts";
import { textOf } from "../../lib/render/piece.ts";
import { type Bounds, PAGE, readingOf } from "../../lib/render/reading.ts";
import { schemaExtensions } from "../../lib/schema.ts";

const schema = getSchema(schemaExtensions());

type Mark = { type: string; attrs?: Record<string, unknown> };
type Json = {
  type: string;
  attrs?: Record<string, unknown>;
  marks?: Mark[];
  text?: string;
  content?: Json[];
};
const text = (words: string, ...marks: (string | Mark)[]): Json => ({
  type: "text",
  text: words,
  marks: marks.map((mark) => (typeof mark === "string" ? { type: mark } : mark)),
});
const node = (type: string, ...content: Json[]): Json => ({ type, content });
const made = (type: string, attrs: Record<string, unknown>, ...content: Json[]): Json => ({
  type,
  attrs,
  content,
});
const p = (...content: Json[]): Json => node("paragraph", ...content);

/** Each of these has every form that the editor gives a node or mark. Together they hold all of them. */
const ALL_SAMPLES: Readonly<Record<string, Json>> = {
  "a paragraph": p(text("One line.")),
  "an empty paragraph": p(),
  "marks, one in another": p(
    text("plain "),
    text("bold ", "bold"),
    text("and italic ", "bold", "italic"),
    text("and linked ", "bold", "italic", { type: "link", attrs: { href: "https://example.org/a?b=c" } }),
    text("linked ", { type: "link", attrs: { href: "https://example.org/a?b=c" } }),
    text("struck under marked", "strike", "underline", "highlight"),
    text("code", "code"),
  ),
  "links of all kinds": p(
    ...["http://a.example", "mailto:a@example.org", "tel:+4912", "/d/here", "#there"].map((href) =>
      text(`${href} `, { type: "link", attrs: { href } }),
    ),
  ),
  "a break in a line, and one at its end": p(text("a"), node("hardBreak"), text("b"), node("hardBreak")),
  "heading 1": made("heading", { level: 1 }, text("One")),
  "heading 2": made("heading", { level: 2 }, text("Two")),
  "heading 3": made("heading", { level: 3 }, text("Three")),
  "heading 4, empty": made("heading", { level: 4 }),
  "a quote": node("blockquote", p(text("Somebody said"))),
  "a bulleted list in a list": node(
    "bulletList",
    node("listItem", p(text("a")), node("bulletList", node("listItem", p(text("b"))))),
    node("listItem", p()),
  ),
  "a numbered list": node("orderedList", node("listItem", p(text("one")))),
  "a numbered list from 3, by letters": made(
    "orderedList",
    { start: 3, type: "a" },
    node("listItem", p(text("three"))),
  ),
  "a task list": node(
    "taskList",
    made("taskItem", { checked: true }, p(text("done"))),
    made(
      "taskItem",
      { checked: false },
      p(text("open")),
      node("taskList", node("taskItem", p(text("below")))),
    ),
  ),
  "code with its language": made("codeBlock", { language: "js" }, text("const a = 1;\nb();")),
  "code that ends in an empty line": node("codeBlock", text("a\n")),
  "code without a word": node("codeBlock"),
  "a dividing line": node("horizontalRule"),
  "a table": node(
    "table",
    node("tableRow", node("tableHeader", p(text("What"))), node("tableHeader", p(text("Who")))),
    node("tableRow", node("tableCell", p(text("Lamps"))), made("tableCell", { align: "right" }, p())),
  ),
  "a table with widths and spans": node(
    "table",
    node(
      "tableRow",
      made("tableHeader", { colwidth: [120] }, p()),
      made("tableCell", { colspan: 2, rowspan: 2, colwidth: [100, 130] }, p(text("wide"))),
    ),
    node("tableRow", node("tableCell", p())),
  ),
  "a table with some widths": node(
    "table",
    node("tableRow", made("tableCell", { colwidth: [120] }, p()), node("tableCell", p())),
  ),
  callouts: node("blockquote", made("callout", { kind: "warning" }, p(text("hot"))), node("callout", p())),
  "a toggle": node("toggle", p(text("stays")), p(text("opens"))),
  "a formula as a block": node("mathBlock", text("a^2")),
  "a bookmark": made("bookmark", { href: "https://example.org/x", title: "Example" }),
  "a bookmark without a name": made("bookmark", { href: "https://example.org/x" }),
  "a list of contents": node("toc"),
  "a page break": node("pageBreak"),
  "a formula in a line": p(made("mathInline", { source: "a^2" })),
  "a mention": p(made("mention", { name: "Ada" })),
  "a day": p(made("date", { day: "2026-11-21" })),
  colours: p(
    text("green", { type: "textColor", attrs: { tone: "green" } }),
    text("marked red", { type: "highlight", attrs: { tone: "red" } }),
  ),
  lowered: p(text("H"), text("2", "subscript"), text("O")),
  raised: p(text("m"), text("2", "superscript")),
};

/** Kinds that the table draws already, though this schema may not have them yet, wait for it. */
const isKnown = ({ type, marks = [], content = [] }: Json): boolean =>
  schema.nodes[type] !== undefined &&
  marks.every((mark) => schema.marks[mark.type] !== undefined) &&
  content.every(isKnown);
const SAMPLES = Object.fromEntries(Object.entries(ALL_SAMPLES).filter(([, json]) => isKnown(json)));

/** What the editor and the drawing need not share: names for machines, and what only an editor needs. */
function bare(root: Element): string {
  for (const label of root.querySelectorAll("label > span")) label.remove();
  // What the editor puts beside things that stand in a line, for the caret. It has no width, and no height of its own.
  for (const aid of root.querySelectorAll("img.ProseMirror-separator, img + br.ProseMirror-trailingBreak"))
    aid.remove();
  // The bar above code is the editor's; the drawing keeps its room.
  for (const bar of root.querySelectorAll(".code-bar")) bar.remove();
  for (const box of root.querySelectorAll(".code-block")) box.replaceWith(...box.childNodes);
  // A toggle: the editor opens it by a button of its own, the drawing by the browser's.
  for (const toggle of root.querySelectorAll('details[data-type="toggle"]')) {
    const box = root.ownerDocument.createElement("div");
    box.dataset.type = "toggle";
    box.append(...toggle.childNodes);
    toggle.replaceWith(box);
  }
  // A formula's letters can be kept from whoever listens, once it is drawn.
  for (const letters of root.querySelectorAll(".math-letters")) letters.replaceWith(...letters.childNodes);
  for (const line of root.querySelectorAll("summary")) line.replaceWith(...line.childNodes);
  for (const element of root.querySelectorAll("*")) {
    for (const name of [
      "class",
      "colwidth",
      "aria-label",
      // A box in the editor is named through a reference.
      "aria-labelledby",
      "id",
      "disabled",
      "readonly",
      "checked",
      "contenteditable",
      "draggable",
    ]) {
      if (!(name === "class" && element.matches("code, .tableWrapper"))) element.removeAttribute(name);
    }
    for (const name of ["colspan", "rowspan"]) {
      if (element.getAttribute(name) === "1") element.removeAttribute(name);
    }
    // The way a list runs is its first letter's, in the editor as soon as its schema says so.
    if (element.getAttribute("dir") === "auto") element.removeAttribute("dir");
    const style = element.getAttribute("style");
    if (style !== null) element.setAttribute("style", style.replace(/\s|;$/g, ""));
  }
  const order = (html: string) =>
    html.replace(/<(\w+)((?: [\w-]+="[^"]*")+)>/g, (_all, tag: string, attributes: string) => {
      const sorted = [...attributes.matchAll(/ [\w-]+="[^"]*"/g)].map(([one]) => one).sort();
      return `<${tag}${sorted.join("")}>`;
    });
  return order(root.innerHTML).replace(/></g, ">\n<");
}

function byEditor(json: Json): string {
  const editor = new Editor({
    extensions: [...schemaExtensions(), tableView, taskView],
    element: document.createElement("div"),
    content: { type: "doc", content: [json] },
  });
  const html = bare(editor.view.dom.cloneNode(true) as Element);
  editor.destroy();
  return html;
}

const FILES = "/api/docs/x/files";

function pageOf(doc: Y.Doc, bounds?: Bounds): HTMLElement {
  const page = document.createElement("main");
  page.innerHTML = renderToStaticMarkup(
    <FilesAddress value={FILES}>
      <Article blocks={readingOf(doc, 0, bounds).blocks} />
    </FilesAddress>,
  );
  return page.querySelector("article") ?? page;
}

const docOf = (...content: Json[]): Y.Doc =>
  prosemirrorJSONToYDoc(schema, { type: "doc", content }, "default");

/** A body that no editor of ours would write. */
function hostile(write: (content: Y.XmlFragment) => void): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => write(contentOf(doc)));
  return doc;
}

function element(name: string, attributes: Readonly<Record<string, unknown>> = {}): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  return made;
}

function marked(words: string, attributes: object): Y.XmlText {
  const made = new Y.XmlText();
  made.insert(0, words, attributes);
  return made;
}

describe("the drawing", () => {
  it.each(Object.entries(SAMPLES))("of %s is the editor's", (_name, json) => {
    expect(bare(pageOf(docOf(json)))).toBe(byEditor(json));
  });

  it("of pictures and files has what the schema writes, under the address of the document's files", () => {
    const file = "ab".repeat(32);
    const page = pageOf(
      docOf(
        made("image", {
          file,
          alt: "A kettle",
          caption: "Mine",
          width: 40,
          align: "left",
          pixelWidth: 8,
          pixelHeight: 6,
        }),
        made("image", { file: "../x", alt: "gone" }),
        made("file", { file, name: "plan.pdf", bytes: 1234 }),
      ),
    );
    const [picture, broken, card] = page.children;
    const img = picture?.querySelector("img");
    expect(img?.getAttribute("src")).toBe(`${FILES}/${file}`);
    expect([img?.alt, img?.width, img?.height]).toEqual(["A kettle", 8, 6]);
    expect(picture?.getAttribute("style")).toBe("width:40%");
    expect(picture?.getAttribute("data-align")).toBe("left");
    expect(picture?.querySelector("figcaption")?.textContent).toBe("Mine");
    expect(broken?.outerHTML).toBe('<figure data-type="image"></figure>');
    const link = card?.querySelector("a");
    expect(link?.getAttribute("href")).toBe(`${FILES}/${file}?download`);
    expect([link?.download, link?.textContent]).toEqual(["plan.pdf", "plan.pdf"]);
  });

  it("has a line for every node and mark of the schema, and a sample of each (lib/render/nodes.ts, marks.ts)", () => {
    const nodes = new Set<string>();
    const marks = new Set<string>();
    const collect = (json: Json) => {
      nodes.add(json.type);
      for (const mark of json.marks ?? []) marks.add(mark.type);
      json.content?.forEach(collect);
    };
    Object.values(SAMPLES).forEach(collect);
    for (const name of ["image", "file"]) nodes.add(name); // Looked at above: the editor draws tools around them.
    const known = Object.keys(schema.nodes).filter((name) => name !== "doc");
    expect(known.filter((name) => name !== "text" && NODES[name] === undefined)).toEqual([]);
    expect(known.filter((name) => !nodes.has(name))).toEqual([]);
    expect(Object.keys(schema.marks).filter((name) => !marks.has(name))).toEqual([]);
    // In the schema's order: the same mark is the outer one here and there.
    const drawn = MARKS.map(([name]) => name);
    expect(drawn.filter((name) => schema.marks[name])).toEqual(
      Object.keys(schema.marks).filter((name) => drawn.includes(name)),
    );
    expect(Object.keys(schema.marks).filter((name) => !drawn.includes(name))).toEqual([]);
  });

  it("of a list of contents has the headings of the whole text, also of what is in another part", () => {
    const heading = (level: number, words: string) => made("heading", { level }, text(words));
    const doc = docOf(
      node("toc"),
      heading(2, "One"),
      node("blockquote", heading(3, "In a quote"), heading(2, " ")),
      heading(5, "Far below"),
      p(text("the end")),
    );
    const page = pageOf(doc, { ...PAGE, blocks: 2 });
    expect(page.querySelector("h5")).toBe(null);
    const entries = [...page.querySelectorAll("nav li")].map((item) => [
      item.getAttribute("data-depth"),
      item.getAttribute("dir"),
      item.querySelector("button")?.textContent,
    ]);
    expect(entries).toEqual([
      ["0", "auto", "One"],
      ["1", "auto", "In a quote"],
      ["3", "auto", "Far below"],
    ]);
  });

  it("of a table says that the side of its columns is for its letters to decide", () => {
    const page = pageOf(docOf(SAMPLES["a table with some widths"] as Json));
    expect(page.querySelector(".tableWrapper")?.getAttribute("dir")).toBe("auto");
  });

  it("says of a task what it is, and lets nobody tick it", () => {
    const box = pageOf(docOf(SAMPLES["a task list"] as Json)).querySelector("input");
    expect(box?.getAttribute("aria-label")).toBe(en.editor.taskDone("done"));
    expect(box?.disabled).toBe(true);
    expect(box?.checked).toBe(true);
  });

  it("gives every block the key that everybody else's copy has for it", () => {
    const doc = docOf(p(text("a")), p(text("b")));
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const keys = readingOf(doc).blocks.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    expect(readingOf(copy).blocks.map(({ key }) => key)).toEqual(keys);
  });

  it("reads the title as one line of bounded length", () => {
    const doc = docOf(p());
    titleOf(doc).insert(0, "x".repeat(1_000));
    expect(readingOf(doc).title).toHaveLength(300);
  });
});

describe("hostile content", () => {
  it.each([
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "\\\\evil.example",
    { toString: "x" },
    7,
    "https://a.example/".padEnd(10_000, "a"),
  ])("is no link: %j, but its text stays", (href) => {
    const page = pageOf(
      hostile((content) => {
        const paragraph = element("paragraph");
        paragraph.insert(0, [marked("press me", { link: { href } })]);
        content.insert(0, [paragraph]);
      }),
    );
    expect(page.querySelector("a")).toBeNull();
    expect(page.textContent).toBe("press me");
  });

  it("becomes text, never markup", () => {
    const words = `</p><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt; "'\``;
    const page = pageOf(docOf(p(text(words)), node("codeBlock", text(words))));
    expect(page.querySelectorAll("script, img, b")).toHaveLength(0);
    expect(page.querySelector("p")?.textContent).toBe(words);
    expect(page.querySelector("pre")?.textContent).toBe(words);
  });

  it("brings no attribute of its own into the page", () => {
    const nasty = '"><script>alert(1)</script>';
    const page = pageOf(
      hostile((content) => {
        const paragraph = element("paragraph", { onclick: nasty, style: nasty, class: nasty, id: "content" });
        paragraph.insert(0, [
          marked("x", {
            link: { href: "https://a.example", onclick: nasty, class: nasty, target: "_top", rel: "opener" },
            bold: { style: nasty },
          }),
        ]);
        const row = element("tableRow");
        row.insert(0, [
          element("tableCell", {
            colspan: 1e9,
            rowspan: -4,
            colwidth: ["9px;x:y"],
            align: "center;color:red",
          }),
          element("tableCell", { colspan: "2", colwidth: nasty }),
        ]);
        const table = element("table");
        table.insert(0, [row]);
        content.insert(0, [
          paragraph,
          element("heading", { level: 99 }),
          element("heading", { level: nasty }),
          element("codeBlock", { language: nasty }),
          element("orderedList", { start: 1e99, type: nasty }),
          table,
        ]);
      }),
    );
    expect(page.innerHTML).not.toMatch(/onclick|script|color|"opener|_top|id=|1000000|x:y/);
    expect([...page.querySelectorAll("h2")]).toHaveLength(2);
    const link = page.querySelector("a");
    expect(link?.getAttributeNames().sort()).toEqual(["href", "rel", "target"]);
    expect(link?.rel).toBe("noopener noreferrer nofollow");
  });

  it.each([
    ["x".repeat(2_000), 1],
    ["x", 5],
  ])("that is one list of contents after another is bounded like all else", (words, lists) => {
    const heading = () => made("heading", { level: 2 }, text(words));
    const doc = docOf(
      ...Array.from({ length: 100 }, () => node("toc")),
      ...Array.from({ length: 600 }, heading),
    );
    const { blocks, next } = readingOf(doc);
    expect(blocks.map(({ of: [list] = [] }) => (typeof list === "object" ? list.of?.length : list))).toEqual(
      Array(lists).fill(500),
    );
    expect(next).toBe(lists);
    expect(textOf({ tag: "div", of: blocks }).length).toBeLessThanOrEqual(500_000);
  });

  it("that nobody knows keeps its text, under a name that says so", () => {
    const page = pageOf(
      hostile((content) => {
        const box = element("holoDeck", { src: "javascript:alert(1)" });
        const inner = element("paragraph");
        inner.insert(0, [marked("kept ", { sparkle: { level: 3 }, "bold--abcd1234": {} }), element("blink")]);
        box.insert(0, [inner]);
        content.insert(0, [box, marked("bare text", {}), element("script")]);
      }),
    );
    expect(page.querySelector("aside")?.getAttribute("aria-label")).toBe(en.document.unknownPart);
    expect(page.querySelector("aside > p > strong")?.textContent).toBe("kept ");
    expect(page.querySelectorAll("script, blink")).toHaveLength(0);
    expect(page.textContent).toBe("kept bare text");
  });

  it("does not end the drawing, whatever type stands where", () => {
    const page = pageOf(
      hostile((content) => {
        const row = element("tableRow");
        const table = element("table");
        table.insert(0, [new Y.XmlText("loose"), row]);
        const paragraph = element("paragraph");
        const embed = new Y.XmlText();
        embed.insertEmbed(0, { image: "x" });
        embed.insert(1, "after");
        paragraph.insert(0, [embed, new Y.XmlHook("hook") as unknown as Y.XmlText, element("paragraph")]);
        const line = element("horizontalRule");
        line.insert(0, [new Y.XmlText("inside")]);
        content.insert(0, [
          table,
          paragraph,
          line,
          new Y.XmlHook("hook") as unknown as Y.XmlText,
          element("taskItem"),
          element("listItem"),
        ]);
      }),
    );
    expect(page.textContent).toContain("after");
    expect(page.querySelectorAll("hr")).toHaveLength(1);
  });

  it("is drawn however deep it is nested, without the call stack", () => {
    const doc = hostile((content) => {
      let at: Y.XmlFragment | Y.XmlElement = content;
      for (let depth = 0; depth < 8_000; depth++) {
        const next = element("blockquote");
        at.insert(0, [next]);
        at = next;
      }
      at.insert(0, [new Y.XmlText("at the bottom")]);
    });
    const page = pageOf(doc, { ...PAGE, elements: 20_000 });
    expect(page.textContent).toBe("at the bottom");
    let deepest = 0;
    for (let at = page.querySelector("blockquote"); at !== null; at = at.querySelector("blockquote"))
      deepest++;
    expect(deepest).toBe(64);
  });
});

describe("a long document", () => {
  const long = (count: number) =>
    docOf(...Array.from({ length: count }, (_, index) => p(text(`Paragraph ${index}`))));

  it("comes in parts that hold every block once", () => {
    const doc = long(PAGE.blocks * 2 + 7);
    const seen: string[] = [];
    let from: number | undefined = 0;
    let parts = 0;
    while (from !== undefined) {
      const part = readingOf(doc, from);
      seen.push(...part.blocks.map(({ of }) => String(of?.[0])));
      from = part.next;
      parts++;
    }
    expect(parts).toBe(3);
    expect(seen).toEqual(Array.from({ length: PAGE.blocks * 2 + 7 }, (_, index) => `Paragraph ${index}`));
  });

  it("is bounded in characters: a block that does not fit is the next part's, one that never fits is cut", () => {
    const bounds = { blocks: 10, characters: 100, elements: 100 };
    const doc = docOf(
      p(text("a".repeat(60))),
      p(text("b".repeat(60))),
      p(text("c".repeat(500))),
      p(text("d")),
    );
    expect(readingOf(doc, 0, bounds)).toMatchObject({ blocks: [{ of: ["a".repeat(60)] }], next: 1 });
    expect(readingOf(doc, 1, bounds)).toMatchObject({ blocks: [{ of: ["b".repeat(60)] }], next: 2 });
    expect(readingOf(doc, 2, bounds)).toMatchObject({ blocks: [{ of: ["c".repeat(100)] }], next: 3 });
    const last = readingOf(doc, 3, bounds);
    expect(last.blocks).toHaveLength(1);
    expect(last.next).toBeUndefined();
  });

  it("is bounded in elements as well, and has an end beyond its end", () => {
    const marks = Array.from({ length: 50 }, (_, index) => text("x", index % 2 === 0 ? "bold" : "italic"));
    const doc = docOf(p(...marks), p(text("after")));
    expect(readingOf(doc, 0, { blocks: 10, characters: 1_000, elements: 20 }).next).toBe(1);
    expect(readingOf(doc, 99)).toEqual({ title: "", blocks: [] });
  });
});
