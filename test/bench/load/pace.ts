// Sends at a steady rate. Catches up after a stall, as people do not: rates stay comparable that way.

const STEP_MS = 2;

/** Calls `send(k)` for k = 0, 1, … `count - 1`, `perSecond` of them a second. Resolves after the last. */
export function paced(
  perSecond: number,
  count: number,
  send: (k: number, now: number) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const start = performance.now();
    let k = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      const due = Math.min(count, Math.floor(((now - start) / 1000) * perSecond) + 1);
      for (; k < due; k++) send(k, now);
      if (k >= count) {
        clearInterval(timer);
        resolve();
      }
    }, STEP_MS);
  });
}
