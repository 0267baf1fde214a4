// Notices that the document lacks something: an update that rests on one we never got waits inside the
// Y.Doc, for ever and without a word. Called by open-body.ts. Promise: asks for what is missing, a few
// times per connection, and costs two comparisons per message.

import type * as Y from "yjs";
import type { Clock } from "./clock.ts";

/** Updates may overtake each other for a moment; after this a gap is one. */
export const GAP_WAIT_MS = 3_000;
/** Per connection. A document whose stored history has a hole cannot be healed by asking. */
export const MAX_GAP_QUESTIONS = 3;

export interface GapWatch {
  /** Something was heard: a good moment to look, since nothing tells. */
  look(): void;
  /** A new connection may know more. */
  reset(): void;
  stop(): void;
}

export function createGapWatch(doc: Y.Doc, clock: Clock, ask: () => void): GapWatch {
  let questions = 0;
  let stopTimer: (() => void) | undefined;
  const hasGap = () => doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  const stop = () => {
    stopTimer?.();
    stopTimer = undefined;
  };
  return {
    look() {
      if (stopTimer !== undefined || questions >= MAX_GAP_QUESTIONS || !hasGap()) return;
      stopTimer = clock.after(GAP_WAIT_MS, () => {
        stopTimer = undefined;
        if (!hasGap()) return;
        questions++;
        ask();
      });
    },
    reset() {
      stop();
      questions = 0;
    },
    stop,
  };
}
