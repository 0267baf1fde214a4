// The seam to whatever carries frames to one person. A session sees only this; ws.ts and later an
// HTTP fallback stand behind it.

import type { Frame } from "../room/frame.ts";

export interface Link {
  /** Hands one frame (one or more messages) and what comes with it to the network in one write. */
  send(frame: Frame, more?: Frame): void;
  /** Bytes handed over that the network has not taken yet. */
  readonly waiting: number;
  /** Called whenever `waiting` has fallen to zero after it was above zero. */
  onDrain: (() => void) | undefined;
  /** Asks the peer for a sign of life; `alive` is called if it comes. */
  probe(alive: () => void): void;
  /** Says goodbye. */
  close(code: number, reason: string): void;
  /** Cuts the connection without a goodbye. */
  terminate(): void;
}
