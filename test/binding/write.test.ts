// From the editor into Yjs, rule by rule: what is written, and what is not.

import type { Mark } from "@tiptap/pm/model";
import { AddMarkStep } from "@tiptap/pm/transform";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { copyOf, FIELD, Headless, sync } from "./headless.ts";
import { newerSchema, testSchema } from "./schemas.ts";
import { at, caret, docOf, el, open, p, shown, sound, textOf, two, written } from "./support.ts";

describe("B4, B5: reading and looking write nothing", () => {
  it("opens empty, rich and broken documents without an update, and moves the caret through them", () => {
    const docs = [
      new Y.Doc(),
      docOf(p("a"), el("bulletList", {}, el("listItem", {}, p("b"))), el("image", { src: "x" })),
      docOf(
        el("bulletList"),
        el("listItem", {}, p("lost")),
        el("video", { url: "u" }),
        el("table", {}, el("tableRow")),
      ),
    ];
    for (const doc of docs) {
      const person = open(doc);
      person.dispatch(person.state.tr.setMeta("anything", 1));
      expect(person.written).toHaveLength(0);
      sound(person);
    }
  });

  it("a caret that moves in a long document asks nothing of the mirror", () => {
    const person = open(docOf(p("one"), p("two")));
    caret(person, 2);
    const mirror = person.binding?.mirror;
    const doc = mirror?.doc;
    caret(person, 7);
    expect(person.binding?.mirror?.doc).toBe(doc);
    expect(person.written).toHaveLength(0);
  });
});

describe("B6: the right element goes on", () => {
  const typeOf = (person: Headless, index: number) => at(person.doc, index) as Y.XmlElement;

  it("Enter at the start puts an empty block before; the block with the text stays itself", () => {
    const person = open(docOf(p("hello")));
    const before = typeOf(person, 0);
    person.dispatch(person.state.tr.split(1));
    expect(typeOf(person, 1)).toBe(before);
    expect(written(person)).toEqual({ inserted: "<paragraph>", deleted: 0 });
  });

  it("Enter near the end keeps the block that has more of the text, and writes only the rest anew", () => {
    const person = open(docOf(p("hello world")));
    const before = typeOf(person, 0);
    person.dispatch(person.state.tr.split(9));
    expect(typeOf(person, 0)).toBe(before);
    expect(written(person)).toEqual({ inserted: "<paragraph><text>rld", deleted: 3 });
  });

  it("joining keeps the longer one", () => {
    const person = open(docOf(p("ab"), p("a long second one")));
    const longer = typeOf(person, 1);
    person.dispatch(person.state.tr.join(4));
    expect(typeOf(person, 0)).toBe(longer);
    expect(textOf(person)).toBe("aba long second one");
  });

  it("a block that moves leaves all others alone", () => {
    const person = open(docOf(p("one"), p("two"), p("three"), p("four")));
    const [one, two_, four] = [typeOf(person, 0), typeOf(person, 1), typeOf(person, 3)];
    const block = person.state.doc.child(2);
    const tr = person.state.tr.delete(10, 17);
    person.dispatch(tr.insert(0, block));
    expect([typeOf(person, 1), typeOf(person, 2), typeOf(person, 3)]).toEqual([one, two_, four]);
    expect(textOf(person)).toBe("three|one|two|four");
    sound(person);
  });

  it("a block that is doubled (the same object twice) is written once more", () => {
    const person = open(docOf(p("one"), p("two")));
    const first = typeOf(person, 0);
    person.dispatch(person.state.tr.insert(0, person.state.doc.child(0)));
    expect(textOf(person)).toBe("one|one|two");
    expect(at(person.doc).length).toBe(3);
    expect([typeOf(person, 0), typeOf(person, 1)]).toContain(first);
    sound(person);
  });
});

