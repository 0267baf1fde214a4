// B23: words typed into a block while somebody else makes something else of it, or moves it.

import { setBlockType, wrapIn } from "@tiptap/pm/commands";
import type { Node, NodeType } from "@tiptap/pm/model";
import { wrapInList } from "@tiptap/pm/schema-list";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ancestorsOf } from "../../app/_editor/binding/succession.ts";
import { copyOf, Headless, REMOTE, sync } from "./headless.ts";
import { testSchema } from "./schemas.ts";
import { at, caret, docOf, el, p, shown, sound, type Tree, textOf } from "./support.ts";

const join = (doc: Y.Doc, rescue = true) => new Headless("own", testSchema, copyOf(doc), [], { rescue });

function people(count: number, ...trees: readonly Tree[]): Headless[] {
  const doc = docOf(...trees);
  return Array.from({ length: count }, () => join(doc));
}

/** Everybody hears of everything, however often it takes. */
function meet(...all: readonly Headless[]): void {
  for (let round = 0; round < 3; round++)
    for (const a of all) for (const b of all) if (a !== b) sync(a.doc, b.doc);
}

const type = (person: Headless, place: number, text: string) => {
  caret(person, place);
  person.dispatch(person.state.tr.insertText(text));
};
const heading = (person: Headless, place: number) => {
  caret(person, place);
  setBlockType(testSchema.nodes.heading as never, { level: 2 })(person.state, person.dispatch);
};
const quote = (person: Headless, place: number) => {
  caret(person, place);
  wrapIn(testSchema.nodes.blockquote as never)(person.state, person.dispatch);
};

/** As it was, out here and in there. */
const move = (person: Headless, from: number, to: number) => {
  const { doc, tr } = person.state;
  const start = (index: number, of: Node) =>
    of.children.slice(0, index).reduce((sum, one) => sum + one.nodeSize, 0);
  tr.delete(start(from, doc), start(from + 1, doc));
  person.dispatch(tr.insert(start(to, tr.doc), doc.child(from)));
};

const gaveWay = (...all: readonly Headless[]) =>
  all.reduce((sum, { binding }) => sum + (binding?.gaveWay ?? 0), 0);

