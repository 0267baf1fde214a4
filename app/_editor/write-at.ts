// Writes what was typed before the editor was there, where it was meant. Called by the editor's handle when
// the editor takes the place of the drawn text, which has the same lines: a point of it is a place in it.

import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";
import type { Place } from "./handle.ts";

export function writeAt(editor: Editor, place: Place, text: string): void {
  const { view } = editor;
  view.dispatch(view.state.tr.setSelection(selectionAt(editor, place)));
  view.focus();
  text.split("\n").forEach((line, index) => {
    // As the key does it: a new item in a list, a new line in code.
    if (index > 0) editor.commands.enter();
    if (line !== "") view.dispatch(view.state.tr.insertText(line));
  });
}

function selectionAt({ view }: Editor, place: Place): Selection {
  const { doc } = view.state;
  if (place === "start") return Selection.atStart(doc);
  const { left, top } = view.dom.getBoundingClientRect();
  const found = view.posAtCoords({ left: left + place.x, top: top + place.y });
  return found === null ? Selection.atEnd(doc) : Selection.near(doc.resolve(found.pos));
}
