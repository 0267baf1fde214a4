// What the own binding can bind. Called by the stage, which shows no editor around anything else.

import type * as Y from "yjs";
import { kidsOf, type YParent } from "./y.ts";

/**
 * Everything unknown has a placeholder, except what no placeholder can stand for: a root with children that are no
 * types at all. No editor makes one.
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
