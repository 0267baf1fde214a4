// @vitest-environment jsdom
// Whether somebody writes, as a phone's dock asks: also where the focus came before anybody listened for it.

import type { Editor } from "@tiptap/core";
import { act, createElement, useLayoutEffect, useRef } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useWriting } from "../../app/_editor/use-writing.ts";
import { open } from "./support.ts";

let root: Root;
let editor: Editor;
const shown: boolean[] = [];

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  ({ editor } = open());
  editor.view.dom.tabIndex = 0;
  root = createRoot(document.body.appendChild(document.createElement("div")));
  shown.length = 0;
});
afterEach(() => {
  act(() => root.unmount());
  editor.destroy();
  vi.useRealTimers();
});

function Dock({ onDrawn }: { readonly onDrawn?: () => void }) {
  const dock = useRef<HTMLDivElement>(null);
  shown.push(useWriting(editor, dock));
  useLayoutEffect(() => onDrawn?.(), [onDrawn]);
  return createElement("div", { ref: dock }, createElement("button", { type: "button" }));
}
const draw = (onDrawn?: () => void) => act(() => root.render(createElement(Dock, { onDrawn })));
const focus = (element: HTMLElement | null | undefined) => {
  act(() => element?.focus());
  // Between two elements the focus is nowhere for a moment.
  act(() => vi.runAllTimers());
};

it("knows of a focus that came after it was first drawn and before it listened", () => {
  // What lies in between runs before React's effects do.
  draw(() => editor.view.dom.focus());
  act(() => vi.runAllTimers());
  expect(shown[0]).toBe(false);
  expect(shown.at(-1)).toBe(true);
});

it("is true while the caret is in the text or a tool of its own is used, and false elsewhere", () => {
  draw();
  expect(shown.at(-1)).toBe(false);
  focus(editor.view.dom);
  expect(shown.at(-1)).toBe(true);
  focus(document.querySelector<HTMLElement>("button"));
  expect(shown.at(-1)).toBe(true);
  const elsewhere = document.body.appendChild(document.createElement("input"));
  focus(elsewhere);
  expect(shown.at(-1)).toBe(false);
  elsewhere.remove();
});