describe("B23 words typed while somebody else replaces their block", () => {
  it("go on in the heading that it became, at their place, with their caret", () => {
    const [a, b] = people(2, p("hello world"), p("else")) as [Headless, Headless];
    heading(a, 3);
    type(b, 6, " dear");
    meet(a, b);
    for (const one of [a, b])
      expect(shown(one.state.doc)).toBe('doc(heading("hello dear world") paragraph("else"))');
    expect(b.state.selection.head).toBe(11);
    expect(b.troubles).toEqual([]);
    sound(a, b);
  });

  it("are lost without the rescue, which is what it is for", () => {
    const doc = docOf(p("hello world"));
    const [a, b] = [join(doc, false), join(doc, false)];
    heading(a, 3);
    type(b, 6, " dear");
    meet(a, b);
    expect(textOf(b)).toBe("hello world");
  });

  it("go on through a quote and a heading made one after the other", () => {
    const [a, b] = people(2, p("one")) as [Headless, Headless];
    quote(a, 2);
    heading(a, 3);
    type(b, 4, "!");
    meet(a, b);
    for (const one of [a, b]) expect(shown(one.state.doc)).toBe('doc(blockquote(heading("one!")))');
    sound(a, b);
  });

  it("go along with a block that is moved", () => {
    const [a, b] = people(2, p("one"), p("two")) as [Headless, Headless];
    const block = a.state.doc.child(1);
    a.dispatch(a.state.tr.delete(5, 5 + block.nodeSize).insert(0, block));
    type(b, 9, " and more");
    meet(a, b);
    for (const one of [a, b]) expect(textOf(one)).toBe("two and more|one");
    sound(a, b);
  });

  it("of three and of five are all there, each once, and who joins later adds none", () => {
    for (const count of [3, 5]) {
      const all = people(count, p("base"));
      const [a, ...others] = all as [Headless, ...Headless[]];
      heading(a, 2);
      for (const [index, one] of others.entries()) type(one, 5, ` w${index}`);
      const late = join((others[0] as Headless).doc);
      meet(...all, late);
      for (const one of [...all, late]) {
        expect(textOf(one)).toBe(textOf(a));
        for (const index of others.keys()) expect(textOf(one).split(` w${index}`)).toHaveLength(2);
      }
      expect(late.binding?.carried).toBe(0);
      sound(...all, late);
    }
  });

  it("keep their formatting, and a node among them comes along", () => {
    const [a, b] = people(2, p("base")) as [Headless, Headless];
    heading(a, 2);
    const { bold } = testSchema.marks;
    b.dispatch(b.state.tr.insert(5, testSchema.text("loud", [bold?.create() as never])));
    b.dispatch(b.state.tr.insert(9, testSchema.nodes.mention?.create({ id: "m" }) as never));
    b.dispatch(b.state.tr.insertText(" end", 10));
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(heading("base" "loud".bold mention " end"))');
    sound(a, b);
  });

  it("go into one of two copies where two replaced the block at once", () => {
    const [a, b, c] = people(3, p("base")) as [Headless, Headless, Headless];
    heading(a, 2);
    quote(b, 2);
    type(c, 5, " mine");
    meet(a, b, c);
    expect(textOf(a).split(" mine")).toHaveLength(2);
    sound(a, b, c);
  });

  it("in a new line go beside what its neighbour became, also where that was changed before all of it was moved", () => {
    const inner = el("blockquote", {}, p("six"), p("seven"));
    const [a, b] = people(2, p("one, which is long"), inner, p("two, which is long")) as [Headless, Headless];
    move(a, 1, 0);
    // Both lines are other elements by now than those that were moved, and a third one stands between them.
    for (const place of [23, 30]) heading(b, place);
    b.dispatch(
      b.state.tr.insert(26, testSchema.nodes.paragraph?.create(null, testSchema.text("new")) as Node),
    );
    meet(a, b);
    for (const one of [a, b]) expect(textOf(one)).toContain("new");
    expect(shown(a.state.doc).split("new")).toHaveLength(2);
    sound(a, b);
  });

  it("in a new item of a list that somebody else takes apart are there as a line", () => {
    const list = el("bulletList", {}, el("listItem", {}, p("x")), el("listItem", {}, p("y")));
    const [a, b] = people(2, list) as [Headless, Headless];
    const { listItem, paragraph, doc } = testSchema.nodes as unknown as Record<string, NodeType>;
    const lines = a.state.doc.child(0).children.map((item) => item.child(0));
    a.dispatch(a.state.tr.replaceWith(0, a.state.doc.content.size, lines));
    const line = paragraph?.create(null, testSchema.text("new")) as Node;
    b.dispatch(b.state.tr.insert(6, listItem?.create(null, line) as Node));
    meet(a, b);
    expect(shown(a.state.doc)).toBe(
      shown(doc?.create(null, [lines[0] as Node, line, lines[1] as Node]) as Node),
    );
    sound(a, b);
  });

  it("of a third one in an item that is made again for its maker come along", () => {
    const list = el("bulletList", {}, el("listItem", {}, p("x")), el("listItem", {}, p("y")));
    const [a, b] = people(2, p("one, which is long"), list, p("two, which is long")) as [Headless, Headless];
    const { listItem, paragraph } = testSchema.nodes as unknown as Record<string, NodeType>;
    const line = paragraph?.create(null, testSchema.text("new")) as Node;
    b.dispatch(b.state.tr.insert(26, listItem?.create(null, line) as Node));
    const c = join(b.doc);
    move(a, 1, 0);
    type(c, 31, " and more");
    expect(textOf(c)).toContain("new and more");
    meet(a, b);
    expect(textOf(a)).not.toContain("more");
    meet(a, b, c);
    expect(textOf(a).split("new and more")).toHaveLength(2);
    expect(textOf(a).split("new")).toHaveLength(2);
    sound(a, b, c);
  });

  it("go along where the block is joined to the one before it, at their place and with their caret", () => {
    const [a, b] = people(2, p("one"), p("two"), p("else")) as [Headless, Headless];
    type(b, 6, "early ");
    type(b, 15, " late");
    a.dispatch(a.state.tr.join(5));
    meet(a, b);
    expect(textOf(a)).toBe("oneearly two late|else");
    expect(b.state.selection.head).toBe(18);
    sound(a, b);
  });

  it("go along where the next block is joined to theirs, and theirs with it", () => {
    const [a, b] = people(2, p("two"), p("one, which is longer")) as [Headless, Headless];
    type(b, 4, " late");
    type(b, 1, "early ");
    a.dispatch(a.state.tr.join(5));
    meet(a, b);
    expect(textOf(a)).toBe("early two lateone, which is longer");
    expect(b.state.selection.head).toBe(7);
    b.undoManager.undo();
    meet(a, b);
    expect(textOf(a)).toBe("twoone, which is longer");
    sound(a, b);
  });

  it("go along where their block is joined to one that somebody else joins to another one", () => {
    for (const order of ["a first", "b first", "both at once"]) {
      const [a, b, c] = people(3, p("one, which is long"), p("two, longer"), p("three")) as [
        Headless,
        Headless,
        Headless,
      ];
      type(c, 39, " of c");
      a.dispatch(a.state.tr.join(20));
      b.dispatch(b.state.tr.join(33));
      if (order === "a first") sync(a.doc, c.doc);
      if (order === "both at once") sync(a.doc, b.doc);
      sync(b.doc, c.doc);
      meet(a, b, c);
      // Whose letters came into the one before first is nobody's to say.
      expect(
        ["three of c", " of cthree"].map((end) => `one, which is longtwo, longer${end}`),
        order,
      ).toContain(textOf(a));
      sound(a, b, c);
    }
  });

  it("go along where both joins come in one update, and who made one of them is gone", () => {
    const [a, b, c] = people(3, p("one, which is long"), p("two, longer"), p("three")) as [
      Headless,
      Headless,
      Headless,
    ];
    type(c, 39, " of c");
    a.dispatch(a.state.tr.join(20));
    b.dispatch(b.state.tr.join(33));
    Y.applyUpdate(c.doc, Y.mergeUpdates([a, b].flatMap(({ written }) => written)), REMOTE);
    meet(a, c);
    expect(textOf(a)).toBe("one, which is longtwo, longer of c");
    sound(a, c);
  });

  it("go along where what they stand in was joined and then changed, also when the server knows no more than that", () => {
    const [a, b] = people(2, p("one, which is long"), p("two")) as [Headless, Headless];
    type(b, 24, " of b");
    a.dispatch(a.state.tr.join(20));
    heading(a, 3);
    // What was deleted has no content there.
    sync(copyOf(a.doc), b.doc);
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(heading("one, which is longtwo of b"))');
    sound(a, b);
  });

  it("of who joined when a block stood twice, in the copy that gives way, go on in the other one", () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = people(2, p("base"), p("else")) as [Headless, Headless];
      heading(a, 2);
      heading(b, 2);
      const [first, second] = [copyOf(a.doc), copyOf(b.doc)];
      for (const one of [a, b]) {
        caret(one, 2);
        setBlockType(testSchema.nodes.paragraph as never)(one.state, one.dispatch);
      }
      // The copies of both, before either has heard of the other one, and made anew since.
      const late = join(a.doc);
      sync(b.doc, late.doc);
      const writer = join(late.doc);
      expect(textOf(writer)).toBe("base|base|else");
      type(writer, 5, " first");
      type(writer, 17, " second");
      sync(first, b.doc);
      sync(second, a.doc);
      meet(a, b);
      meet(a, b, writer);
      expect(gaveWay(a, b)).toBe(1);
      for (const word of ["base", "first", "second"]) expect(textOf(a).split(word)).toHaveLength(2);
      sound(a, b, writer);
    }
  });

  it("in a list that went bring back only the new line, not what stands elsewhere", () => {
    const [a, b] = people(2, p("base"), p("else")) as [Headless, Headless];
    const { listItem, paragraph } = testSchema.nodes as unknown as Record<string, NodeType>;
    for (const one of [a, b]) {
      caret(one, 2);
      wrapInList(testSchema.nodes.bulletList as never)(one.state, one.dispatch);
    }
    const line = paragraph?.create(null, testSchema.text("new")) as Node;
    b.dispatch(b.state.tr.insert(9, listItem?.create(null, line) as Node));
    const c = join(a.doc);
    sync(b.doc, c.doc);
    const at = c.state.doc.child(0).childCount === 2 ? 0 : c.state.doc.child(0).nodeSize;
    c.dispatch(c.state.tr.delete(at, at + (c.state.doc.nodeAt(at)?.nodeSize ?? 0)));
    expect(textOf(c)).toBe("base|else");
    sync(c.doc, b.doc);
    expect(textOf(b).split("base")).toHaveLength(2);
    expect(textOf(b)).toContain("new");
    meet(a, b, c);
    expect(textOf(a).split("base")).toHaveLength(2);
    sound(a, b, c);
  });

  it("do not come back where somebody who saw them took them out", () => {
    const [a, b] = people(2, p("base")) as [Headless, Headless];
    type(b, 5, " gone");
    meet(a, b);
    a.dispatch(a.state.tr.delete(5, 10));
    heading(a, 2);
    meet(a, b);
    expect(textOf(b)).toBe("base");
    expect(b.binding?.carried).toBe(0);
  });

  it("stay gone with a block that was deleted and not replaced", () => {
    const [a, b] = people(2, p("base"), p("stays")) as [Headless, Headless];
    a.dispatch(a.state.tr.delete(0, a.state.doc.child(0).nodeSize));
    type(b, 5, " gone");
    meet(a, b);
    expect(textOf(a)).toBe("stays");
  });

  it("are taken back by one undo of the one who typed them", () => {
    const [a, b] = people(2, p("base")) as [Headless, Headless];
    heading(a, 2);
    type(b, 5, " typed");
    meet(a, b);
    b.undoManager.undo();
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(heading("base"))');
    b.undoManager.redo();
    meet(a, b);
    expect(shown(a.state.doc)).toBe('doc(heading("base typed"))');
  });

  it("are found by what stands on the heir, which names whom it goes on from, for eight generations", () => {
    const [a] = people(1, p("base")) as [Headless];
    const first = at(a.doc, 0)._item?.id;
    for (let round = 0; round < 10; round++) {
      caret(a, 2);
      setBlockType(testSchema.nodes[round % 2 === 0 ? "heading" : "paragraph"] as never)(a.state, a.dispatch);
      const ancestors = ancestorsOf(at(a.doc, 0));
      expect(ancestors).toHaveLength(Math.min(round + 1, 8));
      if (round < 8) expect(ancestors.at(-1)?.id).toEqual(first);
    }
  });

  it("are safe from what others put into that attribute", () => {
    for (const odd of ["x", [["a", 1]], [[1]], [[1, 2, 3]], { a: 1 }, [[1.5, 2]], null]) {
      const doc = docOf(el("paragraph", { "~from": odd }, "text"));
      const person = join(doc);
      expect(textOf(person)).toBe("text");
      expect(person.written).toEqual([]);
      heading(person, 2);
      sound(person);
    }
  });
});
