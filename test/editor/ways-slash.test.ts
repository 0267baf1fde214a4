// @vitest-environment jsdom
// The slash menu as one types: when it opens, what it shows, what its keys do, and when it stays out of the way.

import { Editor } from "@tiptap/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { parseRecentActions, RECENT_ACTIONS_KEY } from "../../app/_editor/commands/recent.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { whole } from "../../app/_editor/late-parts.ts";
import { waysExtensions } from "../../app/_editor/ways/extensions.ts";
import { slashOf } from "../../app/_editor/ways/slash.ts";
import { docOf, sync } from "./support.ts";

const editors: Editor[] = [];
beforeEach(() => {
  localStorage.clear();
  // jsdom has no layout; what scrolls to the caret asks for it.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function write(doc = new Y.Doc()) {
  const element = document.createElement("div");
  document.body.append(element);
  const keys = { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} };
  const editor = new Editor({
    element,
    extensions: [...editorExtensions({ doc, keys, late: whole }), ...waysExtensions()],
  });
  editors.push(editor);
  editor.view.focus();
  const store = slashOf(editor);
  if (store === undefined) throw new Error("no slash menu");
  return {
    editor,
    doc,
    menu: () => store.get(),
    labels: () => store.get()?.rows.map(({ item }) => item.label),
    /** Letter by letter, as keys and input methods put them in. */
    type(text: string) {
      for (const letter of text) {
        const { from, to } = editor.state.selection;
        const handled = editor.view.someProp("handleTextInput", (handle) =>
          handle(editor.view, from, to, letter, () => editor.state.tr.insertText(letter, from, to)),
        );
        if (handled !== true) editor.view.dispatch(editor.state.tr.insertText(letter, from, to));
      }
    },
    press(key: string, init: KeyboardEventInit = {}) {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
      editor.view.dom.dispatchEvent(event);
      return event.defaultPrevented;
    },
    html: () => editor.getHTML(),
  };
}

describe("it opens", () => {
  it("at the start of a block and after a space, with everything that may be put in", () => {
    const ada = write();
    ada.type("/");
    expect(ada.labels()).toContain("Heading 1");
    expect(ada.labels()).toContain("Table");
    ada.press("Escape");
    ada.type(" and /");
    expect(ada.menu()?.query).toBe("");
  });

  it("not inside a word, an address or code", () => {
    const ada = write();
    ada.type("and/or https:/");
    expect(ada.menu()).toBeUndefined();
    ada.editor.commands.setContent("<pre><code></code></pre>");
    ada.editor.commands.focus("end");
    ada.type("/");
    expect(ada.menu()).toBeUndefined();
  });

  it("not for what somebody else types, what is pasted, or where the caret is put beside it", () => {
    const ada = write(docOf(["paragraph", {}, ""]));
    const ben = write(new Y.Doc());
    sync(ada.doc, ben.doc);
    ada.editor.commands.setTextSelection(1);
    ben.editor.commands.setTextSelection(1);
    ben.type("/");
    sync(ben.doc, ada.doc);
    expect(ben.menu()).toBeDefined();
    expect(ada.menu()).toBeUndefined();
    ada.editor.commands.setTextSelection(2);
    expect(ada.menu()).toBeUndefined();
    ada.editor.view.dispatch(ada.editor.state.tr.insertText(" /").setMeta("uiEvent", "paste"));
    expect(ada.menu()).toBeUndefined();
    // As a change from elsewhere or an undo comes, with the caret behind it.
    ada.editor.view.dispatch(ada.editor.state.tr.insertText(" /").setMeta("addToHistory", false));
    expect(ada.menu()).toBeUndefined();
    ada.editor.view.dispatch(ada.editor.state.tr.insertText(" /"));
    expect(ada.menu()).toBeDefined();
  });
});

describe("it finds", () => {
  it.each([
    ["head", "Heading 1"],
    ["h2", "Heading 2"],
    ["todo", "Task list"],
    ["ul", "Bulleted list"],
    ["LÏST num", "Numbered list"],
    ["nl", "Numbered list"],
    ["hr", "Dividing line"],
  ])("%s: %s", (typed, label) => {
    const ada = write();
    ada.type(`/${typed}`);
    expect(ada.labels()?.[0]).toBe(label);
  });

  it("closes when nothing is called so after a few letters, and after a space", () => {
    const ada = write();
    ada.type("/xq");
    expect(ada.menu()?.rows).toEqual([]);
    ada.type("zw");
    expect(ada.menu()).toBeUndefined();
    ada.type(" /x ");
    expect(ada.menu()).toBeUndefined();
    expect(ada.html()).toContain("/xqzw /x ");
  });
});

