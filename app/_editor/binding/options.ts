// What the binding can be told and what it tells: options, bounds and the kinds of trouble. Called by the
// binding, by the extension that makes it, and by tests that turn the clock.

import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";

export interface RelativeSelection {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

export type Trouble =
  /** A step did not lead where the projection is. Shown by one replace instead. */
  | "plan"
  /** The editor made what Yjs or the schema cannot hold; the editor shows what is stored. */
  | "repair"
  /** Something threw. Everything was read anew. */
  | "error"
  /** A filter kept a change of others out of the editor. The state was made anew with it. */
  | "refused";

export interface BindingReport {
  readonly what: Trouble;
  /** Names of nodes and what differs, never content. */
  readonly shape: string;
}

/**
 * How long a change of others waits for a word that is being composed in the block that it changes: an
 * input method loses the word if the text under it is drawn anew. Longer would be felt as a stall.
 */
export const MAX_HOLD_MS = 1_500;
/** After its end a composition still tells of its last letters. */
export const AFTER_COMPOSITION_MS = 60;

export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export const REAL_TIMERS: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export interface BindingOptions {
  readonly timers?: Timers;
  /** Carry own words over when others replaced the block they were typed into (B23). */
  readonly rescue?: boolean;
  readonly onTrouble?: (report: BindingReport) => void;
  /** Read the caret that the browser moved but has not told of yet (guard 2). */
  readonly readCaret?: (view: EditorView) => void;
}

/** Both write the same shape into Yjs, so going from one to the other needs no document changed. */
export type BindingName = "own" | "stock";
