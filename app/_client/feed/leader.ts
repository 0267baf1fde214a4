// Which tab of this browser leads: one at a time, another within a second when it goes. Called by the feed.
// Web Locks where there are any (the browser itself hands over, even after a crash); else an election over
// the channel. Either way followers ask the leader now and then: a frozen tab holds a lock and does nothing.

import type { Clock } from "../clock.ts";

/** ms between two questions to the leader, and how long it may take to answer. Locks make closing known at once. */
export const ASK_EVERY_MS = { locks: 5_000, channel: 700 } as const;
export const ANSWER_MS = { locks: 2_000, channel: 300 } as const;
/** ms in which another candidate may object. */
export const CLAIM_MS = 100;

export type LeaderMessage = {
  readonly kind: "who" | "lead" | "claim" | "bye";
  readonly from: string;
};

/** The part of `navigator.locks` that is needed. */
export interface Locks {
  request(
    name: string,
    options: { readonly signal?: AbortSignal; readonly steal?: boolean },
    held: () => Promise<void>,
  ): Promise<unknown>;
}

export interface LeaderEnv {
  /** Of this tab, random. Of two that want to lead, the lower one does. */
  readonly id: string;
  readonly name: string;
  readonly clock: Clock;
  readonly locks: Locks | undefined;
  readonly post: (message: LeaderMessage) => void;
  /** This tab leads from now on. The answer ends it. */
  readonly lead: () => () => void;
}

export interface Candidate {
  hear(message: LeaderMessage): void;
  readonly leads: boolean;
  /** Leaves; if it led, another takes over. */
  stop(): void;
}

export function stand(env: LeaderEnv): Candidate {
  const { id, clock, locks, post } = env;
  const way = locks === undefined ? "channel" : "locks";
  let stopped = false;
  let stepDown: (() => void) | undefined;
  let claiming = false;
  let cancel = () => {};
  let leave = new AbortController();
  let release: (() => void) | undefined;

  function lead(): void {
    if (stopped || stepDown !== undefined) return;
    cancel();
    claiming = false;
    stepDown = env.lead();
    post({ kind: "lead", from: id });
  }

  function resign(): void {
    const end = stepDown;
    stepDown = undefined;
    end?.();
  }

  /** Waits its turn at the lock, or takes it from a holder who does not answer. */
  function queue(steal: boolean): void {
    if (locks === undefined) return;
    leave.abort();
    leave = new AbortController();
    const { signal } = leave;
    let mine = false;
    const held = () =>
      new Promise<void>((resolve) => {
        if (signal.aborted || stopped) return resolve();
        mine = true;
        release = resolve;
        lead();
      });
    // A theft takes no signal: it is granted at once.
    locks.request(env.name, steal ? { steal } : { signal }, held).catch(() => {
      // Left the queue ourselves, or the lock was taken from us: then another one leads.
      if (!mine || stopped) return;
      resign();
      queue(false);
      watch();
    });
  }

  /** Asks the leader whether it is there; whoever does not answer is replaced. */
  function watch(): void {
    cancel();
    cancel = clock.after(ASK_EVERY_MS[way], ask);
  }

  function ask(): void {
    cancel();
    post({ kind: "who", from: id });
    cancel = clock.after(ANSWER_MS[way], () => {
      if (locks === undefined) claim();
      else queue(true);
    });
  }

  function claim(): void {
    cancel();
    claiming = true;
    post({ kind: "claim", from: id });
    cancel = clock.after(CLAIM_MS, lead);
  }

  if (locks === undefined) ask();
  else {
    queue(false);
    // Where nobody else is, the lock is had at once.
    if (stepDown === undefined) watch();
  }

  return {
    hear({ kind, from }) {
      if (stopped || from === id) return;
      const leads = stepDown !== undefined;
      switch (kind) {
        case "who":
          if (leads) post({ kind: "lead", from: id });
          return;
        case "lead":
          if (!leads) {
            claiming = false;
            return watch();
          }
          // Two lead: a lock was taken from this tab, which is told in a moment; or both were alone for a while.
          if (locks !== undefined) return;
          if (id < from) return post({ kind: "lead", from: id });
          resign();
          return watch();
        case "claim":
          if (leads) return post({ kind: "lead", from: id });
          if (locks !== undefined) return;
          if (claiming && id < from) return post({ kind: "claim", from: id });
          claiming = false;
          return watch();
        case "bye":
          // The lock is handed on by the browser.
          if (!leads && locks === undefined) claim();
      }
    },
    get leads() {
      return stepDown !== undefined;
    },
    stop() {
      if (stopped) return;
      stopped = true;
      cancel();
      const led = stepDown !== undefined;
      resign();
      leave.abort();
      release?.();
      if (led) post({ kind: "bye", from: id });
    },
  };
}
