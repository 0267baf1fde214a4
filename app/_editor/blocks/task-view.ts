// How a task is drawn while it is written in: a box to tick, and the text. Called by extensions.ts. The box is
// named by the text, for those who do not see it.

import type { Node } from "@tiptap/pm/model";
import type { EditorView } from "@tiptap/pm/view";
import { en } from "../../_words/first.ts";
import { make, setAttribute, type View, viewOf } from "./dom.ts";

export const taskView = viewOf("taskItem", (first, editor: EditorView, getPos): View => {
  const box = make("input", { type: "checkbox" });
  const name = make("span", { class: "hidden-text" });
  const label = make("label", { contenteditable: "false" }, box, name);
  const body = make("div");
  const dom = make("li", {}, label, body);
  const show = ({ attrs, textContent }: Node) => {
    const done = attrs.checked === true;
    dom.dataset.checked = String(done);
    box.checked = done;
    const said = en.editor.taskDone(textContent);
    if (name.textContent === said) return;
    box.setAttribute("aria-label", said);
    name.textContent = said;
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
