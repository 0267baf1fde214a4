// Which local changes the server has not yet confirmed, and what the save status may therefore say.
// Pure: told what happened by open-body.ts, asked by it after each telling. Promise: nothing leaves
// this book except by the server's "saved n", where n is the frame that carried it or a later one.

import { assertNever } from "../../lib/errors.ts";
import type { CannotSave, SaveState } from "./body.ts";

/**
 * How people count: edits less than this apart are one change. A sentence typed in one go is one
 * change, a word mended after a pause is another. Counting keys or transactions would say "217".
 */
export const CHANGE_PAUSE_MS = 2_000;

/** At most this many unconfirmed frames are told apart: 4 s of typing. More are joined to the newest. */
export const MAX_RUNS = 256;

/** Edits that travel together. `frame` is undefined until they were sent on the present connection. */
interface Run {
  oldest: number;
  newest: number;
  changes: number;
  frame: number | undefined;
}

export interface Unconfirmed {
  readonly changes: number;
  /** When the oldest of them was made. */
  readonly oldest: number | undefined;
}

export interface Ledger {
  /** A local edit was made. Before it is sent. */
  note(at: number): void;
  /** This browser's copy holds changes from an earlier visit that nobody confirmed. */
  restore(changes: number, oldest: number): void;
  /** Frame `n` of this connection was sent. It carries everything noted so far (see paced-socket.ts). */
  wrote(n: number): void;
  /** Everything carried by frames up to `n` is on the server's disk. */
  saved(n: number): void;
  /** The connection ended: whatever it carried must be carried again. */
  closed(): void;
  unconfirmed(): Unconfirmed;
}

export function createLedger(): Ledger {
  let runs: Run[] = [];

  const changes = (): number => {
    let total = 0;
    let before: Run | undefined;
    for (const run of runs) {
      total += run.changes;
      // One burst may have been cut by a frame: it is still one change.
      if (before !== undefined && run.oldest - before.newest < CHANGE_PAUSE_MS) total--;
      before = run;
    }
    return total;
  };
  const oldest = (): number | undefined =>
    runs.length === 0 ? undefined : runs.reduce((least, run) => Math.min(least, run.oldest), Infinity);

  return {
    note(at) {
      const last = runs.at(-1);
      if (last === undefined || last.frame !== undefined) {
        runs.push({ oldest: at, newest: at, changes: 1, frame: undefined });
        return;
      }
      if (at - last.newest >= CHANGE_PAUSE_MS) last.changes++;
      // A clock that was set back must not open a pause.
      last.newest = Math.max(last.newest, at);
    },
    restore(count, at) {
      if (count > 0) runs.unshift({ oldest: at, newest: at, changes: count, frame: undefined });
    },
    wrote(n) {
      for (const run of runs) run.frame ??= n;
      if (runs.length > MAX_RUNS) runs = [...runs.slice(0, -2), ...joined(runs.slice(-2))];
    },
    saved(n) {
      runs = runs.filter((run) => run.frame === undefined || run.frame > n);
    },
    closed() {
      const at = oldest();
      if (at === undefined) return;
      const newest = runs.reduce((most, run) => Math.max(most, run.newest), at);
      runs = [{ oldest: at, newest, changes: changes(), frame: undefined }];
    },
    unconfirmed: () => ({ changes: changes(), oldest: oldest() }),
  };
}

/** Two neighbours as one, confirmed when the later one is. */
function joined([earlier, later]: Run[]): Run[] {
  if (earlier === undefined || later === undefined) return [];
  const cut = later.oldest - earlier.newest < CHANGE_PAUSE_MS ? 1 : 0;
  return [{ ...later, oldest: earlier.oldest, changes: earlier.changes + later.changes - cut }];
}

/** What the rest of the body knows when the status is asked for. */
export interface Facts extends Unconfirmed {
  /** `unknown`: the first seconds. `down`: not connected. `up`: in sync on this connection. */
  readonly link: { readonly state: "unknown" | "down" | "up"; readonly since: number };
  /** The server said stop, or this page must not write here. */
  readonly stopped: "forbidden" | "gone" | "signed-out" | "outdated" | "not-created" | undefined;
  /** Something unconfirmed was refused as too large or malformed. */
  readonly refused: boolean;
  /** The server said that it cannot store, or could not even open the document. */
  readonly serverFailing: boolean;
  readonly access: "write" | "read" | undefined;
  /** This browser keeps its own copy. */
  readonly kept: boolean;
}

export function saveStateOf(facts: Facts): SaveState {
  const { changes, oldest, link } = facts;
  // Changes from before the page or the connection stood have been saving only since it stands.
  const saving = (first: number): SaveState => ({
    state: "saving",
    since: Math.max(first, link.since),
    changes,
  });
  const cannot = (why: CannotSave): SaveState => ({ state: "cannot-save", why, changes });
  if (facts.stopped !== undefined) return cannot(facts.stopped);
  if (facts.refused && changes > 0) return cannot("refused");
  if (link.state !== "up") {
    // Neither the server nor this browser has them: the only copy is this page.
    if (changes > 0 && !facts.kept) return cannot("browser-full");
    if (facts.serverFailing) return cannot("server-failing");
    if (link.state === "unknown") return oldest === undefined ? { state: "connecting" } : saving(oldest);
    return { state: "offline", changes, since: oldest };
  }
  if (facts.serverFailing) return cannot("server-failing");
  // Written while writing was allowed, and now nobody takes it.
  if (facts.access === "read") return changes > 0 ? cannot("lowered") : { state: "read-only" };
  return oldest === undefined ? { state: "saved" } : saving(oldest);
}

/** Is there a change that the server has not confirmed? What the leave guard asks. */
export const isUnsaved = (save: SaveState): boolean => {
  switch (save.state) {
    case "saving":
      return true;
    case "offline":
    case "cannot-save":
      return save.changes > 0;
    case "connecting":
    case "saved":
    case "read-only":
      return false;
    default:
      return assertNever(save);
  }
};
