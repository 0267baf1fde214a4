// Keeps a copy of the document in this browser, so that words survive a closed tab and a lost network.
// Called by open-body.ts with every update, whoever made it. Promise: what was changed is handed to the
// disk within 100 ms, at once when the page is left, independent of any server; when the disk fails,
// editing and syncing go on, `kept` says so, and the next write that succeeds holds everything.

import * as Y from "yjs";
import type { Clock } from "./clock.ts";
import type { Unconfirmed } from "./ledger.ts";
import type { StorageWrite, UpdateStorage } from "./storage.ts";

/** How long a change waits for company. One transaction per key would be hundreds of times slower. */
export const WRITE_DELAY_MS = 100;
/** Above this many stored pieces, the next write replaces them by one. About a minute of typing. */
export const COMPACT_ABOVE_UPDATES = 400;
/** While the disk is slow, updates wait here; above this they are let go and a whole copy is owed. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** After a failure, doubled each time: a cleared disk works again at once, a full one rarely soon. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LONGEST_MS = 60_000;
/** A browser whose database does not answer for this long is treated as one without (it happens). */
export const DISK_TIMEOUT_MS = 5_000;

/** The origin of the transaction that loads the copy: not an edit, not to be stored again. */
export const FROM_COPY = { name: "copy" } as const;

export interface OfflineOptions {
  readonly room: string;
  readonly storage: UpdateStorage;
  readonly doc: Y.Doc;
  readonly clock: Clock;
  /** Random, new for each open document. */
  readonly tab: string;
  readonly schemaVersion: number | undefined;
  readonly unconfirmed: () => Unconfirmed;
  /** `kept` may have changed. */
  readonly onChange: () => void;
}

/**
 * `whole`: the copy was once the whole document, it may be shown. `part`: it holds something, but was
 * never in sync. `too-new`: a newer page wrote it, nothing was read. `none`: empty, or no working disk.
 */
export type Copy = "whole" | "part" | "too-new" | "none";

export interface Offline {
  /** Brings the copy into the Y.Doc. `before` is told first what it holds unconfirmed. Never rejects. */
  load(before: (pending: Unconfirmed) => void): Promise<Copy>;
  /** An update happened in the document. */
  add(update: Uint8Array): void;
  /** The document has been in sync with the server: what is stored from now on is whole. */
  synced(): void;
  /** The count of unconfirmed changes moved. */
  touch(): void;
  /** Hands everything to the disk now. Resolves when it has answered. */
  flush(): Promise<void>;
  kept(): boolean;
  /** Flushes, then leaves. */
  close(): Promise<void>;
}

