// @vitest-environment jsdom
// B30: where blocks stand is counted once down a change of many blocks, in a view that otherwise does what
// prosemirror-view does. Both stand side by side here.

import type { Node } from "@tiptap/pm/model";
import { EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, EditorView, type NodeViewConstructor } from "@tiptap/pm/view";
import { expect, it } from "vitest";
import { countOn } from "../../app/_editor/binding/count-on.ts";
import { randomOf } from "../support/random-doc.ts";
import { testSchema } from "./schemas.ts";

const paragraph = (text: string): Node =>
  testSchema.node("paragraph", null, text === "" ? [] : [testSchema.text(text)]);

/** Carets of others, as the product draws them: they come, go and stand before and in blocks. */
const carets = (places: readonly number[]) =>
  new Plugin<DecorationSet>({
    state: {
      init: (_, { doc }) => DecorationSet.create(doc, widgets(places)),
      apply: (tr, set) => {
        const next = tr.getMeta("carets") as readonly number[] | undefined;
        return next === undefined ? set.map(tr.mapping, tr.doc) : DecorationSet.create(tr.doc, widgets(next));
      },
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
const widgets = (places: readonly number[]) =>
  places.map((at) => Decoration.widget(at, () => document.createElement("i"), { key: `at ${at}` }));

interface Seen {
  readonly view: EditorView;
  /** What each updated block was told of its place. */
  readonly told: string[];
}

function open(doc: Node, count: boolean): Seen {
  const told: string[] = [];
  const drawn =
    (tag: string): NodeViewConstructor =>
    ({ type }, _, getPos) => {
      const dom = document.createElement(tag);
      return {
        dom,
        contentDOM: dom,
        update(node) {
          if (node.type !== type) return false;
          told.push(`${node.textContent} at ${getPos()}`);
          return true;
        },
      };
    };
  const view = new EditorView(document.createElement("div"), {
    state: EditorState.create({ doc, plugins: [carets([0, 1])] }),
    nodeViews: { paragraph: drawn("p"), heading: drawn("h1") },
    dispatchTransaction(tr) {
      if (count) countOn(view);
      view.updateState(view.state.apply(tr));
    },
  });
  return { view, told };
}

/** One replace of the whole, as the middle path makes it, of blocks that stay, change, go and come. */
function shuffled(doc: Node, chance: () => number): Node[] {
  const blocks: Node[] = [];
  doc.forEach((block, _, index) => {
    const what = chance();
    if (what < 0.1) return;
    if (what < 0.2) blocks.push(paragraph(`new ${index}`));
    if (what < 0.3) blocks.push(testSchema.node("heading", { level: 1 }, block.content));
    else blocks.push(what < 0.7 ? paragraph(`r${block.textContent}`) : block);
  });
  return blocks.length === 0 ? [paragraph("")] : blocks;
}

it("B30 every block is told the place that it would be told without it, whatever changes around it", () => {
  const chance = randomOf(1);
  for (let world = 0; world < 20; world++) {
    const doc = testSchema.node(
      "doc",
      null,
      Array.from({ length: 40 }, (_, index) => paragraph(`p${index}`)),
    );
    const [plain, counting] = [open(doc, false), open(doc, true)];
    for (let round = 0; round < 8; round++) {
      const now = plain.view.state.doc;
      const blocks = shuffled(now, chance);
      const places = Array.from({ length: 6 }, () => Math.floor(chance() * (blocks.length * 4)));
      const change = (tr: Transaction) => {
        tr.replaceWith(0, now.content.size, blocks);
        return tr.setMeta(
          "carets",
          places.map((at) => Math.min(at, tr.doc.content.size)),
        );
      };
      for (const { view } of [plain, counting]) view.dispatch(change(view.state.tr));
      expect(counting.told).toEqual(plain.told);
      expect(counting.view.dom.innerHTML).toBe(plain.view.dom.innerHTML);
    }
    expect(plain.told.length).toBeGreaterThan(40);
    for (const { view } of [plain, counting]) view.destroy();
  }
});

it("B30 a change of many blocks asks a block above them for its size a few times, not once for each of them", () => {
  const many = 200;
  const doc = testSchema.node(
    "doc",
    null,
    Array.from({ length: many }, (_, index) => paragraph(`p${index}`)),
  );
  const asked = (count: boolean): number => {
    const { view } = open(doc, count);
    const [first] = (Reflect.get(view, "docView") as { children: { node: Node }[] }).children.slice(-many);
    let reads = 0;
    Object.defineProperty(first, "size", {
      get(this: { node: Node }) {
        reads++;
        return this.node.nodeSize;
      },
    });
    const blocks = doc.content.content.map((block, index) =>
      index % 2 === 1 ? paragraph(`r${block.textContent}`) : block,
    );
    view.dispatch(view.state.tr.replaceWith(0, doc.content.size, blocks));
    view.destroy();
    return reads;
  };
  expect(asked(false)).toBeGreaterThanOrEqual(many / 2);
  expect(asked(true)).toBeLessThan(10);
});
