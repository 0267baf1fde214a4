// From Yjs into the editor, rule by rule: few steps, the same objects, the caret where it was.

import { setBlockType, wrapIn } from "@tiptap/pm/commands";
import type { Node } from "@tiptap/pm/model";
import { liftListItem, wrapInList } from "@tiptap/pm/schema-list";
import { type EditorState, NodeSelection, Plugin, TextSelection, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { copyOf, Headless, REMOTE, sync } from "./headless.ts";
import { newerSchema, testSchema } from "./schemas.ts";
import { at, caret, docOf, el, open, p, shown, sound, textOf, two } from "./support.ts";

/** The transactions that an editor went through. */
function watched(doc: Y.Doc): { readonly person: Headless; readonly seen: Transaction[] } {
  const seen: Transaction[] = [];
  const watch = new Plugin({
    state: {
      init: () => null,
      apply(tr) {
        seen.push(tr);
        return null;
      },
    },
  });
  const person = new Headless("own", testSchema, doc, [watch]);
  seen.length = 0;
  return { person, seen };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => p(`block ${index}`));

describe("B3: what nobody touched stays the same object", () => {
  it("through a key, an Enter, a change in a cell of a table, and a read anew", () => {
    const cell = (words: string) => el("tableCell", { colspan: 1, rowspan: 1 }, p(words));
    const doc = docOf(...many(5), el("table", {}, el("tableRow", {}, cell("a"), cell("b"))));
    const [a, b] = [open(doc), open(copyOf(doc))];
    const blocks = () => b.state.doc.content.content;
    const before = blocks();
    a.dispatch(a.state.tr.insertText("x", 3));
    sync(a.doc, b.doc);
    expect(blocks().map((block, index) => block === before[index])).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    a.dispatch(a.state.tr.split(2));
    sync(a.doc, b.doc);
    expect(blocks().slice(2)).toEqual(before.slice(1));
    expect(blocks()[5]).toBe(before[4]);
    const row = b.state.doc.lastChild?.firstChild as Node;
    a.dispatch(a.state.tr.insertText("!", a.state.doc.content.size - 4));
    sync(a.doc, b.doc);
    const rowNow = b.state.doc.lastChild?.firstChild as Node;
    expect(rowNow.child(0)).toBe(row.child(0));
    expect(rowNow.child(1)).not.toBe(row.child(1));
    sound(a, b);
  });
});

it("opening makes no attributes for blocks that store none: all of them share the schema's own", () => {
  const { doc } = open(docOf(p("a"), p("b"), el("heading", { level: 2 }, "c"))).state;
  expect(doc.child(0).attrs).toBe(doc.child(1).attrs);
  expect(doc.child(0).attrs).toBe(testSchema.node("paragraph").attrs);
  expect(doc.child(2).attrs.level).toBe(2);
});

describe("steps", () => {
  it("a letter is one step of one letter; marks never replace text", () => {
    const doc = docOf(p("hello world"));
    const a = open(copyOf(doc));
    const { person: b, seen } = watched(copyOf(doc));
    a.dispatch(a.state.tr.insertText("X", 4));
    sync(a.doc, b.doc);
    expect(seen.at(-1)?.steps.map((step) => step.toJSON())).toEqual([
      { stepType: "replace", from: 4, to: 4, slice: { content: [{ type: "text", text: "X" }] } },
    ]);
    a.dispatch(a.state.tr.addMark(2, 5, testSchema.mark("bold")));
    sync(a.doc, b.doc);
    expect(seen.at(-1)?.steps.map((step) => step.toJSON().stepType)).toEqual(["addMark"]);
    a.dispatch(a.state.tr.setNodeAttribute(0, "align", "right"));
    sync(a.doc, b.doc);
    expect(seen.at(-1)?.steps.map((step) => step.toJSON().stepType)).toEqual(["attr"]);
    expect(seen.every((tr) => tr.getMeta("addToHistory") === false)).toBe(true);
    sound(a, b);
  });

  it("several people in one paragraph, in one update: one small step for each", () => {
    const doc = docOf(p("the quick brown fox"));
    const a = open(copyOf(doc));
    const { person: b, seen } = watched(copyOf(doc));
    a.dispatch(a.state.tr.insertText("A", 17));
    a.dispatch(a.state.tr.insertText("B", 11));
    a.dispatch(a.state.tr.insertText("C", 5));
    caret(b, 8);
    sync(a.doc, b.doc);
    expect(seen.at(-1)?.steps).toHaveLength(3);
    expect(b.state.doc.textBetween(1, b.state.selection.from)).toBe("the Cqui");
    sound(b);
  });

  it("B9: 500 scattered blocks are one replace that keeps every object between them", () => {
    const doc = docOf(...many(1_500));
    const other = copyOf(doc);
    const { person, seen } = watched(copyOf(doc));
    const before = person.state.doc.content.content;
    caret(person, person.state.doc.content.size - 4);
    const place = () => person.state.doc.content.size - person.state.selection.head;
    const from = place();
    other.transact(() => {
      for (let index = 0; index < 500; index++) at(other, index * 3, 0).insert(0, "x");
    });
    sync(other, person.doc);
    expect(seen.at(-1)?.steps).toHaveLength(1);
    expect(seen.at(-1)?.steps[0]).toBeInstanceOf(ReplaceStep);
    const after = person.state.doc.content.content;
    expect(after.filter((block, index) => block === before[index])).toHaveLength(1_000);
    expect(place()).toBe(from);
    expect(person.troubles).toEqual([]);
    sound(person);
  });

  it("5,000 texts changed in one update overflow no stack and write nothing", () => {
    const doc = docOf(...many(5_000));
    const other = copyOf(doc);
    const person = open(copyOf(doc));
    other.transact(() => {
      for (let index = 0; index < 5_000; index++)
        (other.getXmlFragment("default").get(index) as Y.XmlElement).setAttribute("align", "left");
      for (let item = other.getXmlFragment("default")._start; item !== null; item = item.right) {
        (((item.content as Y.ContentType).type as Y.XmlElement).get(0) as Y.XmlText).insert(0, "y");
      }
    });
    sync(other, person.doc);
    expect(person.state.doc.child(4_999).textContent).toBe("yblock 4999");
    expect(person.written).toHaveLength(0);
  });
});

describe("B10: whose transaction it is", () => {
  it("our write inside of somebody else's transaction, which changes the text too", () => {
    const person = open(docOf(p("one"), p("two")));
    person.doc.transact(() => {
      at(person.doc, 1, 0).insert(0, "foreign ");
      person.dispatch(person.state.tr.insertText("own ", 1));
      at(person.doc).insert(0, [new Y.XmlElement("rule")]);
    }, "somebody");
    expect(shown(person.state.doc)).toBe('doc(rule paragraph("own one") paragraph("foreign two"))');
    sound(person);
  });

  it("a listener that writes into the editor before the binding heard of the change: both stay", () => {
    const person = open(docOf(p("words"), p("more")));
    const other = copyOf(person.doc);
    at(other, 0, 0).insert(0, "remote ");
    let once = true;
    at(person.doc, 0, 0).observe(() => {
      if (!once) return;
      once = false;
      person.dispatch(person.state.tr.insertText("!", 6));
    });
    sync(other, person.doc);
    expect(textOf(person)).toBe("remote words!|more");
    sound(person);
  });
});

describe("B11: what a plugin answers to a change of others", () => {
  it("is not written by that, goes with the next local change, and keeps no change of others out", () => {
    const answers = new Plugin({
      appendTransaction: (transactions, _before, state) =>
        transactions.some((tr) => tr.docChanged && tr.getMeta("addToHistory") === false) &&
        !state.doc.textContent.includes("?")
          ? state.tr.insertText("?", 1)
          : null,
    });
    const doc = docOf(p("a"), p("b"));
    const other = copyOf(doc);
    const person = new Headless("own", testSchema, copyOf(doc), [answers]);
    at(other, 1, 0).insert(1, "c");
    sync(other, person.doc);
    expect(person.written).toHaveLength(0);
    person.dispatch(person.state.tr.insertText("!", person.state.doc.content.size - 1));
    expect(textOf(person)).toBe("?a|bc!");
    sync(person.doc, other);
    expect(at(other, 0, 0).toString()).toBe("?a");
    sound(person);
  });

  it("registering a plugin keeps the document object and writes nothing", () => {
    const person = open(docOf(p("a")));
    const { doc } = person.state;
    person.register(new Plugin({}));
    expect(person.state.doc).toBe(doc);
    person.dispatch(person.state.tr.insertText("b", 2));
    expect(person.written).toHaveLength(1);
    expect(person.undoManager.undo()).not.toBeNull();
    expect(textOf(person)).toBe("a");
    sound(person);
  });
});

type Act = (state: EditorState, dispatch: (tr: Transaction) => void) => unknown;
const { heading, codeBlock, bulletList, blockquote, listItem } = testSchema.nodes;

/** What others do to the block that holds the caret ("middle"), with the caret between "mid" and "dle". */
const ACTS: readonly [string, Act, boolean?][] = [
  ["make it a heading", (s, d) => heading && setBlockType(heading)(s, d)],
  ["make it code", (s, d) => codeBlock && setBlockType(codeBlock)(s, d)],
  ["make it a list", (s, d) => bulletList && wrapInList(bulletList)(s, d)],
  ["quote it", (s, d) => blockquote && wrapIn(blockquote)(s, d)],
  ["split it before", (s, d) => d(s.tr.split(s.selection.from - 2))],
  ["split it behind", (s, d) => d(s.tr.split(s.selection.from + 2))],
  ["make all of it bold", (s, d) => d(s.tr.addMark(7, 14, testSchema.mark("bold")))],
  ["type before it", (s, d) => d(s.tr.insertText("many words ", 8))],
  ["type right at it", (s, d) => d(s.tr.insertText("X"))],
  ["take the block before away", (s, d) => d(s.tr.delete(0, 7))],
  ["join it with the one before", (s, d) => d(s.tr.join(7))],
  [
    "move it to the end",
    (s, d) => {
      const block = s.doc.child(1);
      d(s.tr.delete(7, 7 + block.nodeSize).insert(s.doc.content.size - block.nodeSize, block));
    },
  ],
];

describe("B14: the caret", () => {
  it.each(ACTS)("stays between its letters when others %s, and when they take it back", (_name, act) => {
    const doc = docOf(p("first"), p("middle"), p("last"));
    const [a, b] = [open(copyOf(doc)), open(copyOf(doc))];
    caret(a, 11);
    caret(b, 11);
    const around = () => {
      const { $head } = b.state.selection;
      const text = $head.parent.textContent;
      return `${text.slice(0, $head.parentOffset)}^${text.slice($head.parentOffset)}`;
    };
    expect(around()).toBe("mid^dle");
    act(a.state, a.dispatch);
    expect(a.state.doc.eq(b.state.doc)).toBe(false);
    sync(a.doc, b.doc);
    expect(b.state.doc.eq(a.state.doc)).toBe(true);
    expect(around()).toMatch(/d\^X?d/);
    a.undoManager.undo();
    sync(a.doc, b.doc);
    expect(around()).toBe("mid^dle");
    sound(a, b);
  });

  it("stays in a lifted list item, in several wrapped blocks and in an empty block that becomes a heading", () => {
    const lists = docOf(el("bulletList", {}, el("listItem", {}, p("one")), el("listItem", {}, p("two"))));
    const [a, b] = [open(copyOf(lists)), open(copyOf(lists))];
    caret(a, 10);
    caret(b, 11);
    if (listItem) liftListItem(listItem)(a.state, a.dispatch);
    sync(a.doc, b.doc);
    expect(b.state.selection.$head.parent.textContent).toBe("two");
    expect(b.state.selection.$head.parentOffset).toBe(a.state.selection.$head.parentOffset + 1);

    const [c, d] = two(p("x"), p("yy"), p("zzz"));
    c.dispatch(c.state.tr.setSelection(TextSelection.create(c.state.doc, 1, 9)));
    caret(d, 9);
    if (bulletList) wrapInList(bulletList)(c.state, c.dispatch);
    sync(c.doc, d.doc);
    expect([d.state.selection.$head.parent.textContent, d.state.selection.$head.parentOffset]).toEqual([
      "zzz",
      1,
    ]);

    const [e, f] = two(p("x"), p(), p("z"));
    caret(e, 4);
    caret(f, 4);
    if (heading) setBlockType(heading)(e.state, e.dispatch);
    sync(e.doc, f.doc);
    expect(f.state.selection.$head.parent.type).toBe(heading);
  });

  it("decorations in the text stay through a heading", () => {
    const decorations = new Plugin<DecorationSet>({
      state: {
        init: (_config, state) => DecorationSet.create(state.doc, []),
        apply: (tr, set) =>
          tr.getMeta("mark")
            ? DecorationSet.create(tr.doc, [Decoration.inline(8, 11, {})])
            : set.map(tr.mapping, tr.doc),
      },
    });
    const doc = docOf(p("first"), p("middle"));
    const a = open(copyOf(doc));
    const b = new Headless("own", testSchema, copyOf(doc), [decorations]);
    b.dispatch(b.state.tr.setMeta("mark", true));
    caret(a, 9);
    if (heading) setBlockType(heading)(a.state, a.dispatch);
    sync(a.doc, b.doc);
    const set = decorations.getState(b.state);
    expect(set?.find().map(({ from, to }) => [from, to])).toEqual([[8, 11]]);
  });

  it("a selected node and marks that wait for the next letter stay too", () => {
    const doc = docOf(p("text"), el("image", { src: "s" }));
    const [a, b] = [open(copyOf(doc)), open(copyOf(doc))];
    b.dispatch(b.state.tr.setSelection(NodeSelection.create(b.state.doc, 6)));
    a.dispatch(a.state.tr.setNodeAttribute(6, "width", 7).insertText("more ", 1));
    sync(a.doc, b.doc);
    expect(b.state.selection).toBeInstanceOf(NodeSelection);
    expect((b.state.selection as NodeSelection).node.attrs.width).toBe(7);
    caret(b, 3);
    b.dispatch(b.state.tr.addStoredMark(testSchema.mark("bold")));
    a.dispatch(a.state.tr.insertText("!", 1));
    sync(a.doc, b.doc);
    expect(b.state.storedMarks?.map((mark) => mark.type.name)).toEqual(["bold"]);
  });
});

describe("B21: healing", () => {
  it("an error while showing is met by reading anew: all is shown, counted and told without a word of content", () => {
    const doc = docOf(p("one"), p("secret"));
    const other = copyOf(doc);
    const person = open(copyOf(doc));
    const dispatch = person.dispatch;
    let broken = true;
    Object.assign(person, {
      dispatch: (tr: Transaction) => {
        if (broken && tr.docChanged) {
          broken = false;
          throw new RangeError("secret");
        }
        dispatch(tr);
      },
    });
    const untouched = person.state.doc.child(0);
    at(other, 1, 0).insert(0, "the ");
    sync(other, person.doc);
    expect(textOf(person)).toBe("one|the secret");
    expect(person.state.doc.child(0)).toBe(untouched);
    expect(person.binding?.counts.error).toBe(1);
    expect(person.troubles.join()).not.toContain("secret");
    sound(person);
  });

  it("a filter that keeps a change of others out is passed by: the next key takes nothing back", () => {
    const doc = docOf(p("one"), p("two"));
    const other = copyOf(doc);
    const filter = new Plugin({
      filterTransaction: (tr) => tr.getMeta("addToHistory") !== false || !tr.docChanged,
    });
    const person = open(copyOf(doc));
    person.register(filter);
    at(other, 1, 0).insert(0, "word ");
    sync(other, person.doc);
    expect(textOf(person)).toBe("one|word two");
    person.dispatch(person.state.tr.insertText("!", 2));
    sync(person.doc, other);
    expect(at(other, 1, 0).toString()).toBe("word two");
    expect(person.binding?.counts.refused).toBe(1);
  });

  it("an editor that was away hears what it missed when it returns", async () => {
    const person = open(docOf(p("one"), p("two")));
    const block = person.state.doc.child(0);
    person.destroy();
    at(person.doc, 1, 0).insert(0, "missed ");
    await Promise.resolve();
    person.register(new Plugin({}));
    expect(textOf(person)).toBe("one|missed two");
    expect(person.state.doc.child(0)).toBe(block);
    sound(person);
  });

  it("what the schema forbids does not get in: the editor shows what is stored", () => {
    const person = open(docOf(el("toggle", {}, el("toggleTitle", {}, "t"), el("toggleBody", {}, p("b")))));
    const bad = testSchema.nodes.toggle?.create(
      null,
      testSchema.nodes.toggleBody?.create(null, testSchema.node("paragraph")),
    );
    if (bad !== undefined) person.dispatch(person.state.tr.insert(0, bad));
    expect(shown(person.state.doc.child(0))).toBe("toggle(toggleTitle toggleBody(paragraph))");
    expect(() => person.state.doc.check()).not.toThrow();
    sound(person);
  });
});

describe("positions", () => {
  it("are those of the stock binding, there and back, everywhere in a rich document", async () => {
    const { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } = await import(
      "@tiptap/y-tiptap"
    );
    const doc = docOf(
      p("one", el("hardBreak"), "two"),
      el("bulletList", {}, el("listItem", {}, p("a"), p()), el("listItem", {}, p("b"))),
      el("image", { src: "s" }),
      p(),
    );
    const person = open(doc);
    const mirror = person.binding?.mirror;
    if (mirror === undefined) throw new Error("not bound");
    for (let place = 0; place <= person.state.doc.content.size; place++) {
      const own = mirror.relative(place);
      const back = mirror.absolute(own, doc);
      if (person.state.doc.resolve(place).parent.inlineContent) {
        expect([place, back]).toEqual([place, place]);
        const stock = absolutePositionToRelativePosition(
          place,
          person.fragment,
          mirror.mapping as never,
        ) as Y.RelativePosition;
        expect([place, mirror.absolute(stock, doc)]).toEqual([place, place]);
      }
      expect([
        place,
        relativePositionToAbsolutePosition(doc, person.fragment, own, mirror.mapping as never),
      ]).toEqual([place, back]);
    }
  });
});

it("a change inside of an unknown node, or of formatting that cannot be shown, shows or costs nothing", () => {
  const doc = docOf(p("text"), el("columns", {}, el("column", {}, p("left"))));
  const newer = open(copyOf(doc), newerSchema);
  const { person, seen } = watched(copyOf(doc));
  newer.dispatch(newer.state.tr.addMark(1, 3, newerSchema.mark("spoiler")));
  Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(newer.doc), REMOTE);
  expect(seen).toHaveLength(0);
  newer.dispatch(newer.state.tr.insertText("er", 12));
  sync(newer.doc, person.doc);
  expect(JSON.stringify(person.state.doc.child(1).attrs.content)).toContain("lefter".slice(0, 3));
  expect(seen).toHaveLength(1);
  sound(person);
});
