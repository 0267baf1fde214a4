// B28 and B29: words in an empty line that somebody takes out at that moment, in something around it that goes, and
// in blocks that two people join into each other.

import { joinBackward, joinForward, setBlockType } from "@tiptap/pm/commands";
import type { Node, NodeType } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { copyOf, type Headless, REMOTE, sync } from "./headless.ts";
import { heading, meet, move, people, quote, type } from "./people.ts";
import { testSchema } from "./schemas.ts";
import { caret, el, p, shown, sound, type Tree, textOf } from "./support.ts";

const { paragraph } = testSchema.nodes as unknown as Record<string, NodeType>;

const backspace = (person: Headless, place: number) => {
  caret(person, place);
  joinBackward(person.state, person.dispatch);
};
const line = (text: string) => paragraph?.create(null, testSchema.text(text)) as Node;
const two = (...trees: readonly Tree[]) => people(2, ...trees) as [Headless, Headless];
const three = (...trees: readonly Tree[]) => people(3, ...trees) as [Headless, Headless, Headless];
const item = (...trees: readonly Tree[]) => el("listItem", {}, ...trees);
const count = (person: Headless, word: string) => textOf(person).split(word).length - 1;

describe("B28 words in an empty line that somebody takes out", () => {
  it("by Backspace stand on a line of their own where it was, with their caret", () => {
    const [a, b] = two(p("one"), p(""), p("two"));
    backspace(a, 6);
    type(b, 6, "hello");
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(paragraph("one") paragraph("hello") paragraph("two"))');
    expect(b.state.selection.head).toBe(11);
    type(b, 11, " again");
    meet(a, b);
    expect(textOf(a)).toBe("one|hello again|two");
    b.undoManager.undo();
    b.undoManager.undo();
    meet(a, b);
    expect(textOf(a).replaceAll("|", "")).toBe("onetwo");
    sound(a, b);
  });

  it("by Delete before it, or by Backspace behind it, do as well", () => {
    const [a, b] = two(p("one"), p(""), p("two"));
    caret(a, 4);
    joinForward(a.state, a.dispatch);
    type(b, 6, "hello");
    meet(a, b);
    expect(textOf(a)).toBe("one|hello|two");

    const [c, d] = two(p(""), p("two"));
    backspace(c, 3);
    expect(textOf(c)).toBe("two");
    type(d, 1, "hello");
    meet(c, d);
    expect(textOf(c)).toBe("hello|two");
    sound(a, b, c, d);
  });

  it("and who takes it out writes nothing but where it was; and nothing where no line goes", () => {
    const [a] = people(1, p("one"), p(""), p("two")) as [Headless];
    type(a, 4, "!");
    expect(JSON.stringify(a.doc.getXmlFragment("default").toJSON())).not.toContain("~");
    backspace(a, 7);
    expect(a.doc.getXmlFragment("default").toJSON()).toMatch(
      /^<paragraph ~beside="[\d,]+">one!<\/paragraph>/,
    );
  });

  it("of a list are an item again", () => {
    const [a, b] = two(el("bulletList", {}, item(p("x")), item(p("")), item(p("y"))));
    a.dispatch(a.state.tr.join(6, 2));
    expect(shown(a.state.doc)).toContain('listItem(paragraph("x")) listItem(paragraph("y"))');
    type(b, 8, "hello");
    meet(a, b);
    expect(textOf(a)).toBe("xhelloy");
    expect(a.state.doc.child(0).childCount).toBe(3);
    sound(a, b);
  });

  it("of two who wrote in it are there once, in one line where one had read the other", () => {
    const [a, b, c] = three(p("one"), p(""), p("two"));
    type(b, 6, "hello");
    sync(b.doc, c.doc);
    type(c, 11, " from c");
    sync(c.doc, b.doc);
    type(c, 18, " and more");
    backspace(a, 6);
    meet(a, b, c);
    expect(textOf(a)).toBe("one|hello from c and more|two");
    sound(a, b, c);
  });

  it("of two who had not heard of each other are there, each once, whoever hears what first", () => {
    for (const order of ["together", "b first", "c first"]) {
      const [a, b, c] = three(p("one"), p(""), p("two"));
      type(b, 6, "from b");
      type(c, 6, "from c");
      backspace(a, 6);
      if (order === "b first") sync(b.doc, c.doc);
      if (order === "c first") sync(c.doc, b.doc);
      if (order === "together") {
        // The words of one and the line that went come in one update.
        Y.applyUpdate(b.doc, Y.mergeUpdates([c, a].flatMap(({ written }) => written)), REMOTE);
      }
      meet(a, b, c);
      for (const word of ["one", "from b", "from c", "two"])
        expect(count(a, word), `${word} ${order}`).toBe(1);
      sound(a, b, c);
    }
  });

  it("do not come back where they were read and taken out before", () => {
    const [a, b] = two(p("one"), p(""), p("two"));
    type(b, 6, "gone");
    meet(a, b);
    a.dispatch(a.state.tr.delete(6, 10));
    backspace(a, 6);
    // Both in one update.
    sync(a.doc, b.doc);
    meet(a, b);
    expect(textOf(b)).toBe("one|two");
    expect(b.binding?.answers.carried).toBe(0);

    const [c, d] = two(p("one"), p(""), p("two"));
    type(d, 6, "gone");
    meet(c, d);
    c.dispatch(c.state.tr.delete(6, 10));
    backspace(c, 6);
    type(d, 10, " kept");
    meet(c, d);
    expect(textOf(d)).toBe("one| kept|two");
    sound(a, b, c, d);
  });

  it("stay gone with a row of a table, or a quote, that somebody deletes", () => {
    const cell = () => el("tableCell", {}, p(""));
    const table = el(
      "table",
      {},
      el("tableRow", {}, el("tableCell", {}, p("x")), cell()),
      el("tableRow", {}, cell(), cell()),
    );
    const [a, b] = two(p("one"), table);
    const row = a.state.doc.child(1).child(0).nodeSize + 6;
    a.dispatch(a.state.tr.delete(row, row + a.state.doc.child(1).child(1).nodeSize));
    type(b, row + 3, "gone");
    expect(textOf(b)).toBe("one|xgone");
    meet(a, b);
    expect(textOf(a)).toBe("one|x");

    const [c, d] = two(p("one"), el("blockquote", {}, p("two"), p("")));
    c.dispatch(c.state.tr.delete(5, c.state.doc.content.size));
    type(d, 12, "gone");
    meet(c, d);
    expect(textOf(c)).toBe("one");
    sound(a, b, c, d);
  });

  it("are found where the line next to it was changed, moved or joined since, by whomever", () => {
    const deeds: Record<string, (one: Headless) => void> = {
      heading: (one) => heading(one, 8),
      quote: (one) => quote(one, 8),
      join: (one) => one.dispatch(one.state.tr.join(6)),
    };
    for (const [name, deed] of Object.entries(deeds)) {
      for (const who of ["the same", "another before", "another at once"]) {
        const [a, b, c] = three(p("zero"), p("one, which is long"), p(""), p("two"));
        const place = 27;
        if (who === "another before") deed(c);
        backspace(a, place);
        if (who === "the same") deed(a);
        if (who === "another at once") {
          // Whoever wrote in the line hears of what its neighbour became before it hears that the line went.
          deed(c);
          sync(c.doc, b.doc);
        }
        type(b, b.state.doc.content.size - 6, "hello");
        meet(a, b, c);
        const told = `${name}, ${who}`;
        for (const word of ["zero", "one, which is long", "hello", "two"])
          expect(count(a, word), told).toBe(1);
        sound(a, b, c);
      }
    }
  });

  it("are found where two people take out lines beside the same one at once, and it is changed then", () => {
    for (const first of [0, 1]) {
      const [a, b, c, d] = people(4, p("one"), p(""), p(""), p("two")) as [
        Headless,
        Headless,
        Headless,
        Headless,
      ];
      const late = copyOf(d.doc);
      backspace(a, 6);
      caret(b, 8);
      b.dispatch(b.state.tr.delete(7, 9));
      type(c, 6, "first");
      type(d, 8, "second");
      void late;
      meet(a, b);
      // Who comes from the server now finds what was said last of the line, and no more.
      heading(first === 0 ? a : b, 2);
      meet(a, b);
      for (const one of [c, d]) sync(copyOf(a.doc), one.doc);
      meet(a, b, c, d);
      for (const word of ["one", "first", "second", "two"]) expect(count(a, word)).toBe(1);
      sound(a, b, c, d);
    }
  });
});

