// What others say, in turns. Called by paced-socket.ts, one per connection. Promise: the first word after a pause is
// handed on at once; in a flow, all that came meanwhile is handed on together, once per turn; and what is written here
// is on the screen first. Nothing is lost and nothing overtakes what it builds on.

import * as Y from "yjs";
import { encodeSync, MESSAGE_SYNC, SYNC_UPDATE } from "../../lib/protocol.ts";
import type { Clock } from "./clock.ts";
import { payloadOf } from "./frames.ts";
import { OWN_FRAME_MS } from "./pacers.ts";

/**
 * Five people who type are forty changes a second, and each draws the text once more (5 ms of a small machine, which
 * the next key may wait for). Nobody sees whether somebody else's letter comes in this frame or two later.
 */
export const TURN_MS = 50;
/**
 * After a letter that was written here: the next one may come. One frame fits between two ticks of a screen, so a
 * letter of somebody else that is drawn just before it makes the own one wait for a tick. It is drawn just after.
 */
export const OWN_NEXT_MS = 150;
/** Waiting messages above this are handed on at once: a turn is to stay short. */
export const MAX_WAITING_MESSAGES = 200;
export const MAX_WAITING_BYTES = 64 * 1024;

export interface Inbox {
  add(message: Uint8Array): void;
  /** Something was written here. */
  own(): void;
  /** Hands on what waits, now. */
  flush(): void;
  /** Forgets what waits. */
  stop(): void;
}

export function createInbox(clock: Clock, take: (message: Uint8Array) => void): Inbox {
  let updates: Uint8Array[] = [];
  let others: Uint8Array[] = [];
  let bytes = 0;
  let lastTurn = Number.NEGATIVE_INFINITY;
  let lastOwn = Number.NEGATIVE_INFINITY;
  /** When the first that waits came. */
  let since = 0;
  let stopTimer: (() => void) | undefined;

  const waiting = () => updates.length + others.length;
  const clear = () => {
    stopTimer?.();
    stopTimer = undefined;
    updates = [];
    others = [];
    bytes = 0;
  };
  const flush = () => {
    if (waiting() === 0) return;
    // Carets after the letters that they stand at.
    const messages = [...together(updates), ...others];
    // Where somebody stands costs little: it is no turn.
    if (updates.length > 0) lastTurn = clock.now();
    clear();
    for (const message of messages) take(message);
  };
  /** How long what waits has to wait still, in ms. */
  const left = (now: number): number => {
    const ofOwn = elapsed(lastOwn, now);
    if (ofOwn >= OWN_NEXT_MS) return updates.length === 0 ? 0 : TURN_MS - elapsed(lastTurn, now);
    const next = (ofOwn < OWN_FRAME_MS ? OWN_FRAME_MS : OWN_NEXT_MS) - ofOwn;
    // Whoever types without end hears of others all the same.
    return Math.min(next, OWN_NEXT_MS - elapsed(since, now));
  };
  return {
    add(message) {
      const now = clock.now();
      if (waiting() === 0) since = now;
      if (message[0] === MESSAGE_SYNC) updates.push(message);
      else others.push(message);
      bytes += message.byteLength;
      // Asked of the clock and not only of a timer: those of a hidden page hardly run.
      const ms = left(now);
      if (ms <= 0 || bytes > MAX_WAITING_BYTES || waiting() > MAX_WAITING_MESSAGES) flush();
      else stopTimer ??= clock.after(ms, flush);
    },
    own() {
      const now = clock.now();
      lastOwn = now;
      if (waiting() === 0) return;
      stopTimer?.();
      stopTimer = clock.after(Math.max(0, left(now)), flush);
    },
    flush,
    stop: clear,
  };
}

/** A clock that was set back is no reason to wait. */
const elapsed = (time: number, now: number): number => (now < time ? Number.POSITIVE_INFINITY : now - time);

/** Several updates as one: one change of the editor. As they came where one of them cannot be read. */
function together(messages: readonly Uint8Array[]): readonly Uint8Array[] {
  if (messages.length < 2) return messages;
  try {
    return [encodeSync(SYNC_UPDATE, Y.mergeUpdates(messages.map(payloadOf)))];
  } catch {
    return messages;
  }
}
