// @vitest-environment jsdom
// The schema's own promises: it needs no browser, what anybody may write into a shared body is rendered
// safely, an older or newer schema damages nothing, and a copy has every word of every kind.

import { getSchema } from "@tiptap/core";
import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { elementsOf, pageOf, textOf } from "../../app/_editor/copy.ts";
import { unbind } from "../../app/_editor/safety.ts";
import { firstUnknown, knownBy, watchForUnknown } from "../../app/_editor/schema-guard.ts";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { isSafeLink } from "../../lib/links.ts";
import { dayOf, hostOf, languageOf, webAddressOf } from "../../lib/schema/allowed.ts";
import { SCHEMA_VERSION, schemaExtensions } from "../../lib/schema.ts";
import { type Block, EVERYTHING, p } from "./everything.ts";
import { copyOf, docOf, element, open, type Person, sync, type Tree } from "./support.ts";

const people: Person[] = [];
const join = (doc?: Y.Doc): Person => {
  const person = open(doc);
  people.push(person);
  return person;
};
afterEach(() => {
  for (const { editor } of people.splice(0)) editor.destroy();
});

describe("the schema", () => {
  it("is made without a browser's help, and its number went up", () => {
    expect(Object.keys(getSchema(schemaExtensions()).nodes)).toEqual(
      expect.arrayContaining([
        "callout",
        "toggle",
        "mathBlock",
        "mathInline",
        "bookmark",
        "toc",
        "pageBreak",
      ]),
    );
    expect(SCHEMA_VERSION).toBe(2);
  });

  it("has marks that exclude themselves, for the binding, and no other: two people may set both at once", () => {
    const marks = Object.values(getSchema(schemaExtensions()).marks);
    for (const mark of marks) {
      expect(marks.filter((other) => mark.excludes(other)).map(({ name }) => name)).toEqual([mark.name]);
    }
  });

  it("knows all of itself, and opening one of everything writes nothing", () => {
    const doc = docOf(...EVERYTHING);
    expect(firstUnknown(contentOf(doc), knownBy(getSchema(schemaExtensions())))).toBeUndefined();
    const before = contentOf(doc).toString();
    const { editor, written } = join(doc);
    editor.commands.setTextSelection(3);
    expect(written).toHaveLength(0);
    expect(contentOf(doc).toString()).toBe(before);
    expect(() => editor.state.doc.check()).not.toThrow();
  });

  it("reads its own HTML back as the same document", () => {
    const a = join(docOf(...EVERYTHING));
    a.editor
      .chain()
      .setTextSelection({ from: 1, to: 4 })
      .setMark("highlight", { tone: "green" })
      .setTextSelection({ from: 4, to: 6 })
      .setMark("textColor", { tone: "violet" })
      .setMark("superscript")
      .run();
    const b = join();
    b.editor.commands.setContent(a.editor.getHTML());
    expect(b.editor.getJSON()).toEqual(a.editor.getJSON());
  });
});

const EVIL = [
  `"><img src=x onerror=alert(1)>`,
  "red;position:fixed;inset:0;background:url(https://evil.org/x)",
  "javascript:alert(1)",
  "carets drop-cursor",
  ["img", { src: "x", onerror: "alert(1)" }],
  { style: "x" },
  1e99,
  -1,
  true,
];

