// @vitest-environment jsdom
// Blocks that move: by keys, to a gap, in lists and out of them, and with somebody else at the same time.

import { describe, expect, it } from "vitest";
import { blocksOf, duplicate, moveStep, moveTo, without } from "../../app/_editor/ways/blocks.ts";
import { copyOf, docOf, open, type Person, sync, type Tree } from "./support.ts";

const p = (text: string): Exclude<Tree, string> => ["paragraph", {}, text];
const li = (text: string, ...more: Tree[]): Exclude<Tree, string> => ["listItem", {}, p(text), ...more];
const ul = (...items: Tree[]): Exclude<Tree, string> => ["bulletList", {}, ...items];

/** The body as one line: p(a) ul(li(p(b))). */
const short: Readonly<Record<string, string>> = {
  paragraph: "p",
  listItem: "li",
  bulletList: "ul",
  orderedList: "ol",
  taskList: "tl",
  taskItem: "ti",
  blockquote: "q",
  heading: "h",
};

interface Json {
  readonly type: string;
  readonly text?: string;
  readonly content?: readonly Json[];
}

function line({ type, text, content = [] }: Json): string {
  if (type === "text") return text ?? "";
  const inside = content.map(line).join(" ");
  return type === "doc" ? inside : `${short[type] ?? type}(${inside})`;
}

const shown = ({ editor }: Person) => line(editor.getJSON() as Json);

/** Selects from the first letter of one text to the last of another. */
function select({ editor }: Person, first: string, last = first): void {
  let from = -1;
  let to = -1;
  editor.state.doc.descendants((node, pos) => {
    if (node.isText && node.text === first) from = pos;
    if (node.isText && node.text === last) to = pos + node.nodeSize;
  });
  editor.commands.setTextSelection({ from, to });
}

const selected = ({ editor: { state } }: Person) =>
  state.doc.textBetween(state.selection.from, state.selection.to, "|");

function step(person: Person, direction: -1 | 1): boolean {
  const tr = moveStep(person.editor.state, direction);
  if (tr === undefined) return false;
  person.editor.view.dispatch(tr);
  person.editor.state.doc.check();
  return true;
}

const gapBefore = ({ editor }: Person, text: string): number => {
  let found = -1;
  editor.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent === text) found = pos;
  });
  return found;
};

describe("a step up or down", () => {
  it("swaps with the neighbour and keeps the selection", () => {
    const ada = open(docOf(p("one"), p("two"), p("three")));
    select(ada, "two");
    expect(step(ada, 1)).toBe(true);
    expect(shown(ada)).toBe("p(one) p(three) p(two)");
    expect(selected(ada)).toBe("two");
    expect(step(ada, 1)).toBe(false);
    step(ada, -1);
    step(ada, -1);
    expect(shown(ada)).toBe("p(two) p(one) p(three)");
    expect(step(ada, -1)).toBe(false);
  });

  it("takes all selected blocks along", () => {
    const ada = open(docOf(p("one"), p("two"), p("three"), p("four")));
    select(ada, "two", "three");
    step(ada, 1);
    expect(shown(ada)).toBe("p(one) p(four) p(two) p(three)");
    expect(selected(ada)).toBe("two|three");
  });

  it("does not take the block that the selection only touches", () => {
    const ada = open(docOf(p("one"), p("two"), p("three")));
    ada.editor.commands.setTextSelection({ from: 1, to: 6 });
    expect(ada.editor.state.selection.$to.parentOffset).toBe(0);
    expect(blocksOf(ada.editor.state)).toMatchObject({ from: 0, to: 5 });
  });

  it("moves an item with what hangs from it", () => {
    const ada = open(docOf(ul(li("a", ul(li("a1"))), li("b"))));
    select(ada, "a");
    step(ada, 1);
    expect(shown(ada)).toBe("ul(li(p(b)) li(p(a) ul(li(p(a1)))))");
  });

  it("out of a nested list it becomes the item before the one it hung from", () => {
    const ada = open(docOf(ul(li("a"), li("b", ul(li("b1"), li("b2"))))));
    select(ada, "b1");
    step(ada, -1);
    expect(shown(ada)).toBe("ul(li(p(a)) li(p(b1)) li(p(b) ul(li(p(b2)))))");
    expect(selected(ada)).toBe("b1");
  });

  it("the last item of a nested list takes the empty list away with it", () => {
    const ada = open(docOf(ul(li("a", ul(li("a1"))))));
    select(ada, "a1");
    step(ada, 1);
    expect(shown(ada)).toBe("ul(li(p(a)) li(p(a1)))");
  });

  it("out of a list it passes the block before, in a list of its own", () => {
    const ada = open(docOf(p("one"), ul(li("a"), li("b"))));
    select(ada, "a");
    step(ada, -1);
    expect(shown(ada)).toBe("ul(li(p(a))) p(one) ul(li(p(b)))");
    expect(selected(ada)).toBe("a");
  });

  it("out of a quote, and the empty quote goes", () => {
    const ada = open(docOf(p("one"), ["blockquote", {}, p("said")]));
    select(ada, "said");
    step(ada, -1);
    expect(shown(ada)).toBe("p(said) p(one)");
    expect(selected(ada)).toBe("said");
  });

  it("a cell moves its table, not its row", () => {
    const cell = (text: string): Tree => ["tableCell", { colspan: 1, rowspan: 1 }, p(text)];
    const ada = open(docOf(p("one"), ["table", {}, ["tableRow", {}, cell("x")]]));
    select(ada, "x");
    step(ada, -1);
    expect(shown(ada)).toBe("table(tableRow(tableCell(p(x)))) p(one)");
  });
});

