// @vitest-environment jsdom
// Pictures and files in the schema: whatever anybody writes into a shared body, only what is allowed comes out.

import { getSchema } from "@tiptap/core";
import { DOMParser, DOMSerializer } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import { pageOf, textOf } from "../../app/_editor/copy.ts";
import { picturesIn } from "../../app/_editor/files/pasted-html.ts";
import { filesAddress } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import { attachmentOf, pictureOf } from "../../lib/pictures.ts";
import { schemaExtensions } from "../../lib/schema.ts";
import { docOf } from "./support.ts";

const DOC = "a".repeat(21) as DocId;
const OTHER = "b".repeat(21) as DocId;
const FILE = "0123456789abcdef".repeat(4);
const schema = getSchema(schemaExtensions(filesAddress(DOC)));

const htmlOf = (name: string, attrs: Record<string, unknown>): string => {
  const holder = document.createElement("div");
  const node = schema.nodeFromJSON({ type: name, attrs });
  holder.append(DOMSerializer.fromSchema(schema).serializeNode(node));
  return holder.innerHTML;
};
const parse = (html: string) => {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  return DOMParser.fromSchema(schema).parse(holder);
};

const WHOLE = {
  ...{ file: FILE, alt: "A cat", caption: "On the sill", width: 40, align: "left" },
  ...{ pixelWidth: 1200, pixelHeight: 800, name: "cat.png" },
};

describe("a picture", () => {
  it("is drawn as documented, and read back as it was", () => {
    const html = htmlOf("image", WHOLE);
    expect(html).toBe(
      `<figure data-type="image" data-file="${FILE}" data-align="left" data-name="cat.png" style="width: 40%;">` +
        `<img src="/api/docs/${DOC}/files/${FILE}" alt="A cat" loading="lazy" width="1200" height="800">` +
        "<figcaption>On the sill</figcaption></figure>",
    );
    expect(parse(html).firstChild?.attrs).toEqual(WHOLE);
    const bare = htmlOf("image", { file: FILE });
    expect(parse(bare).firstChild?.attrs).toMatchObject({ file: FILE, alt: null, caption: "", width: null });
    expect(parse(htmlOf("image", { file: FILE, alt: "" })).firstChild?.attrs.alt).toBe("");
  });

  it.each([
    ["javascript:alert(1)"],
    ["https://tracker.example/pixel.png"],
    [`../${FILE}`],
    [`${FILE}/../../me`],
    [`${FILE}?x`],
    [FILE.toUpperCase()],
    [{ toString: () => FILE }],
    [7],
    [null],
  ])("loads nothing for a file called %j", (file) => {
    expect(htmlOf("image", { ...WHOLE, file })).toBe('<figure data-type="image"></figure>');
    expect(htmlOf("file", { file, name: "a" })).toBe('<div data-type="file"></div>');
  });

  it("takes no attribute that is not what it should be", () => {
    const hostile = {
      ...{ file: FILE, alt: { html: 1 }, caption: ["x"], width: "40%; position: fixed", align: "fixed" },
      ...{ pixelWidth: 1e9, pixelHeight: -1, name: 'a"><script>' },
    };
    expect(pictureOf(hostile)).toEqual({
      ...{ file: FILE, alt: null, caption: "", width: null, align: "center" },
      ...{ pixelWidth: null, pixelHeight: null, name: "a script" },
    });
    for (const width of [0, 9, 101, 40.5, Number.NaN, "40"]) expect(pictureOf({ width }).width).toBeNull();
    expect(pictureOf({ alt: "x".repeat(5_000) }).alt).toHaveLength(1_000);
    expect(htmlOf("image", { ...hostile, alt: '"><img src=x onerror=alert(1)>' })).not.toContain(
      "<img src=x",
    );
    expect(attachmentOf({ file: FILE, name: 5, bytes: -1 })).toEqual({ file: FILE, name: "", bytes: null });
  });

  it("is not read out of HTML that names another document's file, or none", () => {
    const elsewhere = htmlOf("image", WHOLE).replaceAll(DOC, OTHER);
    expect(parse(elsewhere).firstChild?.type.name).toBe("paragraph");
    expect(parse('<figure data-type="image"><img src="https://example.org/a.png"></figure>').childCount).toBe(
      1,
    );
    expect(parse('<img src="data:image/png;base64,AAAA">').textContent).toBe("");
  });
});

