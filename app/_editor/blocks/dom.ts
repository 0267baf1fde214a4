// Small pieces for views of nodes that are made without React: elements, and the plugin that hangs a view on
// a node. Called by the kinds beside it. The schema stays as it is in lib: views only add what is seen.

import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView, NodeView, NodeViewConstructor, ViewMutationRecord } from "@tiptap/pm/view";

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (globalThis.Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A part of a view that is no text: the caret does not go there, keys and presses in it are its own. */
export const aside = { contenteditable: "false" } as const;

/** Source, not language: no red lines under it, no capital after a point, no second guesses of a phone. */
export const source = {
  spellcheck: "false",
  autocapitalize: "none",
  autocorrect: "off",
  translate: "no",
} as const;

export function button(name: string, look: string, press: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: look, "aria-label": name, title: name, ...aside });
  // The caret stays where it is.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", (event) => {
    event.preventDefault();
    press();
  });
  return made;
}

export const viewOf = (name: string, build: NodeViewConstructor): Extension =>
  Extension.create({
    name: `${name}View`,
    addProseMirrorPlugins: () => [new Plugin({ props: { nodeViews: { [name]: build } } })],
  });

/** Sets one attribute of the node at `getPos`, if it may be written and is still there. */
export function setAttribute(
  view: EditorView,
  getPos: () => number | undefined,
  type: Node["type"],
  name: string,
  value: unknown,
): void {
  const at = getPos();
  if (!view.editable || at === undefined || view.state.doc.nodeAt(at)?.type !== type) return;
  view.dispatch(view.state.tr.setNodeAttribute(at, name, value));
}

/** What happens outside of the text of a view is the view's own affair. */
export const ignoresAllBut =
  (content: HTMLElement | undefined) =>
  (mutation: ViewMutationRecord): boolean => {
    if (mutation.type === "selection") return false;
    return content === undefined || !content.contains(mutation.target);
  };

/** Keys and presses inside of a control of a view never reach the editor. */
export const isControl = (event: Event): boolean =>
  event.target instanceof Element && event.target.closest("select, input, button") !== null;

export type View = NodeView & { readonly dom: HTMLElement };