describe("B28 words in what stood around blocks and goes", () => {
  it("in a new line of a quote whose other lines had gone before it was taken apart, or moved", () => {
    for (const deed of ["taken apart", "moved"]) {
      const [a, b, c] = three(el("blockquote", {}, p("one"), p("two")), p("else"));
      b.dispatch(b.state.tr.insert(11, line("new")));
      sync(b.doc, c.doc);
      c.dispatch(c.state.tr.delete(1, 11));
      sync(c.doc, b.doc);
      expect(textOf(b)).toBe("new|else");
      if (deed === "moved") move(a, 0, 1);
      else a.dispatch(a.state.tr.replaceWith(0, 12, a.state.doc.child(0).children));
      meet(a, b, c);
      expect(count(a, "new"), deed).toBe(1);
      expect(count(a, "else"), deed).toBe(1);
      sound(a, b, c);
    }
  });

  it("in two blocks that somebody joins in something new, where all that they stood in goes", () => {
    const [a, b] = two(el("blockquote", {}, p("one")), el("bulletList", {}, item(p("two"))));
    const both = paragraph?.create(null, testSchema.text("onetwo")) as Node;
    const note = testSchema.nodes.callout?.create(null, both) as Node;
    a.dispatch(a.state.tr.replaceWith(0, a.state.doc.content.size, note));
    type(b, 5, " of b");
    type(b, b.state.doc.content.size - 3, " too");
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(callout(paragraph("one of btwo too")))');
    sound(a, b);
  });

  it("of a third one that come together with the end of the line are carried by that one, once", () => {
    const [a, b, c] = three(p("one"), p(""), p("two"));
    type(b, 6, "hello");
    sync(b.doc, c.doc);
    type(c, 11, " from c");
    backspace(a, 6);
    // b hears of both at once: it can make the line again only as it knew it.
    Y.applyUpdate(b.doc, Y.mergeUpdates([c, a].flatMap(({ written }) => written)), REMOTE);
    expect(textOf(b)).toBe("one|hello|two");
    meet(a, b, c);
    expect(textOf(a)).toBe("one|hello from c|two");
    sound(a, b, c);
  });
});

