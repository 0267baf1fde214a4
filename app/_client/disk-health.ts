// How well this browser's disk works: what is wrong by name, how long to wait before the next try, and the
// patience for an answer. Called by offline.ts around every call of its storage. Promise: each trouble has
// one name, which the page turns into one sentence.

import type { Clock } from "./clock.ts";

/** What keeps this browser from keeping a copy. */
export type DiskTrouble =
  /** No room is left for this site. */
  | "full"
  /** The browser keeps nothing for this page: a private window, or site data is not allowed. */
  | "denied"
  /** An older page of ours holds the database open and does not make way. */
  | "blocked"
  /** A newer page of ours has changed the database; this one cannot read it any more. */
  | "newer"
  /** It was deleted underneath: somebody cleared the data of this site. */
  | "removed"
  /** It does not answer. */
  | "slow"
  | "broken";

export class DiskError extends Error {
  readonly why: DiskTrouble;
  constructor(why: DiskTrouble, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "DiskError";
    this.why = why;
  }
}

/** After a failure, doubled each time: a cleared disk works again at once, a full one rarely soon. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LONGEST_MS = 60_000;
/** A browser whose database does not answer for this long is treated as one without (it happens). */
export const DISK_TIMEOUT_MS = 5_000;

export interface DiskHealth {
  trouble(): DiskTrouble | undefined;
  /** How long to wait before the next try; `undefined` where nothing failed. */
  pause(): number | undefined;
  /** Passes the answer on, and says meanwhile when it takes too long. */
  patient<T>(answer: Promise<T>): Promise<T>;
  well(): void;
  failed(deed: string, error: unknown): void;
}

export function createDiskHealth(clock: Clock, onChange: () => void): DiskHealth {
  let failures = 0;
  let why: DiskTrouble | undefined;
  let late = 0;

  const trouble = () => why ?? (late > 0 ? "slow" : undefined);
  const told = (change: () => void) => {
    const before = trouble();
    change();
    if (trouble() !== before) onChange();
  };

  return {
    trouble,
    pause: () =>
      failures === 0 ? undefined : Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_LONGEST_MS),
    async patient(answer) {
      let counted = false;
      const stop = clock.after(DISK_TIMEOUT_MS, () => {
        counted = true;
        told(() => late++);
      });
      try {
        return await answer;
      } finally {
        stop();
        if (counted) told(() => late--);
      }
    },
    well() {
      told(() => {
        failures = 0;
        why = undefined;
      });
    },
    failed(deed, error) {
      if (failures === 0) console.warn(`This browser could not ${deed} its copy.`, error);
      told(() => {
        failures++;
        why = troubleOf(error);
      });
    },
  };
}

/** The browsers' own names for it. What has none is "broken". */
export function troubleOf(error: unknown): DiskTrouble {
  if (error instanceof DiskError) return error.why;
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  switch (name) {
    case "QuotaExceededError":
      return "full";
    case "VersionError":
      return "newer";
    case "SecurityError":
    case "NotAllowedError":
    // Firefox in private windows of old; and where there is no `indexedDB` at all.
    case "InvalidStateError":
    case "ReferenceError":
      return "denied";
    default:
      return "broken";
  }
}
