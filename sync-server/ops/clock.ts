// Time, as everything here sees it: handed in, so that tests and the simulation turn it by hand.

export interface Clock {
  /** Milliseconds since 1970. Stamps only; never compared with a client's clock. */
  now(): number;
  /** Calls once after `ms`; the result cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Calls after everything that this turn of the event loop has brought: where batching happens. */
  soon(run: () => void): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon: (run) => {
    setImmediate(run);
  },
};
