// How a task is drawn while it is written in: a box to tick, and the text. Called by extensions.ts. The box is
// named by the text, for those who do not see it: by reference, so that a key in the text changes nothing else.

import type { Node } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { en } from "../../_words/first.ts";
import { make, setAttribute, type View, viewOf } from "./dom.ts";

let made = 0;

export const taskView = viewOf("taskItem", (first, editor: EditorView, getPos): View => {
  const id = `task-${++made}`;
  const box = make("input", {
    ...{ type: "checkbox", id, "aria-label": en.editor.taskDone("") },
    "aria-labelledby": `${id} ${id}-text`,
  });
  const label = make("label", { contenteditable: "false" }, box);
  const body = make("div", { id: `${id}-text` });
  const dom = make("li", {}, label, body);
  const show = ({ attrs }: Node) => {
    const done = attrs.checked === true;
    box.checked = done;
    if (dom.dataset.checked !== String(done)) dom.dataset.checked = String(done);
  };
  show(first);
  // The caret stays in the text.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("change", () => {
    const { checked } = box;
    if (!editor.editable) {
      box.checked = !checked;
      return;
    }
    setAttribute(editor, getPos, first.type, "checked", checked);
    editor.focus();
  });
  return {
    dom,
    contentDOM: body,
    update(next) {
      if (next.type !== first.type) return false;
      show(next);
      return true;
    },
  };
});
