// @vitest-environment jsdom
// Editors on shared documents: they converge, opening writes nothing, undo is own, nothing is deleted
// for being odd, and what cannot be shown stops the editor before it can answer.

import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { domObserverOf, unbind } from "../../app/_editor/safety.ts";
import { firstUnknown, knownBy, watchForUnknown } from "../../app/_editor/schema-guard.ts";
import { contentOf } from "../../lib/doc.ts";
import { copyOf, deepDoc, docOf, element, open, type Person, sync } from "./support.ts";

const people: Person[] = [];
const join = (doc?: Y.Doc): Person => {
  const person = open(doc);
  people.push(person);
  return person;
};
afterEach(() => {
  for (const { editor } of people.splice(0)) editor.destroy();
});

const RICH = () =>
  docOf(
    ["heading", { level: 2 }, "What changes"],
    ["paragraph", {}, "One boat instead of two 🚤."],
    ["taskList", {}, ["taskItem", { checked: true }, ["paragraph", {}, "Ask the school"]]],
    [
      "table",
      {},
      [
        "tableRow",
        {},
        ["tableHeader", { colspan: 1, rowspan: 1 }, ["paragraph", {}, "Crossing"]],
        ["tableCell", { colspan: 1, rowspan: 1 }, ["paragraph", {}, "06:30"]],
      ],
    ],
    ["codeBlock", { language: null as unknown as string }, "tide --days 45"],
  );

describe("opening", () => {
  it("writes nothing: not into an empty document, not into a rich one, not by moving the caret", () => {
    for (const doc of [new Y.Doc(), RICH()]) {
      const { editor, written } = join(doc);
      editor.commands.setTextSelection(1);
      editor.commands.focus("end");
      editor.commands.setTextSelection(2);
      expect(written).toHaveLength(0);
    }
  });

  it("writes nothing while others write", () => {
    const a = join(RICH());
    const b = join(copyOf(a.doc));
    a.editor.commands.insertContentAt(1, "Now: ");
    a.editor.commands.insertContentAt(1, "https://example.org ");
    sync(a.doc, b.doc);
    expect(b.editor.getText()).toContain("Now:");
    expect(b.written).toHaveLength(0);
  });

  it("does not link again what somebody unlinked", () => {
    const a = join(docOf(["paragraph", {}, "https://example.org"], ["paragraph", {}, "x"]));
    const b = join(copyOf(a.doc));
    b.editor.commands.insertContentAt(b.editor.state.doc.content.size - 1, "y z ");
    sync(b.doc, a.doc);
    expect(a.editor.getHTML()).not.toContain("<a");
    expect(a.written).toHaveLength(0);
  });
});

describe("two editors", () => {
  it("end with the same text after editing at once", () => {
    const a = join(RICH());
    const b = join(copyOf(a.doc));
    a.editor.commands.insertContentAt(1, "First ");
    b.editor.commands.insertContentAt(20, "second");
    b.editor.chain().setTextSelection(3).toggleHeading({ level: 3 }).run();
    a.editor.commands.insertContentAt(a.editor.state.doc.content.size, {
      type: "paragraph",
      content: [{ type: "text", text: "end" }],
    });
    sync(a.doc, b.doc);
    sync(b.doc, a.doc);
    expect(a.editor.getJSON()).toEqual(b.editor.getJSON());
    expect(contentOf(a.doc).toString()).toBe(contentOf(b.doc).toString());
  });

  it("undo only what they did themselves", () => {
    const a = join(docOf(["paragraph", {}, "word"]));
    const b = join(copyOf(a.doc));
    a.editor.commands.insertContentAt(1, "mine ");
    b.editor.commands.insertContentAt(5, " yours");
    sync(a.doc, b.doc);
    sync(b.doc, a.doc);
    a.editor.commands.undo();
    expect(a.editor.getText()).toBe("word yours");
    a.editor.commands.undo();
    expect(a.editor.getText()).toBe("word yours");
    a.editor.commands.redo();
    expect(a.editor.getText()).toBe("mine word yours");
  });

  it("take back a command apart from the typing around it", () => {
    const a = join(docOf(["paragraph", {}, "x"]));
    a.editor.commands.setTextSelection(2);
    a.editor.commands.insertContent("a");
    a.editor.chain().toggleHeading({ level: 2 }).run();
    a.editor.commands.insertContent("b");
    a.editor.commands.undo();
    expect(a.editor.getHTML()).toBe("<h2>xa</h2>");
    a.editor.commands.undo();
    expect(a.editor.getHTML()).toBe("<p>xa</p>");
    a.editor.commands.undo();
    expect(a.editor.getHTML()).toBe("<p>x</p>");
  });
});

