// B24: two or three people who move the same block at once, or make something else of it. It is there once.

import { setBlockType, wrapIn } from "@tiptap/pm/commands";
import type { Node } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { copyOf, Headless, sync } from "./headless.ts";
import { Random } from "./operations.ts";
import { testSchema } from "./schemas.ts";
import { caret, docOf, el, p, shown, sound, type Tree, textOf } from "./support.ts";

const join = (doc: Y.Doc) => new Headless("own", testSchema, copyOf(doc), [], { rescue: true });

function people(count: number, ...trees: readonly Tree[]): Headless[] {
  const doc = docOf(...trees);
  return Array.from({ length: count }, () => join(doc));
}

/** Everybody hears of everything, in an order of their own. */
function meet(...all: readonly Headless[]): void {
  for (let round = 0; round < 4; round++)
    for (const a of all) for (const b of all) if (a !== b) sync(a.doc, b.doc);
  const [first, ...others] = all;
  for (const one of others) expect(shown(one.state.doc)).toBe(shown(first?.state.doc as Node));
}

const offset = (doc: Node, index: number): number =>
  doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0);

/** As Alt with an arrow, and dragging, do it: the same node, out here and in there. */
function move(person: Headless, from: number, to: number): void {
  const { doc, tr } = person.state;
  const block = doc.child(from);
  tr.delete(offset(doc, from), offset(doc, from) + block.nodeSize);
  person.dispatch(tr.insert(offset(tr.doc, to), block));
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
const words = (person: Headless) => textOf(person).split("|").sort();
const gaveWay = (...all: readonly Headless[]) =>
  all.reduce((sum, { binding }) => sum + (binding?.answers.gaveWay ?? 0), 0);

const FOUR = [p("one"), p("two"), p("three"), p("four")];

describe("B24 a block that several people move at once", () => {
  it("is there once, where one of the two put it, for everybody", () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = people(2, ...FOUR) as [Headless, Headless];
      move(a, 3, 0);
      move(b, 3, 1);
      meet(a, b);
      expect(["four|one|two|three", "one|four|two|three"]).toContain(textOf(a));
      expect(gaveWay(a, b)).toBe(1);
      for (const one of [a, b]) expect(one.troubles).toEqual([]);
      sound(a, b);
    }
  });

  it("is there once when both press the same key, and when both press it several times", () => {
    for (const times of [1, 3]) {
      const [a, b] = people(2, ...FOUR) as [Headless, Headless];
      for (let at = 3; at > 3 - times; at--) for (const one of [a, b]) move(one, at, at - 1);
      meet(a, b);
      expect(words(a)).toEqual(["four", "one", "three", "two"]);
      sound(a, b);
    }
  });

  it("is there once when three and five move it, and when they hear of each other one by one", () => {
    for (const count of [3, 5]) {
      for (let round = 0; round < 5; round++) {
        const all = people(count, ...FOUR, p("five"), p("six"));
        for (const [index, one] of all.entries()) move(one, 5, index);
        if (round % 2 === 1) for (const one of all.slice(1)) sync(one.doc, (all[0] as Headless).doc);
        meet(...all);
        expect(words(all[0] as Headless)).toEqual(["five", "four", "one", "six", "three", "two"]);
        sound(...all);
      }
    }
  });

  it("keeps the words of a third one who typed into it meanwhile, and of those who moved it, once", () => {
    for (let round = 0; round < 10; round++) {
      const [a, b, c] = people(3, ...FOUR) as [Headless, Headless, Headless];
      type(c, offset(c.state.doc, 3) + 5, " from c");
      type(a, offset(a.state.doc, 3) + 5, " from a");
      move(a, 3, 0);
      move(b, 3, 1);
      type(b, offset(b.state.doc, 1) + 5, " from b");
      type(a, 1, "first ");
      meet(a, b, c);
      for (const word of ["four", "from a", "from b", "from c", "first"])
        expect(textOf(a).split(word), `${word} in ${textOf(a)}`).toHaveLength(2);
      expect(a.state.doc.childCount).toBe(4);
      sound(a, b, c);
    }
  });

  it("keeps what somebody typed for long into the copy that gives way, also when that one has gone", () => {
    for (let round = 0; round < 10; round++) {
      const [a, b, c] = people(3, ...FOUR) as [Headless, Headless, Headless];
      move(a, 3, 0);
      move(b, 3, 1);
      sync(b.doc, c.doc);
      type(c, offset(c.state.doc, 1) + 5, " and more of c");
      sync(c.doc, b.doc);
      c.destroy();
      meet(a, b);
      expect(textOf(a).split("four")).toHaveLength(2);
      expect(textOf(a).split(" and more of c")).toHaveLength(2);
      sound(a, b);
    }
  });

  it("that one made a heading of and the other one moved is one of the two", () => {
    const [a, b] = people(2, ...FOUR) as [Headless, Headless];
    heading(a, 2);
    move(b, 0, 3);
    meet(a, b);
    expect(words(a)).toEqual(["four", "one", "three", "two"]);
    sound(a, b);
  });

  it("that both made a heading of, or a quote around, leaves no empty quote behind", () => {
    for (const act of [heading, quote]) {
      const [a, b] = people(2, p("one"), p("two")) as [Headless, Headless];
      act(a, 2);
      act(b, 2);
      meet(a, b);
      expect(words(a)).toEqual(["one", "two"]);
      expect(a.state.doc.childCount).toBe(2);
      sound(a, b);
    }
  });

  it("goes as a whole where it is a list or a table, as long as nobody wrote into the one that goes", () => {
    const list = el(
      "bulletList",
      {},
      el("listItem", {}, p("x")),
      el("listItem", {}, p("y"), el("bulletList", {}, el("listItem", {}, p("z")))),
    );
    for (let round = 0; round < 10; round++) {
      const [a, b] = people(2, p("one"), p("two"), list) as [Headless, Headless];
      for (const at of [2, 1]) move(a, at, at - 1);
      move(b, 2, 1);
      meet(a, b);
      expect(words(a)).toEqual(["one", "two", "xyz"]);
      expect(a.state.doc.childCount).toBe(3);
      sound(a, b);
    }
    const [a, b] = people(2, p("one"), p("two"), list) as [Headless, Headless];
    for (const one of [a, b]) {
      move(one, 2, 0);
      type(one, 4, ` of ${one === a ? "a" : "b"}`);
    }
    meet(a, b);
    for (const word of [" of a", " of b"]) expect(textOf(a).split(word)).toHaveLength(2);
  });

  it("holds nothing twice where it is a quote or a list that both move past what is longer", () => {
    const LONG = ["one, which is long", "two, which is long", "three, which is long"].map((text) => p(text));
    for (const inner of [
      el("blockquote", {}, p("six"), p("")),
      el("blockquote", {}, p("six"), p("seven")),
      el("bulletList", {}, el("listItem", {}, p("x")), el("listItem", {}, p("y"))),
      el("bulletList", {}, el("listItem", {}, p("x")), el("listItem", {}, p())),
    ]) {
      const [a, b] = people(2, LONG[0] as Tree, LONG[1] as Tree, inner, LONG[2] as Tree) as [
        Headless,
        Headless,
      ];
      const block = shown(a.state.doc.child(2));
      move(a, 2, 0);
      move(b, 2, 3);
      meet(a, b);
      expect(gaveWay(a, b)).toBe(1);
      expect(a.state.doc.childCount).toBe(4);
      expect(a.state.doc.children.map(shown)).toContain(block);
      sound(a, b);
    }
  });

  it("takes along the lines that others wrote into either copy before one of the two gave way, once", () => {
    const { paragraph } = testSchema.nodes as unknown as Record<string, Node["type"]>;
    for (let round = 0; round < 6; round++) {
      const inner = el("blockquote", {}, p("six"), p("seven"));
      const [a, b] = people(2, p("one, which is long"), inner, p("two, which is long")) as [
        Headless,
        Headless,
      ];
      move(a, 1, 0);
      move(b, 1, 2);
      const [ofA, ofB] = [join(a.doc), join(b.doc)];
      for (const one of [ofA, ofB]) {
        const at = one.state.doc.children.findIndex(({ type: { name } }) => name === "blockquote");
        const line = paragraph?.create(null, testSchema.text(one === ofA ? "new" : "more")) as Node;
        one.dispatch(one.state.tr.insert(offset(one.state.doc, at) + 1 + 5, line));
      }
      meet(a, b);
      meet(a, b, ofA, ofB);
      expect(gaveWay(a, b)).toBe(1);
      const quoted = a.state.doc.children.find(({ type: { name } }) => name === "blockquote");
      const lines = quoted?.children.map(({ textContent }) => textContent) ?? [];
      expect([...lines].sort()).toEqual(["more", "new", "seven", "six"]);
      expect(a.state.doc.childCount).toBe(3);
      sound(a, b, ofA, ofB);
    }
  });

  it("is the smaller one of two that change places: a list that others write in is left as it is", () => {
    const list = el("bulletList", {}, el("listItem", {}, p("long as it is")), el("listItem", {}, p("more")));
    const [a] = people(1, p("one"), list, p("two")) as [Headless];
    const before = a.fragment.get(1);
    move(a, 0, 1);
    expect(a.fragment.get(0)).toBe(before);
    move(a, 2, 0);
    expect(a.fragment.get(1)).toBe(before);
    sound(a);
  });

  it("takes along a new item that somebody else made in a list meanwhile", () => {
    const list = el("bulletList", {}, el("listItem", {}, p("x")), el("listItem", {}, p("y")));
    const [a, b] = people(2, p("one, which is long"), list) as [Headless, Headless];
    const { listItem, paragraph } = testSchema.nodes as Record<string, never>;
    move(a, 1, 0);
    const item = (listItem as unknown as Node["type"]).create(
      null,
      (paragraph as unknown as Node["type"]).create(null, testSchema.text("new")),
    );
    b.dispatch(b.state.tr.insert(offset(b.state.doc, 1) + 1 + 3 + 2, item));
    meet(a, b);
    expect(shown(a.state.doc)).toContain('listItem(paragraph("x")) listItem(paragraph("new"))');
    expect(textOf(a).split("new")).toHaveLength(2);
    expect(shown(a.state.doc)).not.toContain("unsupported");
    sound(a, b);
  });

  it("is there once where it holds no text, also where this version does not know what it is", () => {
    for (const kind of ["rule", "somethingNew"]) {
      const [a, b] = people(2, p("one"), el(kind), p("two")) as [Headless, Headless];
      move(a, 1, 0);
      move(b, 1, 2);
      meet(a, b);
      expect(a.state.doc.childCount).toBe(3);
      sound(a, b);
    }
  });

  it("is not brought back by an undo of the one whose move gave way", () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = people(2, ...FOUR) as [Headless, Headless];
      move(a, 3, 0);
      move(b, 3, 1);
      meet(a, b);
      const [loser, winner] = a.binding?.answers.gaveWay === 1 ? [a, b] : [b, a];
      loser.undoManager.undo();
      meet(a, b);
      expect(words(a)).toEqual(["four", "one", "three", "two"]);
      winner.undoManager.undo();
      meet(a, b);
      expect(textOf(a)).toBe("one|two|three|four");
      sound(a, b);
    }
  });

  it("is not brought back by several undos of several moves either", () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = people(2, ...FOUR) as [Headless, Headless];
      for (const at of [3, 2, 1]) {
        a.undoManager.stopCapturing();
        move(a, at, at - 1);
      }
      move(b, 3, 1);
      meet(a, b);
      const loser = (a.binding?.answers.gaveWay ?? 0) > 0 ? a : b;
      for (let step = 0; step < 3; step++) loser.undoManager.undo();
      for (let step = 0; step < 2; step++) loser.undoManager.redo();
      meet(a, b);
      expect(words(a)).toEqual(["four", "one", "three", "two"]);
      sound(a, b);
    }
  });

  it("that is duplicated stays twice, and one that was moved and then copied too", () => {
    const [a, b] = people(2, ...FOUR) as [Headless, Headless];
    move(a, 3, 0);
    a.dispatch(a.state.tr.insert(0, a.state.doc.child(0)));
    meet(a, b);
    expect(textOf(b)).toBe("four|four|one|two|three");
  });

  it("keeps the caret of the one whose copy gave way in the words", () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = people(2, ...FOUR) as [Headless, Headless];
      for (const [one, to] of [
        [a, 0],
        [b, 1],
      ] as const) {
        move(one, 3, to);
        caret(one, offset(one.state.doc, to) + 3);
      }
      meet(a, b);
      for (const one of [a, b]) {
        const { $head } = one.state.selection;
        expect([$head.parent.textContent, $head.parentOffset]).toEqual(["four", 2]);
      }
    }
  });

  it("at random: three people move and write in the same moments, and every word is there once (20 seeds)", () => {
    let gave = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const all = people(3, ...["w1q", "w2q", "w3q", "w4q", "w5q", "w6q"].map((text) => p(text)));
      let count = 6;
      for (let moment = 0; moment < 6; moment++) {
        for (const one of all) {
          for (let deed = random.below(4); deed > 0; deed--) {
            const { doc } = one.state;
            const index = random.below(doc.childCount);
            if (random.chance(0.5)) move(one, index, random.below(doc.childCount));
            else type(one, offset(doc, index) + 1 + doc.child(index).content.size, ` w${++count}q`);
          }
        }
        meet(...(random.chance(0.5) ? all : [...all].reverse()));
        const found = textOf(all[0] as Headless).match(/w\d+q/g) ?? [];
        const names = Array.from({ length: count }, (_, at) => `w${at + 1}q`);
        expect([...found].sort(), `seed ${seed}, moment ${moment}`).toEqual(names.sort());
      }
      gave += gaveWay(...all);
      sound(...all);
    }
    expect(gave).toBeGreaterThan(10);
  });
});
