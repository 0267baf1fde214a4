// @vitest-environment jsdom
// When others hear where one's caret is: after the frame in which one's own letter is drawn, and once for it.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import { Carets } from "../../app/_editor/carets.ts";
import { open } from "./support.ts";

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame", "cancelAnimationFrame"],
  });
});
afterEach(() => vi.useRealTimers());

it("is told after the frame that draws a letter, once however many were typed, and not when the editor is gone", () => {
  const { editor, doc } = open();
  const awareness = new Awareness(doc);
  const told: unknown[] = [];
  awareness.on("change", () => told.push(awareness.getLocalState()?.cursor));
  const [plugin] = (
    Carets.config.addProseMirrorPlugins as unknown as (
      this: object,
    ) => Parameters<typeof editor.registerPlugin>[0][]
  ).call({ options: { awareness } });
  if (plugin === undefined) throw new Error("Carets are no plugin");
  editor.registerPlugin(plugin);
  editor.view.dom.tabIndex = 0;
  editor.view.dom.focus();
  expect(editor.view.hasFocus()).toBe(true);
  vi.runAllTimers();
  told.length = 0;

  let atFrame: number | undefined;
  for (const letter of "abc") editor.commands.insertContent(letter);
  // The browser paints when all of a frame's callbacks have run.
  requestAnimationFrame(() => {
    atFrame = told.length;
  });
  vi.runAllTimers();
  expect(atFrame).toBe(0);
  expect(told).toHaveLength(1);

  editor.commands.insertContent("d");
  // Between the frame and the telling.
  requestAnimationFrame(() => editor.destroy());
  vi.runAllTimers();
  // That one is gone; not where one was.
  expect(told.slice(1)).toEqual([null]);
  awareness.destroy();
});