describe("an attached file", () => {
  it("is drawn as documented, and read back as it was", () => {
    const attrs = { file: FILE, name: "Plan.pdf", bytes: 1_400_000 };
    const html = htmlOf("file", attrs);
    expect(html).toBe(
      `<div data-type="file" data-file="${FILE}" data-bytes="1400000">` +
        `<a href="/api/docs/${DOC}/files/${FILE}?download" download="Plan.pdf">Plan.pdf</a></div>`,
    );
    expect(parse(html).firstChild?.attrs).toEqual(attrs);
  });
});

describe("a copy without a server", () => {
  it("says in words what stood there, and takes nothing hostile along", () => {
    const doc = docOf(
      ["paragraph", {}, "before"],
      ["image", { file: FILE, alt: "A <cat>", caption: "On the sill" }],
      ["image", { file: "javascript:1", alt: { a: 1 }, name: "b.png" }],
      ["file", { file: FILE, name: "Plan.pdf", bytes: 5 }],
    );
    expect(textOf(doc)).toBe(
      "before\n\n[Image: A <cat>]\nOn the sill\n\n[Image: b.png]\n\n[File: Plan.pdf]\n",
    );
    expect(pageOf(doc, "?")).not.toMatch(/<img|<cat>|javascript/);
  });
});

describe("pictures in pasted HTML", () => {
  const ORIGIN = "https://docs.example.org";
  const paste = (html: string) => picturesIn(html, DOC, ORIGIN, "7");
  const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

  it("that are in the HTML itself are taken out of it, and their places are marked", () => {
    const { html, pictures, elsewhere } = paste(`<p>Before <img src="${PIXEL}" alt="A dot"> after</p>`);
    expect(pictures).toMatchObject([{ address: PIXEL, carried: { alt: "A dot" } }]);
    expect(html).toContain(`Before ${pictures[0]?.sign} after`);
    expect(html).not.toContain("base64");
    expect(elsewhere).toBe(0);
  });

  it("of other sites become links, which load nothing", () => {
    const { html, pictures, elsewhere } = paste(
      '<p><img src="https://tracker.example/p.png" alt="Chart"></p>',
    );
    expect(pictures).toEqual([]);
    expect(elsewhere).toBe(1);
    expect(html).toContain('<a href="https://tracker.example/p.png">Chart</a>');
    expect(html).not.toContain("<img");
  });

  it("that could run something are gone", () => {
    for (const source of [
      "javascript:alert(1)",
      "data:image/svg+xml;base64,AAAA",
      "data:text/html,x",
      "file:///c",
    ]) {
      const { html, pictures } = paste(`<p>a<img src="${source}" onerror="alert(1)">b</p>`);
      expect(pictures).toEqual([]);
      expect(html).toContain("<p>ab</p>");
    }
  });

  it("of another document of ours are brought over with what was said of them; of this one they stay", () => {
    const own = htmlOf("image", WHOLE);
    expect(paste(own)).toEqual({ html: own, pictures: [], elsewhere: 0 });
    const { pictures, html } = paste(own.replaceAll(DOC, OTHER));
    expect(pictures).toMatchObject([
      {
        address: `/api/docs/${OTHER}/files/${FILE}`,
        name: "cat.png",
        carried: { alt: "A cat", caption: "On the sill", align: "left", width: 40 },
      },
    ]);
    expect(html).not.toContain("<figure");
    const card = htmlOf("file", { file: FILE, name: "a.pdf", bytes: 1 }).replaceAll(DOC, OTHER);
    expect(paste(card).pictures).toMatchObject([
      { address: `/api/docs/${OTHER}/files/${FILE}`, name: "a.pdf" },
    ]);
  });

  it("cost nothing where there are none", () => {
    const html = "<p>words</p>";
    expect(paste(html).html).toBe(html);
  });
});
