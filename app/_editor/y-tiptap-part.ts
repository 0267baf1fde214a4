// Stands in for @tiptap/y-tiptap in what goes to browsers (next.config.mjs): the names under which the own binding
// is found, and what Undo leaves alone. The rest is the stock binding, which no page uses, and the library would
// bring a hash, an element builder and schemas along. Tests use the library itself (test/editor/y-tiptap-part.test.ts
// holds that both say the same).

import { PluginKey } from "@tiptap/pm/state";
import { ContentType, Item, Text, XmlElement } from "yjs";

export const ySyncPluginKey = new PluginKey("y-sync");
export const yUndoPluginKey = new PluginKey("y-undo");

export const defaultProtectedNodes: Set<string> = new Set(["paragraph"]);

/** False for a text or a paragraph with something in it: Undo of its making takes away only what is one's own. */
export const defaultDeleteFilter = (item: unknown, kept: ReadonlySet<string>): boolean => {
  if (!(item instanceof Item) || !(item.content instanceof ContentType)) return true;
  const { type } = item.content;
  const stays = type instanceof Text || (type instanceof XmlElement && kept.has(type.nodeName));
  return !stays || type._length === 0;
};

const notHere = (): never => {
  throw new Error("the stock binding is no part of the page");
};
/** Asked only where the stock binding is bound (binding/positions.ts). */
export const absolutePositionToRelativePosition = notHere;
export const relativePositionToAbsolutePosition = notHere;
