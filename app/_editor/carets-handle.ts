// What the page may ask of the carets, which come late (late-parts.ts): small enough to be there from the start.
// Filled by carets.ts, asked by bound-text.tsx.

import { type EditorState, PluginKey } from "@tiptap/pm/state";

export interface CaretsHandle {
  /** Where that person's caret stands in the text. */
  headOf(clientId: number): number | undefined;
  goTo(clientId: number): boolean;
}

export const caretsKey = new PluginKey<CaretsHandle>("carets");

/** `undefined` until they have come. */
export const caretsOf = (state: EditorState): CaretsHandle | undefined => caretsKey.getState(state);
