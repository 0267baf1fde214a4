// Places in the shared text to places in the editor and back, with either binding. Called by the carets,
// for every other person in every frame. Promises: with the own binding a place costs a look at its
// parents, and a place in a document that did not change costs nothing.

import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  type ProsemirrorBinding,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { Binding } from "./binding.ts";

/** Found places by document. A document that nobody shows any more takes its places with it. */
const found = new WeakMap<Node, Map<string, number | undefined>>();
/** Places kept for one document: carets of 100 people, two each, while they move. */
const MAX_FOUND = 400;

const boundIn = (state: EditorState): Binding | ProsemirrorBinding | undefined =>
  (ySyncPluginKey.getState(state) as { binding?: Binding | ProsemirrorBinding } | undefined)?.binding;

/** `undefined`: nothing of that place is left, or it never was. */
export function absoluteIn(state: EditorState, position: Y.RelativePosition): number | undefined {
  const binding = boundIn(state);
  if (binding === undefined || binding.prosemirrorView === null) return undefined;
  try {
    const at =
      binding instanceof Binding
        ? ownAbsolute(binding, position)
        : (relativePositionToAbsolutePosition(binding.doc, binding.type, position, binding.mapping) ??
          undefined);
    return at === undefined ? undefined : Math.max(0, Math.min(at, state.doc.content.size));
  } catch {
    return undefined; // an id that never was: nobody stands there
  }
}

function ownAbsolute(binding: Binding, position: Y.RelativePosition): number | undefined {
  const { mirror } = binding;
  if (mirror === undefined) return undefined;
  let places = found.get(mirror.doc);
  if (places === undefined) {
    places = new Map();
    found.set(mirror.doc, places);
  }
  const key = keyOf(position);
  if (places.has(key)) return places.get(key);
  const at = mirror.absolute(position, binding.doc);
  if (places.size < MAX_FOUND) places.set(key, at);
  return at;
}

const idOf = (id: Y.ID | null) => (id === null ? "" : `${id.client}:${id.clock}`);
const keyOf = ({ type, tname, item, assoc }: Y.RelativePosition) =>
  `${idOf(type)}|${tname ?? ""}|${idOf(item)}|${assoc}`;

/** `undefined`: the place is not in Yjs yet. */
export function relativeIn(state: EditorState, at: number): Y.RelativePosition | undefined {
  const binding = boundIn(state);
  if (binding === undefined || binding.prosemirrorView === null) return undefined;
  if (binding instanceof Binding) return binding.mirror?.relative(at);
  try {
    return absolutePositionToRelativePosition(at, binding.type, binding.mapping) as Y.RelativePosition;
  } catch {
    return undefined; // the walk met a place that is not in Yjs yet
  }
}
