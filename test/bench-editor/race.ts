// A block to type into, while others type elsewhere every few milliseconds: whether the letter typed right after
// the caret moved lands where it went. Runs in the browser; driven by run.ts.

import { TextSelection } from "@tiptap/pm/state";
import * as Y from "yjs";
import type { BindingName } from "../../app/_editor/binding/options.ts";
import { changeOf, copyOf, editorOn, longDoc, textAt } from "./document.ts";

interface Race {
  readonly text: () => string;
  readonly stop: () => void;
}

/** Returns how to look and how to stop. */
export function startRace(subject: BindingName, everyMs: number): Race {
  const doc = copyOf(longDoc(20));
  const other = copyOf(doc);
  const editor = editorOn(doc, subject);
  const { view } = editor;
  // Home and End go to the ends of a line on the screen: one line, however long it grows.
  view.dom.style.whiteSpace = "pre";
  view.focus();
  const block = editor.state.doc.child(10);
  let at = 0;
  for (let index = 0; index < 10; index++) at += editor.state.doc.child(index).nodeSize;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at + block.nodeSize - 1)));
  let round = 0;
  const timer = setInterval(() => {
    const place = [3, 15][round++ % 2] ?? 3;
    Y.applyUpdate(
      doc,
      changeOf(other, () => textAt(other, place).insert(2, "r")),
      "remote",
    );
  }, everyMs);
  return {
    text: () => editor.state.doc.child(10).textContent,
    stop: () => {
      clearInterval(timer);
      editor.destroy();
    },
  };
}
