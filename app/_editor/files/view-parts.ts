// Small pieces for the views of pictures and files. Called by both.

import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import type { ViewMutationRecord } from "@tiptap/pm/view";

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Where the tools of a selected node appear (tools.tsx); empty at other times. */
export const toolsSlot = (): HTMLElement => make("div", "file-tools", { contenteditable: "false" });

export function set(editor: Editor, pos: number | undefined, attrs: Readonly<Record<string, unknown>>): void {
  if (pos === undefined || !editor.isEditable) return;
  const { tr } = editor.state;
  const node = tr.doc.nodeAt(pos);
  if (node === null) return;
  let changed = false;
  for (const [name, value] of Object.entries(attrs)) {
    if (node.attrs[name] === value) continue;
    tr.setNodeAttribute(pos, name, value);
    changed = true;
  }
  if (!changed) return;
  // The step makes the node anew, and a selection of it would fall beside it.
  if (editor.state.selection.from === pos && editor.state.selection instanceof NodeSelection) {
    tr.setSelection(NodeSelection.create(tr.doc, pos));
  }
  editor.view.dispatch(tr);
}

export function selectNode(editor: Editor, pos: number | undefined): void {
  if (pos === undefined) return;
  editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, pos)));
}

/** Keys and presses in a control belong to it; everything else is the editor's. */
export const isControl = (event: Event): boolean =>
  event.target instanceof Element &&
  event.target.closest("button, input, textarea, [role='slider'], .file-tools, a[href]") !== null &&
  !/^(drag|drop)/.test(event.type);

/** These views have no text of the editor's: whatever changes in them is their own doing. */
export const ignoreMutation = (mutation: ViewMutationRecord): boolean => mutation.type !== "selection";