describe("what a hostile client writes into an attribute", () => {
  const names = getSchema(schemaExtensions());
  const attributes = Object.values(names.nodes).flatMap((type) =>
    Object.keys(type.spec.attrs ?? {}).map((attribute) => [type.name, attribute] as const),
  );
  const structural = (attribute: string) => /^(colspan|rowspan|colwidth)$/.test(attribute);

  const content = (name: string): Tree[] => {
    const type = names.nodes[name];
    if (type === undefined || type.isLeaf) return [];
    if (type.inlineContent) return ["words"];
    if (name === "bulletList" || name === "orderedList") return [["listItem", {}, p("words")]];
    return name === "taskList" ? [["taskItem", {}, p("words")]] : [p("words")];
  };
  const inPlace = (name: string, attribute: string, value: unknown): Block => {
    const node: Block = [name, { [attribute]: value }, ...content(name)];
    if (name.startsWith("table")) return ["table", {}, ["tableRow", {}, node]];
    if (name === "taskItem") return ["taskList", {}, node];
    return names.nodes[name]?.isInline ? ["paragraph", {}, "words", node] : node;
  };

  // What the schema, the stock tables and KaTeX write themselves.
  const SOUND_STYLE = /^(?!.*(url|fixed|evil))[-a-z0-9:;.%,()\s]*$/i;
  const expectSafe = (root: ParentNode, what: string) => {
    for (const found of root.querySelectorAll("*")) {
      const forbidden = /^(script|iframe|style|object)$/i.test(found.tagName);
      // A picture is one of the document's own files, and the editor's aid for carets beside it.
      const src = found.tagName === "IMG" ? found.getAttribute("src") : null;
      const foreign = src !== null && !/^\/(api\/docs\/\w+\/files\/)?[0-9a-f]{64}$/.test(src);
      expect(forbidden || foreign, `${what}: ${found.outerHTML}`).toBe(false);
      for (const { name, value } of found.attributes) {
        expect(name.startsWith("on"), what).toBe(false);
        // A label may hold any words; an address, a style or a class may not.
        if (/^(href|src|action)$/.test(name)) expect(isSafeLink(value), what).toBe(true);
        if (name === "style") expect(value, what).toMatch(SOUND_STYLE);
        expect(name === "class" && /\b(carets|drop-cursor)\b/.test(value), what).toBe(false);
      }
    }
  };
  it.each(attributes.filter(([, attribute]) => !structural(attribute)))(
    "is rendered safely: %s.%s",
    async (name, attribute) => {
      for (const value of EVIL) {
        const doc = docOf(inPlace(name, attribute, value));
        const before = Y.encodeStateVector(doc);
        const { editor, written } = join(doc);
        await Promise.resolve();
        expectSafe(editor.view.dom, `${name}.${attribute} = ${JSON.stringify(value)} in the editor`);
        const html = document.createElement("template");
        html.innerHTML = editor.getHTML();
        expectSafe(html.content, `${name}.${attribute} = ${JSON.stringify(value)} as HTML`);
        expectSafe(elementsOf(doc, document, ""), `${name}.${attribute} in a copy`);
        editor.getText();
        textOf(doc);
        // Not understood is not a reason to change it.
        expect(written).toHaveLength(0);
        expect(Y.encodeStateVector(doc)).toEqual(before);
        editor.destroy();
      }
    },
    60_000,
  );

  it.each(attributes.filter(([, attribute]) => structural(attribute)))(
    "stops the editor before a table breaks the page: %s.%s",
    (name, attribute) => {
      const known = knownBy(names);
      for (const value of ["x", 0, -1, 1.5, 1e9, [1e9], { a: 1 }]) {
        expect(firstUnknown(contentOf(docOf(inPlace(name, attribute, value))), known)).toBe(
          `${name}.${attribute}`,
        );
      }
      const fine = attribute === "colwidth" ? [120, 80] : 2;
      expect(firstUnknown(contentOf(docOf(inPlace(name, attribute, fine))), known)).toBeUndefined();
    },
  );

  it("is rendered safely in marks too", () => {
    for (const mark of Object.values(names.marks)) {
      for (const attribute of Object.keys(mark.spec.attrs ?? {})) {
        for (const value of EVIL) {
          const doc = docOf(p("abc"));
          const text = (contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
          text.format(0, 2, { [mark.name]: { [attribute]: value } });
          const { editor } = join(doc);
          expectSafe(editor.view.dom, `${mark.name}.${attribute}`);
          const html = document.createElement("template");
          html.innerHTML = editor.getHTML();
          expectSafe(html.content, `${mark.name}.${attribute}`);
          expectSafe(elementsOf(doc, document, ""), `${mark.name}.${attribute}`);
          editor.destroy();
        }
      }
    }
  });

  it("is dropped when it is pasted", () => {
    const { editor } = join();
    editor.commands.setContent(
      `<div data-type="callout" data-kind="x"><p style="text-align: url(x)">a</p></div>
       <p><mark data-tone="url(x)">b</mark><span data-color="evil">c</span><a href="javascript:alert(1)">d</a></p>
       <div data-type="bookmark"><a href="javascript:alert(1)">e</a></div>
       <pre><code class="language-a%20b">f</code></pre><time data-type="date" datetime="2026-13-41">g</time>`,
    );
    const json = JSON.stringify(editor.getJSON());
    expect(json).not.toMatch(/javascript|evil|url\(|2026-13/);
    expect(json).toContain('"kind":"note"');
  });
});

describe("the allow-lists", () => {
  it("know days, languages, hosts and addresses from what only looks like them", () => {
    expect([dayOf("2024-02-29"), dayOf("2026-02-29"), dayOf("2026-2-1"), dayOf(20260201)]).toEqual([
      "2024-02-29",
      null,
      null,
      null,
    ]);
    expect([languageOf("C++"), languageOf("a b"), languageOf(""), languageOf(`x"y`)]).toEqual([
      "c++",
      null,
      null,
      null,
    ]);
    expect([
      webAddressOf("https://a.org"),
      webAddressOf("mailto:a@b.c"),
      webAddressOf("/d/x"),
      webAddressOf(3),
    ]).toEqual(["https://a.org", null, null, null]);
    expect(hostOf("https://user@www.example.org:80/x")).toBe("example.org");
  });
});

describe("a document of a newer schema", () => {
  const newer: readonly (readonly [string, (fragment: Y.XmlFragment) => void])[] = [
    ["a block in a toggle", (f) => (f.get(3) as Y.XmlElement).push([element(["video", {}, "new"])])],
    ["a thing in a line", (f) => (f.get(0) as Y.XmlElement).push([element(["sticker", {}])])],
    ["an attribute of a callout", (f) => (f.get(2) as Y.XmlElement).setAttribute("icon", "boat")],
    [
      "an attribute of the highlighter",
      (f) =>
        ((f.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, {
          highlight: { tone: "red", style: "wavy" },
        }),
    ],
  ];

  it.each(newer)("is not bound, whatever is new: %s", (_what, change) => {
    const doc = docOf(...EVERYTHING);
    change(contentOf(doc));
    expect(firstUnknown(contentOf(doc), knownBy(getSchema(schemaExtensions())))).toBeDefined();
  });

  it.each(newer)("stops an open editor before it answers: %s", (_what, change) => {
    const doc = docOf(...EVERYTHING);
    const other = copyOf(doc);
    let person: Person | undefined;
    watchForUnknown(contentOf(doc), knownBy(getSchema(schemaExtensions())), () => {
      if (person !== undefined) unbind(person.editor.state);
    });
    person = join(doc);
    change(contentOf(other));
    sync(other, doc);
    person.editor.commands.insertContentAt(1, "lost on purpose");
    expect(person.written).toHaveLength(0);
    expect(contentOf(doc).toString()).toBe(contentOf(other).toString());
  });

  it("shows to an editor of the first version that it is too old", () => {
    // What the first version knew: the stock names without what came in version 2.
    const names = knownBy(getSchema(schemaExtensions()));
    const first = {
      ...names,
      nodes: new Map(
        [...names.nodes]
          .filter(([name]) => !/^(callout|toggle|math|bookmark|toc|pageBreak|mention|date)/.test(name))
          .map(([name, attributes]) => [
            name,
            new Set([...attributes].filter((one) => !/^(align|dir)$/.test(one) || name.startsWith("table"))),
          ]),
      ),
    };
    for (const block of EVERYTHING) {
      const isNew = !["heading", "table", "codeBlock"].includes(block[0]);
      expect(firstUnknown(contentOf(docOf(block)), first) !== undefined, block[0]).toBe(isNew);
    }
    expect(firstUnknown(contentOf(docOf(p("old"), ["heading", { level: 2 }, "old"])), names)).toBeUndefined();
  });
});

describe("a copy", () => {
  it("as text has every word, and what a thing is where only text can go", () => {
    const doc = docOf(...EVERYTHING);
    titleOf(doc).insert(0, "The ferry");
    expect(textOf(doc)).toBe(`The ferry

Crossing

שלום

Tip:
Bring a coat

and a hat

What to bring
  Bread
  Inner line
    Inner rest

const tide = 1;
sail(tide);

\\frac{a}{b}

Tide tables <https://www.example.org/tide?x=1>

https://example.net/

- Crossing
- Small print

Small print

Boat	07:10

by @Mina Okafor on November 21, 2026 with $x^2$
`);
  });

  it("as a page has a line for each toggle, a list of contents that leads somewhere, and no address it should not", () => {
    const page = new DOMParser().parseFromString(pageOf(docOf(...EVERYTHING), "?"), "text/html");
    expect([...page.querySelectorAll("summary")].map((one) => one.textContent)).toEqual([
      "What to bring",
      "Inner line",
    ]);
    for (const link of page.querySelectorAll("nav a")) {
      expect(page.querySelector(link.getAttribute("href") ?? "")?.textContent).toBe(link.textContent);
    }
    expect(page.querySelector("time")?.dateTime).toBe("2026-11-21");
    expect(page.querySelector("[role=note]")?.getAttribute("aria-label")).toBe("Tip");
    expect(page.querySelector("th")?.style.textAlign).toBe("right");
    expect(page.querySelectorAll("aside")).toHaveLength(0);
  });
});
