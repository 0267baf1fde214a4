// A store whose disk can be stopped, slowed and broken by a test. Wraps any real one.

import { AppError } from "../../lib/errors.ts";
import type { Store } from "../../sync-server/store/store.ts";

export interface Fault {
  /** Appends wait until `release`. */
  hold(): void;
  release(): void;
  /** Appends fail until `mend`. */
  breakIt(): void;
  mend(): void;
  failReads: boolean;
  /** How often somebody tried. */
  tries: number;
  reads: number;
}

export function faulty(store: Store): Store & { readonly fault: Fault } {
  let gate: Promise<void> = Promise.resolve();
  let open = () => {};
  let broken = false;
  const fault: Fault = {
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: () => open(),
    breakIt() {
      broken = true;
    },
    mend() {
      broken = false;
    },
    failReads: false,
    tries: 0,
    reads: 0,
  };
  return {
    ...store,
    fault,
    async append(entries) {
      fault.tries++;
      await gate;
      if (broken) throw new AppError("store/failed", "The disk is full.");
      return store.append(entries);
    },
    async read(room) {
      fault.reads++;
      if (fault.failReads) throw new AppError("store/failed", "The disk does not answer.");
      return store.read(room);
    },
  };
}
