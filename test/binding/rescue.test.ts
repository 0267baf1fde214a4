// B23: words typed into a block while somebody else makes something else of it, or moves it.

import { setBlockType } from "@tiptap/pm/commands";
import { describe, expect, it } from "vitest";
import { ancestorsOf } from "../../app/_editor/binding/succession.ts";
import { type Headless, sync } from "./headless.ts";
import { heading, join, meet, people, quote, type } from "./people.ts";
import { testSchema } from "./schemas.ts";
import { at, caret, docOf, el, p, shown, sound, textOf } from "./support.ts";

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
      expect(late.binding?.answers.carried).toBe(0);
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

  it("do not come back where somebody who saw them took them out", () => {
    const [a, b] = people(2, p("base")) as [Headless, Headless];
    type(b, 5, " gone");
    meet(a, b);
    a.dispatch(a.state.tr.delete(5, 10));
    heading(a, 2);
    meet(a, b);
    expect(textOf(b)).toBe("base");
    expect(b.binding?.answers.carried).toBe(0);
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

  it("where the rescue throws, the change of others is shown all the same, and that is told", () => {
    const [a, b] = people(2, p("one"), p("two")) as [Headless, Headless];
    const broken = () => {
      throw new RangeError("secret");
    };
    Object.assign(b.binding?.answers ?? {}, { answer: broken });
    heading(a, 2);
    sync(a.doc, b.doc);
    expect(shown(b.state.doc)).toBe('doc(heading("one") paragraph("two"))');
    expect(b.binding?.counts.error).toBe(1);
    expect(b.troubles.join()).not.toContain("secret");
    sound(a, b);
  });
});
