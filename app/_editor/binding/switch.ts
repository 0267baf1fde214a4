// Which binding the editor uses. Called by the stage, which must know what can be bound. Both write the same
// shape into Yjs, so going back needs no documents changed: it is this one word, stockBinding (stock.ts) handed to
// the extensions, and the alias of @tiptap/y-tiptap taken out of next.config.mjs, which keeps it from every page.

import type * as Y from "yjs";
import { kidsOf, type YParent } from "./y.ts";

export type BindingName = "own" | "stock";

export const BINDING: BindingName = "own";

/** Words typed into a block while somebody else replaces it are carried over (B23). */
export const RESCUE = true;

/**
 * With the own binding everything unknown has a placeholder, except what no placeholder can stand for:
 * a root with children that are no types at all. No editor makes one.
 */
export const canBind = (fragment: Y.XmlFragment): boolean => kidsOf(fragment as YParent) !== undefined;

/** Calls `found` while the change that made the fragment unbindable is told. Returns the undo. */
export function watchForUnbindable(fragment: Y.XmlFragment, found: () => void): () => void {
  const observer = () => {
    if (!canBind(fragment)) found();
  };
  fragment.observe(observer);
  return () => fragment.unobserve(observer);
}
