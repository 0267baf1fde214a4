// B15: what this editor does not know stands as a placeholder that nobody can type into, and survives
// everything that people do around it.

import { Slice } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { parseKept, recreate } from "../../app/_editor/binding/placeholder.ts";
import { contentOf, copyOf, FIELD, Headless, sync } from "./headless.ts";
import { newerSchema, testSchema } from "./schemas.ts";
import { at, docOf, el, open, p, shown, sound, type Tree, textOf, written } from "./support.ts";

const VIDEO = el("video", { url: "u", size: { w: 2, h: [1, { deep: true }] } });
const COLUMNS = el(
  "columns",
  {},
  el("column", {}, p("left ", el("badge", { tone: "loud" }))),
  el("column", {}, p("right")),
);

/** Every shape of what an editor may not know, with how it is shown. */
const ODD: readonly [string, readonly Tree[], string][] = [
  ["an element", [p("a"), VIDEO], 'doc(paragraph("a") unsupportedBlock)'],
  ["a tree of elements", [COLUMNS, p("a")], 'doc(unsupportedBlock paragraph("a"))'],
  ["an inline element", [p("a", el("badge"), "b")], 'doc(paragraph("a" unsupportedInline "b"))'],
  ["a refused attribute", [el("heading", { level: "two" }, "a")], "doc(unsupportedBlock)"],
  ["a missing attribute", [p(el("mention"))], "doc(paragraph(unsupportedInline))"],
  ["a block among text", [p("a", el("image", { src: "s" }))], 'doc(paragraph("a" unsupportedInline))'],
  ["an item outside of a list", [el("listItem", {}, p("a"))], "doc(unsupportedBlock)"],
  ["an unknown item in a list", [el("bulletList", {}, el("future", {}, p("a")))], "doc(unsupportedBlock)"],
  [
    "two titles of one toggle",
    [el("toggle", {}, el("toggleTitle"), el("toggleTitle"), el("toggleBody", {}, p()))],
    "doc(unsupportedBlock)",
  ],
  ["an inline node in code", [el("codeBlock", {}, "a", el("hardBreak"))], "doc(unsupportedBlock)"],
  ["text outside of a block", ["bare"], "doc(unsupportedBlock)"],
  ["the name of a placeholder", [el("unsupportedBlock", { name: "x" })], "doc(unsupportedBlock)"],
];

describe.each(ODD)("%s", (_name, trees, wanted) => {
  it("is shown as a placeholder; opening and editing around it never touch it", () => {
    const doc = docOf(...trees, p("end"));
    const before = contentOf(doc.getXmlFragment(FIELD));
    const person = open(doc);
    expect(shown(person.state.doc)).toBe(`${wanted.slice(0, -1)} paragraph("end"))`);
    expect(() => person.state.doc.check()).not.toThrow();
    expect(person.written).toHaveLength(0);
    const end = person.state.doc.content.size - 1;
    person.dispatch(person.state.tr.insertText("!", end));
    person.dispatch(person.state.tr.split(end));
    person.dispatch(person.state.tr.insert(0, testSchema.node("paragraph")));
    person.dispatch(person.state.tr.addMark(0, person.state.doc.content.size, testSchema.mark("bold")));
    for (let count = person.undoManager.undoStack.length; count > 0; count--) person.undoManager.undo();
    expect(contentOf(doc.getXmlFragment(FIELD))).toBe(before);
    sound(person);
  });
});

