// B25 to B27: how words find where their block went on, through others, beside others, and joined to others.

import { setBlockType } from "@tiptap/pm/commands";
import type { Node, NodeType } from "@tiptap/pm/model";
import { wrapInList } from "@tiptap/pm/schema-list";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { copyOf, type Headless, REMOTE, sync } from "./headless.ts";
import { gaveWay, heading, join, meet, move, people, type } from "./people.ts";
import { testSchema } from "./schemas.ts";
import { caret, el, p, shown, sound, textOf } from "./support.ts";

/** a joins the second block to the first, b the third to the second, and c types into the third, all at once. */
function threeBlocksJoined(): [Headless, Headless, Headless] {
  const [a, b, c] = people(3, p("one, which is long"), p("two, longer"), p("three")) as [
    Headless,
    Headless,
    Headless,
  ];
  type(c, 39, " of c");
  a.dispatch(a.state.tr.join(20));
  b.dispatch(b.state.tr.join(33));
  return [a, b, c];
}

describe("B25 words whose heir died, or that was there before them", () => {
  it("go along where both joins come in one update, and who made one of them is gone", () => {
    const [a, b, c] = threeBlocksJoined();
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
});

describe("B26 words in a line that whoever replaced its neighbours had not seen", () => {
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
});

describe("B27 words in a block that somebody joins to another one", () => {
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
      const [a, b, c] = threeBlocksJoined();
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
});