describe("B7: letters", () => {
  it("writes the letter and nothing else", () => {
    const person = open(docOf(p("hello")));
    person.dispatch(person.state.tr.insertText("X", 3));
    expect(written(person)).toEqual({ inserted: "X", deleted: 0 });
  });

  it("of equal letters the one at the caret was typed", () => {
    const [a, b] = two(p("aaaa"));
    caret(a, 3);
    a.dispatch(a.state.tr.insertText("a"));
    // The other deletes the last two letters at the same time: the new one is not among them.
    b.dispatch(b.state.tr.insertText("-", 3));
    sync(a.doc, b.doc);
    sync(b.doc, a.doc);
    const item = a.written.map((update) => Y.decodeUpdate(update).structs[0] as Y.Item)[0];
    const text = at(a.doc, 0, 0);
    const second = Y.createRelativePositionFromTypeIndex(text, 1).item;
    expect(item?.origin).toEqual(second);
  });

  it("text around an inline node: a change on both of its sides leaves the node and both texts alone", () => {
    const person = open(docOf(p("left", el("mention", { id: "m" }), "right")));
    const kids = [0, 1, 2].map((index) => at(person.doc, 0, index) as unknown);
    const tr = person.state.tr.insertText("!", 11);
    person.dispatch(tr.insertText("?", 1));
    expect([0, 1, 2].map((index) => at(person.doc, 0, index) as unknown)).toEqual(kids);
    expect(written(person)).toEqual({ inserted: "?!", deleted: 0 });
    sound(person);
  });

  it("an emptied text stays for what others type into it", () => {
    const [a, b] = two(p("word"));
    a.dispatch(a.state.tr.delete(1, 5));
    b.dispatch(b.state.tr.insertText("s", 5));
    sync(a.doc, b.doc);
    sync(b.doc, a.doc);
    expect([textOf(a), textOf(b)]).toEqual(["s", "s"]);
    sound(a, b);
  });

  it("one local change is one Yjs transaction", () => {
    const person = open(docOf(p("one"), p("two")));
    const tr = person.state.tr.insertText("x", 8);
    person.dispatch(tr.insertText("y", 2).split(3));
    expect(person.written).toHaveLength(1);
  });
});

describe("B8: fillers", () => {
  it("stay out of Yjs until somebody writes into them", () => {
    const person = open(new Y.Doc());
    expect(shown(person.state.doc)).toBe("doc(paragraph)");
    caret(person, 1);
    expect(person.written).toHaveLength(0);
    person.dispatch(person.state.tr.insertText("hi", 1));
    expect(at(person.doc).length).toBe(1);
    expect(textOf(person)).toBe("hi");
    sound(person);
  });

  it("stay out of Yjs while only their neighbour is edited, and get in when their list changes", () => {
    const inner = el("bulletList", {}, el("listItem", {}, p("in")));
    const person = open(docOf(el("bulletList", {}, el("listItem", {}, inner))));
    expect(shown(person.state.doc)).toBe(
      'doc(bulletList(listItem(paragraph bulletList(listItem(paragraph("in"))))))',
    );
    const place = person.state.doc.content.size - 6;
    person.dispatch(person.state.tr.insertText("!", place));
    expect(at(person.doc, 0, 0).length).toBe(1);
    person.dispatch(person.state.tr.insert(3, testSchema.node("paragraph", null, testSchema.text("new"))));
    expect(at(person.doc, 0, 0).length).toBe(3);
    sound(person);
  });
});

describe("B12, B13: formatting", () => {
  it("is stored as the stock binding stores it, marks beside themselves with the same hash", () => {
    const own = open(new Y.Doc());
    const stock = new Headless("stock", testSchema, new Y.Doc());
    for (const person of [own, stock]) {
      person.dispatch(person.state.tr.insertText("some words", 1));
      const add = (from: number, to: number, mark: Mark) =>
        person.dispatch(person.state.tr.step(new AddMarkStep(from, to, mark)));
      add(1, 5, testSchema.mark("bold"));
      add(3, 8, testSchema.mark("comment", { id: "one" }));
      add(4, 9, testSchema.mark("comment", { id: "two" }));
      add(2, 4, testSchema.mark("link", { href: "x" }));
    }
    expect(at(own.doc, 0, 0).toDelta()).toEqual(at(stock.doc, 0, 0).toDelta());
    sound(own);
  });

  it("that is unknown stays under typing, deleting and formatting, and goes on inside", () => {
    const doc = docOf(p([{ insert: "abcdef", attributes: { spoiler: { level: 2 } } }, { insert: " plain" }]));
    const person = open(doc);
    person.dispatch(person.state.tr.insertText("X", 4));
    person.dispatch(person.state.tr.addMark(2, 6, testSchema.mark("bold")));
    person.dispatch(person.state.tr.delete(1, 2));
    person.dispatch(person.state.tr.insertText("Y", 12));
    const newer = open(copyOf(doc), newerSchema);
    const spoiled = newer.state.doc.firstChild?.content.content
      .filter((node) => node.marks.some((mark) => mark.type.name === "spoiler"))
      .map((node) => node.text);
    expect(spoiled?.join("")).toBe("bcXdef");
    sound(person, newer);
  });

  it("that is forbidden or excluded here stays too: bold in code, bold under code", () => {
    const doc = docOf(
      el("codeBlock", {}, [{ insert: "let", attributes: { bold: {} } }]),
      p([{ insert: "both", attributes: { code: {}, bold: {} } }]),
    );
    const person = open(doc);
    expect(shown(person.state.doc)).toBe('doc(codeBlock("let") paragraph("both".code))');
    person.dispatch(person.state.tr.insertText("x", 2));
    person.dispatch(person.state.tr.insertText("y", 9));
    expect(at(doc, 0, 0).toDelta()).toEqual([{ insert: "lxet", attributes: { bold: {} } }]);
    expect(at(doc, 1, 0).toDelta()).toEqual([{ insert: "boyth", attributes: { code: {}, bold: {} } }]);
  });

  it("unknown attributes stay; of known ones only the changed one is written", () => {
    const doc = docOf(el("paragraph", { lang: "de", align: "left" }, "text"));
    const person = open(doc);
    person.dispatch(person.state.tr.setNodeAttribute(0, "align", "right"));
    person.dispatch(person.state.tr.insertText("x", 2));
    expect(at(doc, 0).getAttributes()).toEqual({ lang: "de", align: "right" });
    expect(written(person)).toEqual({ inserted: "[attribute]x", deleted: 1 });
  });
});

