// @vitest-environment jsdom
// What is marked for the one who writes: the caret's block in focus mode, a chosen block, and nothing of it
// in the document; and the settings that switch it.

import { Editor } from "@tiptap/core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ThemeScript } from "../../app/_client/theme-script.tsx";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { applyToBlocks } from "../../app/_editor/ways/block-actions.ts";
import { blocksOf, moveStep } from "../../app/_editor/ways/blocks.ts";
import { waysExtensions } from "../../app/_editor/ways/extensions.ts";
import { addBelow, selectBlock } from "../../app/_editor/ways/handle.tsx";
import { markBlocks, refreshHere } from "../../app/_editor/ways/here.ts";
import {
  setView,
  USUAL_VIEW,
  VIEW_KEY,
  type ViewSettings,
  viewSettings,
} from "../../app/_editor/ways/view-settings.ts";

const editors: Editor[] = [];

beforeEach(() => {
  localStorage.clear();
  // jsdom has no layout; what scrolls to the caret asks for it.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});
afterEach(() => {
  setView(USUAL_VIEW);
  for (const editor of editors.splice(0)) editor.destroy();
});

/** Without which way a list runs: its letters say so. */
const html = (editor: Editor) => editor.getHTML().replaceAll(' dir="auto"', "");

function write(html: string): Editor {
  const element = document.createElement("div");
  document.body.append(element);
  const keys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };
  const editor = new Editor({
    element,
    extensions: [...editorExtensions({ doc: new Y.Doc(), keys, late: whole }), ...waysExtensions()],
  });
  editor.commands.setContent(html);
  editors.push(editor);
  return editor;
}

const marked = (editor: Editor, name: string) =>
  [...editor.view.dom.querySelectorAll(`.${name}`)].map((element) => element.textContent);

describe("focus mode", () => {
  it("marks the block of the caret, follows it, and stops when it is switched off", () => {
    const editor = write("<p>one</p><ul><li><p>two</p></li><li><p>three</p></li></ul>");
    editor.commands.setTextSelection(2);
    expect(marked(editor, "here")).toEqual([]);
    setView({ focus: true });
    refreshHere(editor);
    expect(marked(editor, "here")).toEqual(["one"]);
    editor.commands.setTextSelection(9);
    expect(marked(editor, "here")).toEqual(["twothree"]);
    editor.commands.insertContent("!");
    expect(marked(editor, "here")).toEqual(["t!wothree"]);
    setView({ focus: false });
    refreshHere(editor);
    expect(marked(editor, "here")).toEqual([]);
    expect(editor.getHTML()).not.toContain("here");
  });
});

describe("settings of the view", () => {
  it.each<Partial<ViewSettings>>([
    {},
    { width: "wide", size: "larger", toolbar: false },
    { width: "narrow", size: "small" },
    { size: "large", focus: true },
  ])("are worn before the first paint as they are later: %o", (view) => {
    setView(view);
    const code = renderToStaticMarkup(createElement(ThemeScript)).replace(/^<script[^>]*>|<\/script>$/g, "");
    // The script is text for the browser; this is the closest that a test comes to it.
    new Function(code)();
    const { docWidth, docSize, docTools } = document.documentElement.dataset;
    const { width, size, toolbar } = viewSettings();
    expect([docWidth ?? "normal", docSize ?? "normal", docTools !== "off"]).toEqual([width, size, toolbar]);
    for (const name of ["docWidth", "docSize", "docTools"]) delete document.documentElement.dataset[name];
  });

  it("are kept only where they differ from the usual", () => {
    setView({ width: "wide", spelling: false });
    expect(JSON.parse(localStorage.getItem(VIEW_KEY) ?? "")).toEqual({ width: "wide", spelling: false });
    expect(viewSettings()).toEqual({ ...USUAL_VIEW, width: "wide", spelling: false });
    setView({ width: "normal", spelling: true });
    expect(localStorage.getItem(VIEW_KEY)).toBeNull();
  });
});

describe("a chosen block", () => {
  it("is marked until the text changes", () => {
    const editor = write("<p>one</p><p>two</p>");
    editor.commands.setTextSelection(2);
    markBlocks(editor, blocksOf(editor.state));
    expect(marked(editor, "block-chosen")).toEqual(["one"]);
    editor.commands.insertContentAt(7, "x");
    expect(marked(editor, "block-chosen")).toEqual([]);
  });

  it("takes the selection, unless it is among selected blocks already", () => {
    const editor = write("<p>one</p><p>two</p><p>three</p>");
    editor.commands.setTextSelection({ from: 2, to: 8 });
    selectBlock(editor, { from: 5, to: 10, depth: 0 });
    expect(editor.state.selection).toMatchObject({ from: 2, to: 8 });
    selectBlock(editor, { from: 10, to: 17, depth: 0 });
    expect(editor.state.selection.$from.parent.textContent).toBe("three");
  });

  it("gets a neighbour with the slash menu open, an item another item, an empty one itself", () => {
    const editor = write("<p>one</p><ul><li><p>two</p></li></ul><p></p>");
    const item = editor.state.doc.resolve(8);
    addBelow(editor, { from: item.before(2), to: item.after(2), depth: 1 });
    expect(html(editor)).toBe("<p>one</p><ul><li><p>two</p></li><li><p>/</p></li></ul><p></p>");
    expect(editor.view.dom.ownerDocument.activeElement).toBe(editor.view.dom);
    addBelow(editor, { from: 0, to: 5, depth: 0 });
    expect(html(editor)).toBe("<p>one</p><p>/</p><ul><li><p>two</p></li><li><p>/</p></li></ul><p></p>");
    const { size } = editor.state.doc.content;
    addBelow(editor, { from: size - 2, to: size, depth: 0 });
    expect(html(editor)).toMatch(/<\/ul><p>\/<\/p>$/);
  });

  it("is not moved where one may only read", () => {
    const editor = write("<p>one</p><p>two</p>");
    editor.commands.setTextSelection(2);
    editor.setEditable(false);
    expect(applyToBlocks(editor, (state) => moveStep(state, 1))).toBe(false);
    expect(editor.getHTML()).toBe("<p>one</p><p>two</p>");
  });
});
