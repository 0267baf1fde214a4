// Guard 2 of the caret: the browser moves the caret at once and says so a moment later. A change of others
// that is shown in between would put it back, and the next letter would land elsewhere. Called by the
// binding before it builds a transaction. Reads a moved caret only, never text: Yjs has moved on by now.

import type { EditorView } from "@tiptap/pm/view";

/** Not public in prosemirror-view; a test holds that it is there. */
interface DomObserver {
  flush(): void;
  pendingRecords(): readonly unknown[];
}

export function observerOf(view: EditorView): DomObserver | undefined {
  const observer: unknown = Reflect.get(view, "domObserver");
  if (typeof observer !== "object" || observer === null) return undefined;
  const { flush, pendingRecords } = observer as Partial<DomObserver>;
  return typeof flush === "function" && typeof pendingRecords === "function"
    ? (observer as DomObserver)
    : undefined;
}

export function readCaret(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  const observer = observerOf(view);
  if (observer !== undefined && observer.pendingRecords().length === 0) observer.flush();
}