describe("B29 words in blocks that go into each other", () => {
  it("where one moves a block into an item, and another one joins that item to the block", () => {
    const list = el("bulletList", {}, item(p("first words")), item(p("second words")));
    const [a, b, c] = three(list, p("else"));
    // a: the second item under the first one. b: the first one at the end of the second.
    const second = a.state.doc.child(0).child(1);
    const under = a.state.schema.nodes.bulletList?.create(null, second) as Node;
    a.dispatch(a.state.tr.delete(16, 16 + second.nodeSize).insert(15, under));
    expect(shown(a.state.doc)).toContain('bulletList(listItem(paragraph("first words") bulletList(');
    b.dispatch(b.state.tr.insertText("first words", 30).delete(1, 16));
    type(c, 14, " of c");
    meet(a, b, c);
    for (const word of ["first words", "second words", " of c", "else"])
      expect(count(a, word), `${word} in ${textOf(a)}`).toBeGreaterThanOrEqual(1);
    sound(a, b, c);
  });

  it("where two move two lists into each other", () => {
    const [a, b] = two(el("blockquote", {}, p("in the quote")), el("bulletList", {}, item(p("in the list"))));
    const [quoted, list] = a.state.doc.children as [Node, Node];
    a.dispatch(
      a.state.tr.delete(quoted.nodeSize, a.state.doc.content.size).insert(quoted.nodeSize - 1, list),
    );
    expect(a.state.doc.childCount).toBe(1);
    b.dispatch(b.state.tr.insert(b.state.doc.content.size - 2, quoted).delete(0, quoted.nodeSize));
    expect(b.state.doc.childCount).toBe(1);
    meet(a, b);
    // Neither has seen that the other one's is gone: nothing would be left.
    for (const word of ["in the quote", "in the list"]) expect(count(a, word)).toBe(1);
    sound(a, b);
  });
});

describe("what the rescue remembers", () => {
  it("reaches the first of many lines that become something else in one moment", () => {
    const lines = Array.from({ length: 80 }, (_, index) => p(`line ${index}`));
    const [a, b] = two(...lines, p("else"));
    for (let index = 0, at = 0; index < 80; index++) {
      type(b, at + 1, "+");
      at += b.state.doc.child(index).nodeSize;
    }
    caret(a, 1, a.state.doc.content.size - 7);
    setBlockType(testSchema.nodes.heading as NodeType)(a.state, a.dispatch);
    meet(a, b);
    expect(a.state.doc.child(79).type.name).toBe("heading");
    expect(count(a, "+line")).toBe(80);
    sound(a, b);
  });
});
