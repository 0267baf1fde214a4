// The moment after a connection was lost. One that stands again within it was no news (a server that
// restarts): until then nothing that the page says has become wrong, for what was saved is saved, and what was
// not is being saved. Called by open-body.ts.

import type { Clock } from "./clock.ts";

export const LINGER_MS = 2_000;

export interface Linger {
  /** Since when the lost connection had stood; `undefined` outside of such a moment. */
  since(): number | undefined;
  begin(since: number): void;
  /** It is over, and `onEnd` is told. Nothing where there was none. */
  end(): void;
  /** The same without a word. */
  stop(): void;
}

export function createLinger(clock: Clock, onEnd: () => void): Linger {
  let stood: number | undefined;
  let stopTimer: (() => void) | undefined;
  const stop = () => {
    stood = undefined;
    stopTimer?.();
    stopTimer = undefined;
  };
  const end = () => {
    if (stood === undefined) return;
    stop();
    onEnd();
  };
  return {
    since: () => stood,
    begin(since) {
      stop();
      stood = since;
      stopTimer = clock.after(LINGER_MS, end);
    },
    end,
    stop,
  };
}