describe("an unknown node", () => {
  it.each([[VIDEO], [COLUMNS]])(
    "survives cut, paste through a clipboard, drag and undo with all it holds",
    (tree) => {
      const doc = docOf(p("a"), tree, p("b"));
      const content = contentOf(at(doc, 1));
      const person = open(doc);
      const cut = person.state.doc.slice(3, 4);
      person.dispatch(person.state.tr.delete(3, 4));
      expect(shown(person.state.doc)).toBe('doc(paragraph("a") paragraph("b"))');
      // As text, like a clipboard of another window.
      const pasted = Slice.fromJSON(testSchema, JSON.parse(JSON.stringify(cut.toJSON())));
      person.dispatch(person.state.tr.replace(0, 0, pasted));
      expect(contentOf(at(doc, 0))).toBe(content);
      const node = person.state.doc.child(0);
      person.dispatch(person.state.tr.delete(0, 1).insert(person.state.doc.content.size - 1, node));
      expect(contentOf(at(doc, 2)).replace(/,?\["~moved",\[\[[\d,]+\]\]\]/, "")).toBe(content);
      person.undoManager.undo();
      expect(shown(person.state.doc)).toBe('doc(paragraph("a") unsupportedBlock paragraph("b"))');
      expect(contentOf(at(doc, 1))).toBe(content);
      const newer = open(copyOf(doc), newerSchema);
      expect(shown(newer.state.doc)).not.toContain("unsupported");
      sound(person, newer);
    },
  );

  it("shows what others change inside of it, and stays when they delete beside it", () => {
    const older = open(docOf(p("a"), COLUMNS));
    const newer = open(copyOf(older.doc), newerSchema);
    newer.dispatch(newer.state.tr.insertText("far ", 6));
    newer.dispatch(newer.state.tr.delete(0, 3));
    sync(newer.doc, older.doc);
    expect(JSON.stringify(older.state.doc.child(0).attrs.content)).toContain("far left");
    older.dispatch(older.state.tr.insert(0, testSchema.node("paragraph", null, testSchema.text("mine"))));
    sync(older.doc, newer.doc);
    expect(textOf(newer)).toBe("mine|far left right");
    sound(older, newer);
  });

  it("becomes itself where its place allows it again", () => {
    const doc = docOf(el("toggle", {}, el("toggleTitle"), el("toggleTitle"), el("toggleBody", {}, p("in"))));
    const person = open(doc);
    expect(shown(person.state.doc)).toBe("doc(unsupportedBlock)");
    const other = copyOf(doc);
    at(other, 0).delete(1, 1);
    sync(other, person.doc);
    expect(shown(person.state.doc)).toBe('doc(toggle(toggleTitle toggleBody(paragraph("in"))))');
    sound(person);
  });

  it("nested beyond any reason is one placeholder, and costs no stack", () => {
    const doc = new Y.Doc();
    let parent: Y.XmlFragment = doc.getXmlFragment(FIELD);
    for (let depth = 0; depth < 3_000; depth++) {
      const quote = new Y.XmlElement("blockquote");
      parent.insert(0, [quote]);
      parent = quote;
    }
    const person = open(doc);
    expect(person.written).toHaveLength(0);
    expect(shown(person.state.doc)).toContain("unsupportedBlock");
  });
});

describe("a clipboard", () => {
  it("that lies about a placeholder makes nothing that is not plain data of bounded size", () => {
    for (const json of [
      null,
      "",
      "{",
      "[]",
      '{"name":1}',
      '{"name":"","attrs":{},"kids":[]}',
      '{"text":[{"insert":1}]}',
    ]) {
      expect(parseKept(json)).toBeNull();
    }
    const deep = `${'{"name":"a","attrs":{},"kids":['.repeat(500)}${"]}".repeat(500)}`;
    expect(parseKept(deep)).toBeNull();
    expect(recreate(null)).toBeUndefined();
  });

  it("with a placeholder that cannot be made again puts nothing down, and nothing breaks", () => {
    const person = open(docOf(p("a")));
    const empty = testSchema.node("unsupportedBlock", { name: "video", content: null });
    person.dispatch(person.state.tr.insert(0, empty));
    expect(shown(person.state.doc)).toBe('doc(paragraph("a"))');
    expect(written(person).inserted).toBe("");
    sound(person);
  });
});

it("an attribute that is unknown does not make a placeholder of a block that is known", () => {
  const person = open(docOf(el("paragraph", { lang: "de" }, "text")));
  expect(shown(person.state.doc)).toBe('doc(paragraph("text"))');
  const stock = new Headless("stock", testSchema, copyOf(person.doc));
  expect(stock.state.doc.eq(person.state.doc)).toBe(true);
});