describe("its keys", () => {
  it("arrows choose around the ends, Enter does it, and what was typed is gone", () => {
    const ada = write();
    ada.type("some /head");
    expect(ada.menu()?.chosen).toBe(0);
    ada.press("ArrowUp");
    expect(ada.menu()?.chosen).toBe((ada.menu()?.rows.length ?? 0) - 1);
    ada.press("ArrowDown");
    ada.press("ArrowDown");
    expect(ada.press("Enter")).toBe(true);
    expect(ada.html()).toBe("<h3>some </h3>");
    expect(ada.menu()).toBeUndefined();
  });

  it("Tab does it too, in one go with the letters", () => {
    const ada = write();
    ada.type("/quote");
    ada.press("Tab");
    expect(ada.html()).toBe('<blockquote dir="auto"><p></p></blockquote>');
  });

  it("one undo takes back the command and brings back what was typed", () => {
    const ada = write();
    ada.type("/h1");
    ada.press("Enter");
    expect(ada.html()).toBe("<h2></h2>");
    ada.editor.commands.undo();
    expect(ada.html()).toBe("<p>/h1</p>");
    expect(ada.menu()).toBeUndefined();
  });

  it("what a block is already stays, and is not switched off", () => {
    const ada = write();
    ada.editor.commands.setContent("<h2>Title</h2>");
    ada.editor.commands.focus("end");
    ada.type(" /h1");
    ada.press("Enter");
    expect(ada.html()).toBe("<h2>Title </h2>");
  });

  it("Escape closes it and leaves the text; it stays closed while one goes on", () => {
    const ada = write();
    ada.type("/he");
    expect(ada.press("Escape")).toBe(true);
    ada.type("ad");
    expect(ada.menu()).toBeUndefined();
    expect(ada.html()).toBe("<p>/head</p>");
  });

  it("while an input method composes, Enter and arrows are its own", () => {
    const ada = write();
    ada.type("/head");
    ada.editor.view.dom.dispatchEvent(new CompositionEvent("compositionstart"));
    ada.press("Enter", { isComposing: true, keyCode: 229 });
    expect(ada.html()).toBe("<p>/head</p>");
    expect(ada.menu()).toBeDefined();
  });

  it("a caret that leaves closes it, and so does deleting the slash", () => {
    const ada = write();
    ada.type("/he");
    ada.editor.commands.setTextSelection(1);
    expect(ada.menu()).toBeUndefined();
    const ben = write();
    ben.type("/");
    ben.editor.view.dispatch(ben.editor.state.tr.delete(1, 2));
    expect(ben.menu()).toBeUndefined();
  });

  it("stays open on its words while somebody else types above", () => {
    const ada = write(docOf(["paragraph", {}, "one"], ["paragraph", {}, ""]));
    const ben = write(new Y.Doc());
    sync(ada.doc, ben.doc);
    ada.editor.commands.setTextSelection(6);
    ada.type("/tas");
    sync(ada.doc, ben.doc);
    ben.editor.commands.insertContentAt(1, "Before ");
    sync(ben.doc, ada.doc);
    expect(ada.menu()?.query).toBe("tas");
    ada.press("Enter");
    expect(ada.html()).toContain("Before one");
    expect(ada.html()).toContain('data-type="taskList"');
    expect(ada.html()).not.toContain("/tas");
  });
});

describe("what was used before", () => {
  it("stands first, is bounded, and survives nonsense in the storage", () => {
    const ada = write();
    ada.type("/table");
    ada.press("Enter");
    const ben = write();
    ben.type("/");
    expect(ben.labels()?.[0]).toBe("Table");
    expect(ben.menu()?.recent).toBe(1);
    expect(localStorage.getItem(RECENT_ACTIONS_KEY)).toBe('["table"]');

    expect(parseRecentActions("{")).toEqual([]);
    expect(parseRecentActions('["a", 1, "a", null, "b"]')).toEqual(["a", "b"]);
    expect(parseRecentActions(JSON.stringify(Array.from({ length: 99 }, (_, at) => `n${at}`)))).toHaveLength(
      12,
    );
  });
});
