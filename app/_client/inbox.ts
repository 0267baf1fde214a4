// What others say, in turns. Called by paced-socket.ts, one per connection. Promise: the first word after a pause is
// handed on at once; in a flow, all that came meanwhile is handed on together, once per turn, so that the keys of the
// person who sits here come between. Nothing is lost and nothing overtakes what it builds on.

import * as Y from "yjs";
import { encodeSync, MESSAGE_SYNC, SYNC_UPDATE } from "../../lib/protocol.ts";
import type { Clock } from "./clock.ts";
import { payloadOf } from "./frames.ts";

/**
 * Five people who type are forty changes a second, and each draws the text once more (5 ms of a small machine, which
 * the next key may wait for). Nobody sees whether somebody else's letter comes in this frame or two later.
 */
export const TURN_MS = 50;
/** Waiting messages above this are handed on at once: a turn is to stay short. */
export const MAX_WAITING_MESSAGES = 200;
export const MAX_WAITING_BYTES = 64 * 1024;

export interface Inbox {
  add(message: Uint8Array): void;
  /** Hands on what waits, now. */
  flush(): void;
  /** Forgets what waits. */
  stop(): void;
}

export function createInbox(clock: Clock, take: (message: Uint8Array) => void): Inbox {
  let updates: Uint8Array[] = [];
  let carets: Uint8Array[] = [];
  let bytes = 0;
  let last = Number.NEGATIVE_INFINITY;
  let stopTimer: (() => void) | undefined;

  const clear = () => {
    stopTimer?.();
    stopTimer = undefined;
    updates = [];
    carets = [];
    bytes = 0;
  };
  const flush = () => {
    if (updates.length === 0) return;
    // Carets after the letters that they stand at.
    const messages = [...together(updates), ...carets];
    clear();
    last = clock.now();
    for (const message of messages) take(message);
  };
  return {
    add(message) {
      const isUpdate = message[0] === MESSAGE_SYNC;
      // Where somebody stands costs little, and comes with the letter.
      if (!isUpdate && updates.length === 0) return take(message);
      if (isUpdate) updates.push(message);
      else carets.push(message);
      bytes += message.byteLength;
      const waited = clock.now() - last;
      // Asked of the clock and not only of a timer: those of a hidden page hardly run. A clock that was set back is
      // no reason to wait.
      const isDue = waited >= TURN_MS || waited < 0;
      if (isDue || bytes > MAX_WAITING_BYTES || updates.length + carets.length > MAX_WAITING_MESSAGES)
        flush();
      else stopTimer ??= clock.after(TURN_MS - waited, flush);
    },
    flush,
    stop: clear,
  };
}

/** Several updates as one: one change of the editor. As they came where one of them cannot be read. */
function together(messages: readonly Uint8Array[]): readonly Uint8Array[] {
  if (messages.length < 2) return messages;
  try {
    return [encodeSync(SYNC_UPDATE, Y.mergeUpdates(messages.map(payloadOf)))];
  } catch {
    return messages;
  }
}
