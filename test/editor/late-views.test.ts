// @vitest-environment jsdom
// Blocks whose views come late: a text that has them waits for these, and one that gets them from somebody else in
// between is the very same text once the views are here.

import { Editor } from "@tiptap/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { blockParts } from "../../app/_editor/blocks/parts.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { fillSlots, type Late, slot } from "../../app/_editor/late.ts";
import { lateParts, whole } from "../../app/_editor/late-parts.ts";
import { needsViews } from "../../app/_editor/late-views.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { contentOf } from "../../lib/doc.ts";
import { type Block, EVERYTHING, p } from "./everything.ts";
import { docOf, element, sync } from "./support.ts";

const keys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };
const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function open(doc: Y.Doc, late: Late): Editor {
  const place = document.createElement("div");
  document.body.append(place);
  const editor = new Editor({
    element: place,
    extensions: editorExtensions({ doc, keys, late }),
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  editors.push(editor);
  return editor;
}

/** Numbers of boxes and the like are given as they come. */
const looks = (editor: Editor) => editor.view.dom.innerHTML.replace(/task-\d+/g, "task");
/** What somebody else puts at the end. */
function fromElsewhere(doc: Y.Doc, ...blocks: readonly Block[]): void {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  contentOf(other).push(blocks.map(element));
  sync(other, doc);
}

describe("a text", () => {
  it("of words, lists, code and tables is shown without waiting for more", () => {
    const plain = docOf(
      ["heading", { level: 2 }, "Crossing"],
      ["bulletList", {}, ["listItem", {}, p("a coat")]],
      ["codeBlock", { language: "rust" }, "sail();"],
      ["table", {}, ["tableRow", {}, ["tableCell", { colspan: 1, rowspan: 1 }, p("07:10")]]],
    );
    expect(needsViews(contentOf(plain))).toBe(false);
  });

  it.each([
    ["callout", { kind: "tip" }, p("a coat")],
    ["toggle", {}, p("a line")],
    ["mathBlock", {}, "x"],
    ["bookmark", { href: "https://example.org/" }],
    ["toc", {}],
    ["pageBreak", {}],
    ["blockquote", {}, ["paragraph", {}, "on ", ["date", { day: "2026-11-21" }]]],
    ["bulletList", {}, ["listItem", {}, ["paragraph", {}, ["mathInline", { source: "x" }]]]],
  ] as const satisfies readonly Block[])("with a %s waits for its view", (...block) => {
    const doc = docOf(p("before"), block as Block, p("after"));
    expect(needsViews(contentOf(doc))).toBe(true);
    const content = contentOf(doc);
    content.delete(1, 1);
    expect(needsViews(content)).toBe(false);
  });

  it("that waited looks from its first moment as if everything had been here", () => {
    const late: Late = (name) => (name in blockParts ? whole(name) : slot(name));
    const editor = open(docOf(...EVERYTHING), late);
    const first = editor.view.dom.querySelector('[data-type="callout"]');
    expect(first?.querySelector("select")).not.toBeNull();
    fillSlots(editor, lateParts());
    expect(editor.view.dom.querySelector('[data-type="callout"]')).toBe(first);
    expect(looks(editor)).toBe(looks(open(docOf(...EVERYTHING), whole)));
  });
});

describe("blocks of somebody else that come before their views", () => {
  it("stand there in plain, and are the same as ever once the views are here", () => {
    const doc = docOf(p("mine"));
    const editor = open(doc, slot);
    fromElsewhere(doc, ...EVERYTHING);
    expect(editor.view.dom.querySelector('[data-type="callout"]')?.textContent).toBe("Bring a coatand a hat");
    expect(editor.view.dom.querySelector(".callout-kind")).toBeNull();
    const before = Y.encodeStateAsUpdate(doc);
    fillSlots(editor, lateParts());
    expect(looks(editor)).toBe(looks(open(docOf(p("mine"), ...EVERYTHING), whole)));
    // Looking alone has written nothing.
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    editor.view.dispatch(editor.state.tr.insertText("still ", 1));
    expect(contentOf(doc).toString()).toContain("still mine");
  });

  it("may be written in meanwhile, and changed by their maker", () => {
    const doc = docOf(p("mine"));
    const editor = open(doc, slot);
    fromElsewhere(doc, ["callout", { kind: "tip" }, p("a coat")], ["bookmark", { href: null }], p(""));
    editor.view.dispatch(editor.state.tr.insertText("warm ", 10));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    (contentOf(other).get(1) as Y.XmlElement).setAttribute("kind", "danger");
    sync(other, doc);
    fillSlots(editor, lateParts());
    const callout = editor.view.dom.querySelector<HTMLElement>('[data-type="callout"]');
    expect(callout?.querySelector("select")?.value).toBe("danger");
    expect(callout?.querySelector(".callout-body")?.textContent).toContain("warm");
  });

  it("wait for the end of a word that an input method is in the middle of", async () => {
    const doc = docOf(p("mine"));
    const editor = open(doc, slot);
    fromElsewhere(doc, ["callout", { kind: "tip" }, p("a coat")]);
    const own = editor.view.dom.firstChild;
    const composing = vi.spyOn(editor.view, "composing", "get").mockReturnValue(true);
    fillSlots(editor, lateParts());
    expect(editor.view.dom.firstChild).toBe(own);
    expect(editor.view.dom.querySelector(".callout-kind")).toBeNull();
    composing.mockReturnValue(false);
    editor.view.dom.dispatchEvent(new Event("compositionend"));
    await vi.waitFor(() => expect(editor.view.dom.querySelector(".callout-kind")).not.toBeNull());
  });

  it("that are not there leave the text as it was drawn", () => {
    const editor = open(docOf(p("mine"), ["heading", { level: 2 }, "and more"]), slot);
    const drawn = [...editor.view.dom.children];
    fillSlots(editor, lateParts());
    expect([...editor.view.dom.children]).toEqual(drawn);
    for (const [index, child] of drawn.entries()) expect(editor.view.dom.children[index]).toBe(child);
  });
});

describe("what makes such a block", () => {
  it("by its letters works once it is here", () => {
    const editor = open(docOf(p("")), slot);
    fillSlots(editor, lateParts());
    editor.commands.focus("end");
    const { view } = editor;
    for (const letter of "[!tip] ") {
      const { from, to } = view.state.selection;
      const typed = () => view.state.tr.insertText(letter, from, to);
      if (!view.someProp("handleTextInput", (take) => take(view, from, to, letter, typed)))
        view.dispatch(typed());
    }
    expect(view.dom.querySelector('[data-type="callout"] .callout-kind')).not.toBeNull();
  });
});