describe("what two valid edits leave behind", () => {
  it("keeps a list item that lost its paragraph: it gets an empty one, the rest stays", () => {
    const doc = docOf([
      "bulletList",
      {},
      ["listItem", {}, ["bulletList", {}, ["listItem", {}, ["paragraph", {}, "kept"]]]],
    ]);
    const { editor, written } = join(doc);
    expect(editor.getText()).toContain("kept");
    expect(written).toHaveLength(0);
    expect(contentOf(doc).toString()).toContain("kept");
  });

  it("keeps a table whose row lost its cells, and code that was made bold", () => {
    const doc = docOf(["table", {}, ["tableRow", {}]], ["codeBlock", {}, "let a"]);
    const text = (contentOf(doc).get(1) as Y.XmlElement).get(0) as Y.XmlText;
    text.format(0, 3, { bold: {} });
    const { editor } = join(doc);
    expect(editor.getText()).toContain("let a");
    expect(contentOf(doc).length).toBe(2);
    expect(contentOf(doc).toString()).toContain("let");
  });
});

describe("what this schema does not know", () => {
  const known = () => knownBy(join().editor.schema);

  it("is nothing in a rich document", () => {
    expect(firstUnknown(contentOf(RICH()), known())).toBeUndefined();
    const a = join();
    a.editor.commands.setContent(
      '<p><strong>a</strong><em>b</em><u>c</u><s>d</s><code>e</code><mark>f</mark><a href="https://x.org">g</a><br>h</p><ol start="3"><li><p>i</p></li></ol><blockquote><p>j</p></blockquote><hr><h1>k</h1>',
    );
    expect(firstUnknown(contentOf(a.doc), knownBy(a.editor.schema))).toBeUndefined();
  });

  it.each([
    ["a node", docOf(["paragraph", {}, "a"], ["blockquote", {}, ["video", {}, "b"]]), "video"],
    ["an attribute", docOf(["paragraph", { lang: "de" }, "a"]), "paragraph.lang"],
  ])("is found: %s", (_what, doc, name) => {
    expect(firstUnknown(contentOf(doc), known())).toBe(name);
  });

  it("is found: a mark, an attribute of a mark, an embed, text outside of a block", () => {
    const make = (change: (text: Y.XmlText, doc: Y.Doc) => void) => {
      const doc = docOf(["paragraph", {}, "abc"]);
      change((contentOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText, doc);
      return firstUnknown(contentOf(doc), known());
    };
    expect(make((text) => text.format(0, 2, { comment: { id: 1 } }))).toBe("comment");
    expect(make((text) => text.format(0, 2, { link: { href: "x", note: 1 } }))).toBe("link.note");
    expect(make((text) => text.insertEmbed(1, { image: 1 }))).toBe("#embed");
    expect(make((_text, doc) => contentOf(doc).push([new Y.XmlText("bare")]))).toBe("#text");
  });

  it("is found however deep it lies, and too deep is unknown too", () => {
    expect(firstUnknown(contentOf(deepDoc(150, ["video", {}])), known())).toBe("video");
    expect(firstUnknown(contentOf(deepDoc(5_000, ["paragraph", {}])), known())).toBe("#depth");
  });

  it("stops an editor before it can delete what arrives: 0 updates, and its edits go nowhere", () => {
    for (const arrives of [
      (fragment: Y.XmlFragment) => fragment.insert(1, [element(["video", {}, "new"])]),
      (fragment: Y.XmlFragment) =>
        ((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 1, { comment: {} }),
      (fragment: Y.XmlFragment) => (fragment.get(0) as Y.XmlElement).setAttribute("lang", "de"),
      (fragment: Y.XmlFragment) => (fragment.get(0) as Y.XmlElement).push([element(["video", {}, "deep"])]),
    ]) {
      const doc = docOf(["paragraph", {}, "text"]);
      const other = copyOf(doc);
      const found: string[] = [];
      let person: Person | undefined;
      watchForUnknown(contentOf(doc), known(), (name) => {
        found.push(name);
        if (person !== undefined) unbind(person.editor.state);
      });
      person = join(doc);
      arrives(contentOf(other));
      sync(other, doc);
      expect(found).toHaveLength(1);
      person.editor.commands.setTextSelection(1);
      person.editor.commands.insertContent("lost on purpose");
      expect(person.written).toHaveLength(0);
      expect(contentOf(doc).toString()).toBe(contentOf(other).toString());
    }
  });

  it("does not stop for what it knows", () => {
    const doc = RICH();
    const other = join(copyOf(doc));
    const found: string[] = [];
    watchForUnknown(contentOf(doc), known(), (name) => found.push(name));
    const person = join(doc);
    other.editor.chain().setTextSelection(3).toggleBold().insertTable({ rows: 2, cols: 2 }).run();
    other.editor.commands.setContent("<ul data-type='taskList'><li data-type='taskItem'><p>x</p></li></ul>");
    sync(other.doc, doc);
    expect(found).toEqual([]);
    expect(person.editor.getJSON()).toEqual(other.editor.getJSON());
  });
});

describe("prosemirror-view", () => {
  it("still has the observer that reads the caret before a change from elsewhere", () => {
    expect(domObserverOf(join().editor.view)).toBeDefined();
  });
});
