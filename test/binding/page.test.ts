// @vitest-environment jsdom
// The binding in a real view, as the product makes it: keys of others, undo by the editor's commands, a
// placeholder over the clipboard, and what of prosemirror-view is used though it is not public.

import { Editor } from "@tiptap/core";
import { DOMParser, DOMSerializer } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { absolutePositionToRelativePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Binding } from "../../app/_editor/binding/binding.ts";
import { observerOf, readCaret } from "../../app/_editor/binding/caret-guard.ts";
import { brokenInvariants } from "../../app/_editor/binding/check.ts";
import { absoluteIn, relativeIn } from "../../app/_editor/binding/positions.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { unbind } from "../../app/_editor/safety.ts";
import { contentOf, copyOf, REMOTE, sync } from "./headless.ts";
import { at, docOf, el, p } from "./support.ts";

const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function open(doc: Y.Doc): { readonly editor: Editor; readonly doc: Y.Doc; readonly written: Uint8Array[] } {
  const written: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) written.push(update);
  });
  const element = document.createElement("div");
  document.body.append(element);
  const keys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };
  const editor = new Editor({ element, extensions: editorExtensions({ doc, keys, late: whole }) });
  editors.push(editor);
  return { editor, doc, written };
}

const bindingOf = (editor: Editor): Binding =>
  (ySyncPluginKey.getState(editor.state) as { binding: Binding }).binding;

describe("in a view", () => {
  it("draws only what changed: the elements of all other blocks stay", () => {
    const doc = docOf(p("one"), p("two"), p("three"));
    const a = open(copyOf(doc));
    const elements = [...a.editor.view.dom.children];
    const other = copyOf(doc);
    at(other, 1, 0).insert(3, "!");
    sync(other, a.doc);
    other.getXmlFragment("default").insert(0, [new Y.XmlElement("paragraph")]);
    sync(other, a.doc);
    const now = [...a.editor.view.dom.children];
    expect(now.map((element) => elements.indexOf(element))).toEqual([-1, 0, 1, 2]);
    expect(a.editor.getText()).toContain("two!");
    expect(a.written).toHaveLength(0);
    expect(brokenInvariants(bindingOf(a.editor))).toEqual([]);
  });

  it("undoes and redoes by the editor's commands, and says when there is nothing", () => {
    const { editor } = open(docOf(p("text")));
    expect(editor.can().undo()).toBe(false);
    editor.commands.insertContentAt(1, "more ");
    expect(editor.can().undo()).toBe(true);
    editor.commands.undo();
    expect(editor.getText()).toBe("text");
    expect(editor.can().undo()).toBe(false);
    editor.commands.redo();
    expect(editor.getText()).toBe("more text");
  });

  it("goes on after a plugin registers, and stops for good when it is unbound", () => {
    const { editor, doc, written } = open(docOf(p("text")));
    const before = editor.state.doc;
    editor.registerPlugin(new Plugin({}));
    expect(editor.state.doc).toBe(before);
    editor.commands.insertContentAt(1, "a");
    expect(written).toHaveLength(1);
    unbind(editor.state);
    editor.commands.insertContentAt(1, "b");
    at(doc, 0, 0).insert(0, "c");
    expect(written).toHaveLength(2);
    expect(editor.getText()).toBe("batext");
    expect(at(doc, 0, 0).toString()).toBe("catext");
  });

  it("a placeholder over the clipboard, as HTML, is made again with all it holds", () => {
    const video = el("video", { url: "u", size: { w: 1 } }, el("caption", {}, "<b>words</b>"));
    const { editor, doc } = open(docOf(p("a"), video));
    const content = contentOf(at(doc, 1));
    const html = document.createElement("div");
    html.append(DOMSerializer.fromSchema(editor.schema).serializeFragment(editor.state.doc.slice(3).content));
    expect(html.textContent).toBe("<b>words</b>");
    const copied = document.createElement("div");
    copied.innerHTML = html.innerHTML;
    const slice = DOMParser.fromSchema(editor.schema).parseSlice(copied);
    editor.view.dispatch(editor.state.tr.replace(0, 0, slice));
    expect(contentOf(at(doc, 0))).toBe(content);
    expect(contentOf(at(doc, 2))).toBe(content);
    expect(brokenInvariants(bindingOf(editor))).toEqual([]);
  });

  it("tells carets where they are, as the stock binding does", () => {
    const { editor, doc } = open(docOf(p("one"), p("two")));
    const stock = absolutePositionToRelativePosition(
      7,
      doc.getXmlFragment("default"),
      bindingOf(editor).mapping as never,
    ) as Y.RelativePosition;
    expect(absoluteIn(editor.state, stock)).toBe(7);
    expect(absoluteIn(editor.state, relativeIn(editor.state, 8) as Y.RelativePosition)).toBe(8);
    at(doc, 0, 0).insert(0, "xx");
    expect(absoluteIn(editor.state, stock)).toBe(9);
    const never = Y.createRelativePositionFromJSON({ item: { client: 9, clock: 9 } });
    expect(absoluteIn(editor.state, never)).toBeUndefined();
  });

  it("prosemirror-view still has the observer that the caret guard asks", () => {
    const { editor } = open(docOf(p("a")));
    expect(observerOf(editor.view)).toBeDefined();
    expect(() => readCaret(editor.view)).not.toThrow();
  });
});
