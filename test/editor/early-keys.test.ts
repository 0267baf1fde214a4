// @vitest-environment jsdom
// Keys that are pressed before their menu is there: kept in their order, given back once, and never lost.

import { Editor } from "@tiptap/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { type EarlyKeys, HOLD_MS, keepEarlyKeys } from "../../app/_editor/early-keys.ts";
import { editorExtensions } from "../../app/_editor/extensions.ts";
import { fillSlots, slot, WAYS } from "../../app/_editor/late.ts";
import { lateParts } from "../../app/_editor/late-parts.ts";
import { fillInsteadOfRefusing } from "../../app/_editor/safety.ts";
import { openSlash, slashOf } from "../../app/_editor/ways/slash.ts";

let editor: Editor;
let early: EarlyKeys;
/** What came through to the page, and what was written as a browser writes. */
const through: string[] = [];
const onKey = ({ key, ctrlKey }: KeyboardEvent) => through.push(`${ctrlKey ? "Ctrl+" : ""}${key}`);

beforeEach(() => {
  vi.useFakeTimers();
  const element = document.createElement("div");
  document.body.append(element);
  editor = new Editor({
    element,
    extensions: [
      ...editorExtensions({
        doc: new Y.Doc(),
        keys: { toTitle: () => {}, toToolbar: () => {}, editLink: () => {} },
      }),
      ...WAYS.map(slot),
    ],
    onBeforeCreate: ({ editor: made }) => fillInsteadOfRefusing(made.schema),
  });
  early = keepEarlyKeys(editor.view);
  through.length = 0;
  window.addEventListener("keydown", onKey, true);
  Object.assign(document, {
    execCommand: (_: string, __: boolean, text: string) => through.push(`writes ${text}`),
  });
  editor.view.focus();
});

afterEach(() => {
  window.removeEventListener("keydown", onKey, true);
  early.stop();
  editor.destroy();
  vi.useRealTimers();
});

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const target = document.activeElement ?? document.body;
  return target.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
}

/** A letter as a browser writes it. */
function write(text: string): void {
  for (const letter of text) {
    editor.view.dom.dispatchEvent(new InputEvent("beforeinput", { data: letter, inputType: "insertText" }));
    editor.view.dispatch(editor.state.tr.insertText(letter));
  }
}

const fill = async () => {
  fillSlots(editor, lateParts());
  early.replay(() => openSlash(editor));
  await vi.runAllTimersAsync();
};

describe("keys before their menu", () => {
  it("wait from the menu's key on, and come in their order", async () => {
    expect(press("a")).toBe(true);
    expect(press("k", { ctrlKey: true })).toBe(false);
    for (const key of ["q", "u", "o", "Enter"]) expect(press(key)).toBe(false);
    expect(through).toEqual(["a"]);
    await fill();
    expect(through).toEqual(["a", "Ctrl+k", "q", "writes q", "u", "writes u", "o", "writes o", "Enter"]);
    expect(press("z")).toBe(true);
  });

  it("choose in the menu of a slash that was typed before it was there", async () => {
    write("/h1");
    expect(press("Enter")).toBe(false);
    expect(slashOf(editor)).toBeUndefined();
    await fill();
    expect(editor.getJSON().content?.[0]).toMatchObject({ type: "heading", attrs: { level: 2 } });
    expect(editor.getText()).toBe("");
  });

  it("the menu of such a slash opens by itself", async () => {
    write("and /h1");
    await fill();
    expect(slashOf(editor)?.get()?.query).toBe("h1");
  });

  it.each(["either/or", "a /b c/", "1/2"])("after %j a key is only a key", async (text) => {
    write(text);
    press("Escape");
    expect(through).toEqual(["Escape"]);
    await fill();
    expect(slashOf(editor)?.get()).toBeUndefined();
  });

  it("a slash that others wrote, or that stood there, is none of it", async () => {
    editor.view.dispatch(editor.state.tr.insertText("/h1"));
    press("Escape");
    expect(through).toEqual(["Escape"]);
    await fill();
    expect(slashOf(editor)?.get()).toBeUndefined();
  });

  it("go into the text where the menu does not come", async () => {
    press("k", { ctrlKey: true });
    press("q");
    await vi.advanceTimersByTimeAsync(HOLD_MS - 100);
    expect(through).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(through).toEqual(["Ctrl+k", "q", "writes q"]);
    expect(press("z")).toBe(true);
  });
});