describe("to a gap", () => {
  const drop = (person: Person, text: string, before: string) => {
    select(person, text);
    const blocks = blocksOf(person.editor.state);
    if (blocks === undefined) throw new Error("no block");
    const tr = moveTo(person.editor.state, blocks, gapBefore(person, before));
    if (tr !== undefined) person.editor.view.dispatch(tr);
    person.editor.state.doc.check();
    return tr !== undefined;
  };

  it("a paragraph dropped into a list becomes an item, of the list's own kind", () => {
    const ada = open(
      docOf(p("one"), ["taskList", {}, ["taskItem", { checked: true }, p("a")], ["taskItem", {}, p("b")]]),
    );
    select(ada, "one");
    const blocks = blocksOf(ada.editor.state);
    // The gap between the two items: right before the second.
    const gap = gapBefore(ada, "b") - 1;
    const tr = blocks && moveTo(ada.editor.state, blocks, gap);
    expect(tr).toBeDefined();
    if (tr) ada.editor.view.dispatch(tr);
    expect(shown(ada)).toBe("tl(ti(p(a)) ti(p(one)) ti(p(b)))");
    expect(selected(ada)).toBe("one");
  });

  it("a heading does not go between items, and nothing goes into itself", () => {
    const ada = open(docOf(["heading", { level: 2 }, "head"], ul(li("a"), li("b", ul(li("b1"))))));
    select(ada, "head");
    const head = blocksOf(ada.editor.state);
    expect(head && moveTo(ada.editor.state, head, gapBefore(ada, "b") - 1)).toBeUndefined();
    select(ada, "b");
    const b = blocksOf(ada.editor.state);
    expect(b && moveTo(ada.editor.state, b, gapBefore(ada, "b1") - 1)).toBeUndefined();
  });

  it("far across the document, and one undo brings it back", () => {
    const ada = open(docOf(p("one"), p("two"), p("three"), p("four")));
    ada.editor.commands.insertContentAt(ada.editor.state.doc.content.size - 1, "!");
    expect(drop(ada, "one", "four!")).toBe(true);
    expect(shown(ada)).toBe("p(two) p(three) p(one) p(four!)");
    ada.editor.commands.undo();
    expect(shown(ada)).toBe("p(one) p(two) p(three) p(four!)");
  });
});