export function createOffline(options: OfflineOptions): Offline {
  const { room, storage, doc, clock, tab, schemaVersion } = options;
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  /** Pieces of the copy that this tab has loaded or written: a whole copy may replace just these. */
  let keys: string[] = [];
  let pieces = 0;
  /** Something may be missing on the disk. */
  let owesWhole = false;
  let recordDue = false;
  let everSynced = false;
  let pendingDue = false;
  let adopted: string[] = [];
  let writing = 0;
  let failures = 0;
  let late = 0;
  let state: "loading" | "open" | "shut" = "loading";
  let stopTimer: (() => void) | undefined;

  const kept = () => state !== "shut" && failures === 0 && late === 0;
  const pause = () =>
    failures === 0 ? WRITE_DELAY_MS : Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_LONGEST_MS);
  const told = (change: () => void) => {
    const before = kept();
    change();
    if (kept() !== before) options.onChange();
  };

  const report = (deed: string, error: unknown) => {
    if (failures === 0) console.warn(`This browser could not ${deed} its copy.`, error);
    told(() => failures++);
  };

  const due = () => waiting.length > 0 || owesWhole || recordDue || pendingDue;
  const schedule = () => {
    if (state !== "open" || stopTimer !== undefined || writing > 0 || !due()) return;
    stopTimer = clock.after(pause(), () => {
      stopTimer = undefined;
      void write();
    });
  };

  const take = (): StorageWrite => {
    const whole = owesWhole || keys.length > COMPACT_ABOVE_UPDATES;
    const { changes, oldest } = options.unconfirmed();
    const [first, ...others] = waiting;
    const update = whole ? Y.encodeStateAsUpdate(doc) : others.length > 0 ? Y.mergeUpdates(waiting) : first;
    const taken = {
      add: update && { key: `${tab}.${++pieces}`, update },
      // The document holds all that waits and all under `keys`, so those may go in the same breath.
      drop: whole ? keys : undefined,
      record: recordDue ? { everSynced, schemaVersion } : undefined,
      // With every edit: another tab may have taken the last record over.
      pending: pendingDue || (update && changes > 0) ? { tab, changes, oldest: oldest ?? 0 } : undefined,
      adopted: pendingDue && adopted.length > 0 ? adopted : undefined,
    };
    waiting = [];
    bytes = 0;
    owesWhole = false;
    recordDue = false;
    pendingDue = false;
    if (whole) keys = [];
    return taken;
  };

  const write = async (): Promise<void> => {
    const taken = take();
    writing++;
    try {
      await patient(storage.write(room, taken));
      if (taken.add !== undefined) keys.push(taken.add.key);
      if (taken.adopted !== undefined) adopted = [];
      told(() => {
        failures = 0;
      });
    } catch (error) {
      // Whatever this was, what follows would rest on a hole. The document itself is the backup.
      // The disk may also have been emptied, with everything that was ever written.
      owesWhole = true;
      recordDue ||= everSynced;
      pendingDue = true;
      if (taken.drop !== undefined) keys = [...taken.drop, ...keys];
      report("write", error);
    } finally {
      writing--;
      schedule();
    }
  };

  /** Passes the answer on, and says meanwhile when it takes too long. */
  const patient = async <T>(answer: Promise<T>): Promise<T> => {
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
  };

  return {
    async load(before) {
      try {
        const stored = await patient(storage.load(room));
        if (state === "shut") return "none";
        const version = stored.record?.schemaVersion;
        if (version !== undefined && schemaVersion !== undefined && version > schemaVersion) {
          state = "shut";
          return "too-new";
        }
        everSynced ||= stored.record?.everSynced ?? false;
        recordDue ||= stored.record !== undefined && version !== schemaVersion;
        adopted = stored.pending.map((record) => record.tab);
        pendingDue ||= adopted.length > 0;
        before(total(stored.pending));
        // One transaction: one event for whoever listens, however many pieces.
        doc.transact(() => {
          for (const piece of stored.updates) if (applied(doc, piece.update)) keys.push(piece.key);
        }, FROM_COPY);
        if (everSynced) return "whole";
        return stored.updates.length > 0 ? "part" : "none";
      } catch (error) {
        report("read", error);
        owesWhole = true;
        return "none";
      } finally {
        if (state === "loading") state = "open";
        schedule();
      }
    },
    add(update) {
      if (state === "shut") return;
      waiting.push(update);
      bytes += update.byteLength;
      if (bytes > MAX_WAITING_BYTES || failures > 0) {
        waiting = [];
        bytes = 0;
        owesWhole = true;
      }
      schedule();
    },
    synced() {
      if (everSynced) return;
      everSynced = true;
      recordDue = true;
      schedule();
    },
    touch() {
      pendingDue = true;
      schedule();
    },
    async flush() {
      if (state !== "open" || !due()) return;
      stopTimer?.();
      stopTimer = undefined;
      await write();
    },
    kept,
    async close() {
      if (state === "shut") return;
      await this.flush();
      state = "shut";
      stopTimer?.();
      storage.close();
    },
  };
}

/** A damaged piece stays on the disk, out of the way: what it held may be wanted by somebody wiser. */
function applied(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update, FROM_COPY);
    return true;
  } catch (error) {
    console.warn("A piece of this browser's copy is damaged.", error);
    return false;
  }
}

function total(records: readonly { changes: number; oldest: number }[]): Unconfirmed {
  const changes = records.reduce((sum, record) => sum + record.changes, 0);
  const oldest = records.reduce((least, record) => Math.min(least, record.oldest), Number.POSITIVE_INFINITY);
  return { changes, oldest: changes > 0 ? oldest : undefined };
}
