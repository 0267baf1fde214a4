// One live stream, kept up: opened, watched, opened again. Called by the feed in the tab that leads.
// Reads the stream by fetch, not by EventSource: that one can neither go on from where another tab's stream
// broke, nor notice that a connection is dead, because it hides the server's signs of life.

import type { Clock } from "../clock.ts";
import { createSseReader } from "./sse.ts";

/** ms without a byte until a connection counts as dead; the server gives a sign of life every 20 s. */
export const DEAF_MS = 50_000;
/** Wait before the next try: the first, doubled each time up to the longest, and anywhere above half of it. */
export const RETRY_FIRST_MS = 500;
export const RETRY_LONGEST_MS = 30_000;
/** ms that a stream must have lived for the next break to count as a first one. */
const STEADY_MS = 5_000;

/** `off`: the last try failed, the next is waited for. */
export type StreamState = "connecting" | "live" | "off";

/** The server answered, but gave no stream: nobody signed in, too many listen. It is there, so this is not "off". */
export class StreamRefused extends Error {}

export interface StreamEnv {
  /** Rejects where nobody answers, or not with a stream (StreamRefused). */
  readonly open: (lastId: string | undefined, signal: AbortSignal) => Promise<AsyncIterable<string>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Where to go on; `undefined` at the very beginning. */
  readonly lastId: () => string | undefined;
  readonly onState: (state: StreamState) => void;
  readonly onMessage: (data: string) => void;
  readonly onId: (id: string) => void;
}

export interface Stream {
  /** Somebody is looking, or there is a network again: no more waiting. */
  retryNow(): void;
  stop(): void;
}

export function createStream(env: StreamEnv): Stream {
  const { clock } = env;
  let stopped = false;
  let failures = 0;
  let stopWaiting: (() => void) | undefined;
  let current: AbortController | undefined;

  async function connect(): Promise<void> {
    stopWaiting = undefined;
    const end = new AbortController();
    current = end;
    let stopWatch = clock.after(DEAF_MS, () => end.abort());
    const alive = () => {
      stopWatch();
      stopWatch = clock.after(DEAF_MS, () => end.abort());
    };
    let openedAt: number | undefined;
    let refused = false;
    try {
      const pieces = await env.open(env.lastId(), end.signal);
      if (end.signal.aborted) throw end.signal.reason;
      openedAt = clock.now();
      const reader = createSseReader();
      env.onState("live");
      for await (const piece of pieces) {
        if (end.signal.aborted) break;
        alive();
        for (const { data, id } of reader.take(piece)) {
          // First the number: it is shared with the message, so that whoever leads next goes on after it.
          if (id !== undefined) env.onId(id);
          env.onMessage(data);
        }
        if (reader.lastId !== undefined) env.onId(reader.lastId);
      }
    } catch (cause) {
      // Whatever it was, the answer is the same: try again, later each time.
      refused = cause instanceof StreamRefused;
    } finally {
      stopWatch();
      end.abort();
    }
    if (stopped || current !== end) return;
    failures = openedAt !== undefined && clock.now() - openedAt >= STEADY_MS ? 1 : failures + 1;
    // A stream that broke is opened again before anybody is told that the server is away.
    env.onState(openedAt === undefined && !refused ? "off" : "connecting");
    const wait = refused
      ? RETRY_LONGEST_MS
      : Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** (failures - 1));
    stopWaiting = clock.after(wait * (0.5 + env.random() / 2), () => void connect());
  }

  env.onState("connecting");
  void connect();

  return {
    retryNow() {
      if (stopped || stopWaiting === undefined) return;
      stopWaiting();
      void connect();
    },
    stop() {
      stopped = true;
      stopWaiting?.();
      current?.abort();
    },
  };
}