describe("any block to any gap", () => {
  /** A small generator with a seed, so that what fails can be seen again. */
  const random = (seed: number) => () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296;
  };

  it.each([1, 2, 3, 4, 5, 6])("keeps every word and a sound document (seed %i)", (seed) => {
    const next = random(seed);
    const pick = (count: number) => Math.floor(next() * count);
    let words = 0;
    const text = () => p(`w${words++}`);
    const item = (type: string, depth: number): Tree => [
      type,
      {},
      text(),
      ...(depth < 2 && next() < 0.4 ? [list(depth + 1)] : []),
    ];
    const list = (depth: number): Exclude<Tree, string> => {
      const [outer, inner] = next() < 0.3 ? ["taskList", "taskItem"] : ["bulletList", "listItem"];
      return [outer, {}, ...Array.from({ length: 1 + pick(3) }, () => item(inner, depth))];
    };
    const block = (): Exclude<Tree, string> =>
      [text, () => list(0), () => ["blockquote", {}, text(), list(1)] as const, text][pick(4)]?.() ?? text();
    const ada = open(docOf(...Array.from({ length: 8 }, block)));
    const { editor } = ada;
    const found = () => {
      const all: string[] = [];
      editor.state.doc.descendants((node) => {
        if (node.isTextblock && node.textContent !== "") all.push(node.textContent);
      });
      return all.sort();
    };
    const before = found();
    let moves = 0;
    for (let round = 0; round < 250; round++) {
      editor.commands.setTextSelection(1 + pick(editor.state.doc.content.size - 1));
      const { $head } = editor.state.selection;
      if (!$head.parent.isTextblock) continue;
      const word = $head.parent.textContent;
      const blocks = blocksOf(editor.state);
      if (blocks === undefined) continue;
      const tr =
        next() < 0.5
          ? moveStep(editor.state, next() < 0.5 ? -1 : 1)
          : moveTo(editor.state, blocks, pick(editor.state.doc.content.size + 1));
      if (tr === undefined) continue;
      moves += 1;
      editor.view.dispatch(tr);
      editor.state.doc.check();
      expect(found()).toEqual(before);
      // The caret is still in the block that moved.
      expect(editor.state.selection.$head.parent.textContent).toBe(word);
    }
    expect(moves).toBeGreaterThan(40);
  });
});

describe("duplicate and delete", () => {
  it("the copy stands below and has the selection", () => {
    const ada = open(docOf(p("one"), p("two")));
    select(ada, "one");
    const tr = duplicate(ada.editor.state);
    if (tr) ada.editor.view.dispatch(tr);
    ada.editor.commands.insertContent("copy");
    expect(shown(ada)).toBe("p(one) p(copy) p(two)");
  });

  it("the last item takes its list with it, and the last block leaves a place to write", () => {
    const ada = open(docOf(p("one"), ul(li("a"))));
    select(ada, "a");
    const first = without(ada.editor.state);
    if (first) ada.editor.view.dispatch(first);
    expect(shown(ada)).toBe("p(one)");
    select(ada, "one");
    const last = without(ada.editor.state);
    if (last) ada.editor.view.dispatch(last);
    ada.editor.state.doc.check();
    expect(ada.editor.state.doc.textContent).toBe("");
  });
});

describe("two people", () => {
  it("moving the same block at the same time end with the same document, and each block is there once", () => {
    const ada = open(docOf(p("one"), p("two"), p("three"), p("four")));
    const ben = open(copyOf(ada.doc));
    select(ada, "two");
    select(ben, "two");
    step(ada, -1);
    step(ben, 1);
    sync(ada.doc, ben.doc);
    sync(ben.doc, ada.doc);
    // One of the two has taken a copy away (B24).
    sync(ada.doc, ben.doc);
    expect(shown(ada)).toBe(shown(ben));
    expect(shown(ada).split(" ").sort()).toEqual(["p(four)", "p(one)", "p(three)", "p(two)"]);
    ada.editor.state.doc.check();
  });

  it("moving different blocks at the same time keep both", () => {
    const ada = open(docOf(p("one"), p("two"), ul(li("a"), li("b"), li("c")), p("three")));
    const ben = open(copyOf(ada.doc));
    select(ada, "one");
    step(ada, 1);
    select(ben, "c");
    step(ben, -1);
    sync(ada.doc, ben.doc);
    sync(ben.doc, ada.doc);
    expect(shown(ada)).toBe(shown(ben));
    expect(shown(ada)).toBe("p(two) p(one) ul(li(p(a)) li(p(c)) li(p(b))) p(three)");
  });
});
