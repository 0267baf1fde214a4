// While a word is being composed in a block that others change, their changes wait (B22): an input method loses
// its word when the text under it is drawn anew. Called by the binding for every change that it hears of.
// Promises: nothing waits longer than `MAX_HOLD_MS`, and what waited is told in the order in which it came.

import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { anchorAt } from "./carry.ts";
import { changesOf } from "./changes.ts";
import type { Dirty } from "./dirty.ts";
import type { Mirror } from "./mirror.ts";
import { AFTER_COMPOSITION_MS, MAX_HOLD_MS, type Timers } from "./options.ts";
import type { Change } from "./plan-text.ts";
import { isText, parentOf, type YKid, type YText } from "./y.ts";

/** What others changed since a composition began to hold them, and since when nothing is written. */
export interface Held {
  readonly dirty: Dirty;
  /** What each transaction did to each text, so that places in it can follow. */
  readonly moves: Map<YText, Change[][]>;
}

export class Hold {
  private readonly timers: Timers;
  private readonly release: () => void;
  private held: (Held & { readonly timer: unknown }) | undefined;

  /** `release` is called when it is time to `end`. */
  constructor(timers: Timers, release: () => void) {
    this.timers = timers;
    this.release = release;
  }

  get isOn(): boolean {
    return this.held !== undefined;
  }

  begin(dirty: Dirty): void {
    this.held = { dirty, moves: new Map(), timer: this.timers.set(this.release, MAX_HOLD_MS) };
  }

  take(changed: readonly YKid[], transaction: Y.Transaction): void {
    if (this.held === undefined) return;
    const { dirty, moves } = this.held;
    for (const type of changed) {
      dirty.add(type);
      if (isText(type)) moves.set(type, [...(moves.get(type) ?? []), changesOf(type, transaction)]);
    }
  }

  /** The composition is over, as far as the browser says. */
  composed(): void {
    if (this.held !== undefined) this.timers.set(this.release, AFTER_COMPOSITION_MS);
  }

  /** What waited. */
  end(): Held | undefined {
    const { held } = this;
    if (held !== undefined) this.timers.clear(held.timer);
    this.held = undefined;
    return held;
  }
}

/** Whether others changed the very block in which a word is being composed. */
export function isComposedIn(view: EditorView, mirror: Mirror, changed: readonly YKid[]): boolean {
  if (!view.composing) return false;
  const block = anchorAt(mirror, view.state.selection.head)?.type;
  return block !== undefined && changed.some((type) => type === block || parentOf(type) === block);
}