describe("B16: emoji", () => {
  it("are never cut, also where two share their first half", () => {
    const [a, b] = two(p("🚤"));
    a.dispatch(a.state.tr.insertText("🚀", 1, 3));
    sync(a.doc, b.doc);
    expect([textOf(a), textOf(b)]).toEqual(["🚀", "🚀"]);
  });

  it("a lone half becomes the same sign here and there", () => {
    const [a, b] = two(p("x🚤"));
    a.dispatch(a.state.tr.delete(3, 4));
    sync(a.doc, b.doc);
    expect(textOf(a)).toBe("x\uFFFD");
    expect(textOf(b)).toBe(textOf(a));
    sound(a, b);
  });
});

describe("B20: marks of nodes", () => {
  it("reach others on blocks and on inline nodes, and go again", () => {
    const [a, b] = two(p("x", el("mention", { id: "m" })), el("image", { src: "s" }));
    a.dispatch(a.state.tr.addNodeMark(0, testSchema.mark("suggestion")));
    a.dispatch(a.state.tr.addNodeMark(2, testSchema.mark("bold")));
    a.dispatch(a.state.tr.addNodeMark(4, testSchema.mark("suggestion", { by: "you" })));
    sync(a.doc, b.doc);
    expect(b.state.doc.eq(a.state.doc)).toBe(true);
    expect(b.state.doc.child(1).marks).toHaveLength(1);
    b.dispatch(b.state.tr.removeNodeMark(4, testSchema.marks.suggestion as never));
    sync(b.doc, a.doc);
    expect(a.state.doc.child(1).marks).toHaveLength(0);
    sound(a, b);
  });

  it("a stock client beside it goes on and harms nothing but the mark", () => {
    const own = open(docOf(p("x"), p("y")));
    const stock = new Headless("stock", testSchema, copyOf(own.doc));
    own.dispatch(own.state.tr.addNodeMark(0, testSchema.mark("suggestion")));
    sync(own.doc, stock.doc);
    stock.dispatch(stock.state.tr.insertText("!", 2));
    sync(stock.doc, own.doc);
    expect(textOf(own)).toBe("x!|y");
    sound(own);
  });
});

it("a document made by stock opens with no update and looks the same; and the other way round", () => {
  const stock = new Headless("stock", testSchema, new Y.Doc());
  stock.dispatch(stock.state.tr.insertText("from stock", 1));
  stock.dispatch(stock.state.tr.split(5));
  const own = open(copyOf(stock.doc));
  expect(own.written).toHaveLength(0);
  expect(own.state.doc.eq(stock.state.doc)).toBe(true);
  own.dispatch(own.state.tr.insertText("and own ", 1));
  const again = new Headless("stock", testSchema, copyOf(own.doc));
  expect(again.written).toHaveLength(0);
  expect(again.state.doc.eq(own.state.doc)).toBe(true);
  expect(own.fragment).toBe(own.doc.getXmlFragment(FIELD));
});
