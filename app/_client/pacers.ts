// How often we speak. Called by paced-socket.ts, one pair per connection. Promise: the first word after a pause
// goes as soon as it is on the own screen; in a flow, one message per interval.

import * as Y from "yjs";
import type { Clock } from "./clock.ts";

/**
 * From a letter until the frame that shows it, with room. A message on its way wakes a process or two, at home the
 * server as well, and what others say is drawn: the letter would wait for each of them. Nobody sees whether somebody
 * else's letter comes so much later.
 */
export const OWN_FRAME_MS = 24;
/** One frame of a screen: nobody sees a letter sooner, and a fast typist or a paste sends one message. */
export const FRAME_MS = 16;
/** Waiting updates above this go at once: merging larger ones would block typing. */
export const MAX_WAITING_BYTES = 64 * 1024;
/** A caret that moves 20 times a second looks alive. */
export const PRESENCE_MS = 50;

export interface UpdatePacer {
  add(update: Uint8Array): void;
  /** Sends what waits, now. */
  flush(): void;
  /** Forgets what waits. */
  stop(): void;
}

export function createUpdatePacer(clock: Clock, send: (update: Uint8Array) => void): UpdatePacer {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let stopTimer: (() => void) | undefined;

  const flush = () => {
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const update = others.length === 0 ? first : Y.mergeUpdates(waiting);
    waiting = [];
    bytes = 0;
    send(update);
  };
  const wait = (ms: number) => {
    stopTimer = clock.after(ms, () => {
      stopTimer = undefined;
      if (waiting.length === 0) return;
      flush();
      wait(FRAME_MS);
    });
  };
  return {
    add(update) {
      waiting.push(update);
      bytes += update.byteLength;
      if (bytes > MAX_WAITING_BYTES) flush();
      else if (stopTimer === undefined) wait(OWN_FRAME_MS);
    },
    flush,
    stop() {
      stopTimer?.();
      stopTimer = undefined;
      waiting = [];
      bytes = 0;
    },
  };
}

export interface PresencePacer {
  /** The newest state replaces one that still waits. `gone` goes at once. */
  add(message: Uint8Array, gone: boolean): void;
  flush(): void;
  stop(): void;
}

export function createPresencePacer(clock: Clock, send: (message: Uint8Array) => void): PresencePacer {
  let waiting: Uint8Array | undefined;
  let stopTimer: (() => void) | undefined;

  const flush = () => {
    if (waiting === undefined) return;
    const message = waiting;
    waiting = undefined;
    send(message);
  };
  const rest = () => {
    stopTimer = clock.after(PRESENCE_MS, () => {
      stopTimer = undefined;
      if (waiting === undefined) return;
      flush();
      rest();
    });
  };
  return {
    add(message, gone) {
      waiting = message;
      if (gone) flush();
      else if (stopTimer === undefined) {
        flush();
        rest();
      }
    },
    flush,
    stop() {
      stopTimer?.();
      stopTimer = undefined;
      waiting = undefined;
    },
  };
}
