// @vitest-environment jsdom
// The parts of an editor that come after the first key: once they are here it is the editor that it would
// have been, and nothing that was written or pasted meanwhile is lost.

import { Editor } from "@tiptap/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { fillSlots, LATE, type LateName, slot, WAYS } from "../../app/_editor/late.ts";
import { lateParts, whole } from "../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { slashOf } from "../../app/_editor/ways/slash.ts";
import { contentOf } from "../../lib/doc.ts";
import { copyOf, sync } from "./support.ts";

const keys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };
const editors: Editor[] = [];
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function open(doc: Y.Doc, late: (name: LateName) => ReturnType<typeof slot>): Editor {
  const element = document.createElement("div");
  document.body.append(element);
  const editor = new Editor({
    element,
    extensions: [...editorExtensions({ doc, keys, late }), ...WAYS.map(late)],
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  editors.push(editor);
  return editor;
}

/** What each plugin is: its key without the number that the library adds, and what it takes part in. */
const plugins = (editor: Editor) =>
  editor.state.plugins.map(({ spec, props }) => [
    String((spec.key as { key?: string } | undefined)?.key ?? "").replace(/\$.*$/, "$"),
    Object.keys(props).sort().join(),
    spec.appendTransaction !== undefined,
  ]);

const paste = (html: string, text: string) => {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const getData = (type: string) => (type === "text/html" ? html : type === "text/plain" ? text : "");
  return Object.assign(event, { clipboardData: { getData, files: [], types: [], items: [] } });
};

describe("what comes late", () => {
  it("has the rank that its slot keeps for it", () => {
    const parts = lateParts();
    const ranks = Object.entries(parts).map(([name, part]) => [name, part.config.priority ?? 100]);
    expect(Object.fromEntries(ranks)).toEqual(LATE);
  });

  it("stands where it would stand in an editor that had everything from the start", () => {
    const late = open(new Y.Doc(), slot);
    const before = late.state.plugins.length;
    fillSlots(late, lateParts());
    expect(late.state.plugins.length).toBeGreaterThan(before);
    expect(plugins(late)).toEqual(plugins(open(new Y.Doc(), whole)));
  });

  it("leaves the text, its undo and the other person as they are, and writing goes on", () => {
    const doc = new Y.Doc();
    const editor = open(doc, slot);
    const { view } = editor;
    view.dispatch(view.state.tr.insertText("one ", 1));
    const dom = view.dom.firstChild;
    fillSlots(editor, lateParts());
    expect(view.dom.firstChild).toBe(dom);
    view.dispatch(view.state.tr.insertText("two", 5));
    const other = copyOf(doc);
    (contentOf(other).get(0) as Y.XmlElement).insert(1, [new Y.XmlText(" three")]);
    sync(other, doc);
    expect(editor.getText()).toBe("one two three");
    editor.commands.undo();
    expect(editor.getText()).toBe(" three");
  });

  it("brings its commands and its menu", () => {
    const editor = open(new Y.Doc(), slot);
    expect(slashOf(editor)).toBeUndefined();
    fillSlots(editor, lateParts());
    editor.commands.insertTable({ rows: 1, cols: 1 });
    expect(editor.getHTML()).toContain("<table");
    editor.commands.setContent("<p>x</p>");
    editor.chain().selectAll().setLink({ href: "https://example.org" }).run();
    expect(editor.getHTML()).toContain('href="https://example.org"');
    expect(slashOf(editor)?.get()).toBeUndefined();
  });

  it("what is pasted before its cleaner is here waits for it, and comes clean", () => {
    // jsdom has none; the view makes one to paste what it is handed.
    vi.stubGlobal("ClipboardEvent", class extends Event {});
    const editor = open(new Y.Doc(), slot);
    const dirty = '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span>kept</span></p></b>';
    editor.view.dom.dispatchEvent(paste(dirty, "kept"));
    expect(editor.getText()).toBe("");
    fillSlots(editor, lateParts());
    expect(editor.getHTML()).toBe("<p>kept</p>");
  });

  it("pictures that are dragged in before their part is here wait for it, and come where they were dropped", () => {
    vi.stubGlobal("ClipboardEvent", class extends Event {});
    const doc = new Y.Doc();
    const editor = open(doc, slot);
    editor.view.dispatch(editor.state.tr.insertText("before after", 1));
    vi.spyOn(editor.view, "posAtCoords").mockReturnValue({ pos: 8, inside: -1 });
    const html = '<p>with<img src="https://example.org/a.png" alt="a picture"></p>';
    const getData = (type: string) => (type === "text/html" ? html : "");
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(event, {
      clientX: 0,
      clientY: 0,
      dataTransfer: { files: [], getData, types: ["text/html"] },
    });
    editor.view.dom.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(editor.getText()).toBe("before after");
    fillSlots(editor, lateParts());
    expect(editor.getText()).toBe("before withafter");
  });

  it("nothing happens to an editor that is gone by then", () => {
    const editor = open(new Y.Doc(), slot);
    editor.destroy();
    expect(() => fillSlots(editor, lateParts())).not.toThrow();
  });
});
