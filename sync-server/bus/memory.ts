// A Bus within one process. One server alone has a hub of its own; tests give several servers the same
// hub. Called by main.ts. Promises what bus.ts says; within a process nothing is ever lost.

import type { Bus } from "./bus.ts";

type Listener = (bytes: Uint8Array) => void;

/** What the buses of one process share: who listens to which topic. */
export interface Hub {
  readonly topics: Map<string, Set<{ readonly bus: Bus; readonly listener: Listener }>>;
}

export const createHub = (): Hub => ({ topics: new Map() });

export function createMemoryBus(hub: Hub = createHub()): Bus {
  const own = new Set<() => void>();
  let closed = false;

  const bus: Bus = {
    publish(topic, bytes) {
      if (closed) return;
      // A copy, because the publisher may reuse its buffer. Later, because a listener may publish too.
      const copy = bytes.slice();
      queueMicrotask(() => {
        for (const entry of [...(hub.topics.get(topic) ?? [])]) {
          if (entry.bus === bus) continue;
          try {
            entry.listener(copy);
          } catch {
            // One listener's failure is its own: a hint that is not taken costs time, not data.
          }
        }
      });
    },

    async subscribe(topic, listener) {
      if (closed) return () => {};
      const entry = { bus, listener };
      const listeners = hub.topics.get(topic) ?? new Set();
      hub.topics.set(topic, listeners.add(entry));
      const stop = (): void => {
        own.delete(stop);
        listeners.delete(entry);
        if (listeners.size === 0 && hub.topics.get(topic) === listeners) hub.topics.delete(topic);
      };
      own.add(stop);
      return stop;
    },

    // Nothing breaks within a process.
    onGap: () => () => {},

    async close() {
      closed = true;
      for (const stop of [...own]) stop();
    },
  };
  return bus;
}
