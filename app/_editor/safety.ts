// What keeps the stock binding from losing people's words: it may be stopped, it fills what it would
// delete, and it hears of the caret before a change from elsewhere. Called by the editor.

import { Fragment, type Node, type Schema } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { type ProsemirrorBinding, ySyncPluginKey } from "@tiptap/y-tiptap";

export const bindingOf = (state: EditorState): ProsemirrorBinding | undefined =>
  (ySyncPluginKey.getState(state) as { binding?: ProsemirrorBinding } | undefined)?.binding;

/** From now on nothing goes from the editor to the shared body, nor back. Cannot be undone. */
export function unbind(state: EditorState): void {
  const binding = bindingOf(state);
  if (binding === undefined) return;
  // Both directions run inside this; the binding's observers may already be on their way.
  binding.mux = () => {};
  binding.destroy();
}

/**
 * Two valid edits at once may leave an invalid whole (a list item without its first paragraph). The
 * binding makes nodes with `schema.node` and deletes for everybody what this refuses to make. So it
 * refuses less: it drops marks that do not belong here and puts in the blocks that are missing.
 */
export function fillInsteadOfRefusing(schema: Schema): void {
  const strict = schema.node.bind(schema);
  schema.node = (type, attrs, content, marks) => {
    try {
      return strict(type, attrs, content, marks);
    } catch (error) {
      const nodeType = typeof type === "string" ? schema.nodes[type] : type;
      if (nodeType === undefined) throw error;
      const allowed: Node[] = [];
      Fragment.from(content).forEach((child) => {
        allowed.push(child.mark(nodeType.allowedMarks(child.marks)));
      });
      const filled = nodeType.createAndFill(attrs, Fragment.fromArray(allowed), marks);
      if (filled === null) throw error;
      return filled;
    }
  };
}

/** prosemirror-view keeps its observer to itself; a test holds that it is still there. */
export function domObserverOf(view: EditorView): { flush(): void } | undefined {
  const observer: unknown = Reflect.get(view, "domObserver");
  if (typeof observer !== "object" || observer === null || !("flush" in observer)) return undefined;
  return typeof observer.flush === "function" ? (observer as { flush(): void }) : undefined;
}

/**
 * Before a change from elsewhere, and before a key: the browser may have moved the caret or put in a letter that the
 * editor has not read yet. Without this the change puts the caret back, and words land elsewhere.
 */
export function readInput(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  domObserverOf(view)?.flush();
}
