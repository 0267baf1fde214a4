// Time as this folder sees it: handed in, so that tests turn it by hand. Who starts a timer gets its
// stop back. Called by everything in app/_client that waits.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `fn` once after `ms`; the answer stops it. Stopping twice, or too late, is harmless. */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};
