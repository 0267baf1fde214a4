// Keeps a copy of the document in this browser, so that words survive a closed tab and a lost network.
// Called by open-body.ts with every update, whoever made it. Promise: what was changed is handed to the
// disk within 100 ms, at once when the page is left, independent of any server; when the disk fails,
// editing and syncing go on, `kept` says so, and the next write that succeeds holds everything.

import * as Y from "yjs";
import { applied, FROM_COPY, type Offline, type OfflineOptions, total } from "./copy.ts";
import { createDiskHealth } from "./disk-health.ts";
import type { PendingRecord, StorageWrite, StoredRoom } from "./storage.ts";

export { FROM_COPY, type Offline } from "./copy.ts";
export { DISK_TIMEOUT_MS, RETRY_FIRST_MS, RETRY_LONGEST_MS } from "./disk-health.ts";

/** How long a change waits for company. One transaction per key would be hundreds of times slower. */
export const WRITE_DELAY_MS = 100;
/** Above this many stored pieces, the next write replaces them by one. About a minute of typing. */
export const COMPACT_ABOVE_UPDATES = 400;
/** While the disk is slow, updates wait here; above this they are let go and a whole copy is owed. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;

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
  let begun: number | undefined;
  let pendingDue = false;
  let adopted: string[] = [];
  let writing = 0;
  let state: "loading" | "open" | "forgotten" | "shut" = "loading";
  let stopTimer: (() => void) | undefined;
  const health = createDiskHealth(clock, options.onChange);
  const stops: (() => void)[] = [];
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  if (options.tabs !== undefined) stops.push(options.tabs.hold(tab));

  const kept = () => (state === "loading" || state === "open") && health.trouble() === undefined;
  const due = () => waiting.length > 0 || owesWhole || recordDue || pendingDue;
  const schedule = () => {
    if (state !== "open" || stopTimer !== undefined || writing > 0 || !due()) return;
    stopTimer = clock.after(health.pause() ?? WRITE_DELAY_MS, () => {
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
      record: recordDue
        ? { everSynced, schemaVersion, ...(begun === undefined ? {} : { begun }) }
        : undefined,
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
      await health.patient(storage.write(room, taken));
      if (taken.add !== undefined) keys.push(taken.add.key);
      if (taken.adopted !== undefined) adopted = adopted.filter((one) => !taken.adopted?.includes(one));
      health.well();
    } catch (error) {
      // Whatever this was, what follows would rest on a hole. The document itself is the backup.
      // The disk may also have been emptied, with everything that was ever written.
      owesWhole = true;
      recordDue ||= everSynced;
      pendingDue = true;
      if (taken.drop !== undefined) keys = [...taken.drop, ...keys];
      health.failed("write", error);
    } finally {
      writing--;
      schedule();
    }
  };

  /** One transaction: one event for whoever listens, however many pieces. */
  const takeIn = (stored: StoredRoom) => {
    const known = new Set(keys);
    doc.transact(() => {
      for (const { key, update } of stored.updates) {
        if (!known.has(key) && applied(doc, update)) keys.push(key);
      }
    }, FROM_COPY);
  };

  /** What a living tab has not sent is counted there, and comes to us when it goes. */
  const inherit = async (records: readonly PendingRecord[]): Promise<readonly PendingRecord[]> => {
    if (options.tabs === undefined || records.length === 0) return records;
    const alive = await options.tabs.alive(records.map((record) => record.tab));
    for (const record of records) {
      if (alive.has(record.tab)) stops.push(options.tabs.whenGone(record.tab, () => succeed(record.tab)));
    }
    return records.filter((record) => !alive.has(record.tab));
  };

  const succeed = async (left: string): Promise<void> => {
    await isReady;
    if (state !== "open") return;
    try {
      const stored = await storage.load(room);
      const record = stored.pending.find((one) => one.tab === left);
      if (record === undefined || (state as string) !== "open") return;
      adopted.push(left);
      pendingDue = true;
      options.onHeir(total([record]), () => takeIn(stored));
      // Before the next heir looks.
      await flush();
    } catch (error) {
      health.failed("read", error);
      schedule();
    }
  };

  const flush = async (): Promise<void> => {
    if (state !== "open" || !due()) return;
    stopTimer?.();
    stopTimer = undefined;
    await write();
  };

  const leave = (next: "forgotten" | "shut") => {
    state = next;
    stopTimer?.();
    stopTimer = undefined;
    waiting = [];
    bytes = 0;
  };

  const stopForget = storage.onForget?.((gone) => {
    if ((gone !== undefined && gone !== room) || state === "shut") return;
    leave("forgotten");
    options.onChange();
  });
  if (stopForget !== undefined) stops.push(stopForget);

  return {
    async load(before) {
      try {
        const stored = await health.patient(storage.load(room));
        const left = await inherit(stored.pending);
        if (state !== "loading") return "none";
        const version = stored.record?.schemaVersion;
        if (version !== undefined && schemaVersion !== undefined && version > schemaVersion) {
          state = "shut";
          return "too-new";
        }
        everSynced ||= stored.record?.everSynced ?? false;
        begun = stored.record?.begun;
        recordDue ||= stored.record !== undefined && version !== schemaVersion;
        adopted = left.map((record) => record.tab);
        pendingDue ||= adopted.length > 0;
        before(total(left));
        takeIn(stored);
        if (everSynced) return "whole";
        return stored.updates.length > 0 ? "part" : "none";
      } catch (error) {
        health.failed("read", error);
        owesWhole = true;
        return "none";
      } finally {
        if (state === "loading") state = "open";
        ready();
        schedule();
      }
    },
    add(update) {
      if (state === "shut" || state === "forgotten") return;
      waiting.push(update);
      bytes += update.byteLength;
      if (bytes > MAX_WAITING_BYTES || health.pause() !== undefined) {
        waiting = [];
        bytes = 0;
        owesWhole = true;
      }
      schedule();
    },
    synced() {
      if (state === "forgotten") {
        // Let in again: kept from here on, as if it were new.
        state = "open";
        keys = [];
        owesWhole = true;
        recordDue = true;
        options.onChange();
      }
      if (!everSynced || begun !== undefined) recordDue = true;
      everSynced = true;
      begun = undefined;
      schedule();
    },
    touch() {
      pendingDue = true;
      schedule();
    },
    flush,
    kept,
    trouble: health.trouble,
    begun: () => begun !== undefined,
    async created() {
      if (begun === undefined) return;
      begun = undefined;
      recordDue = true;
      await flush();
    },
    async forget() {
      if (state === "shut") return;
      leave("forgotten");
      keys = [];
      try {
        await storage.forget(room);
      } catch (error) {
        console.warn("This browser could not remove its copy.", error);
      }
      options.onChange();
    },
    async close() {
      await flush();
      leave("shut");
      for (const stop of stops.splice(0)) stop();
      storage.close();
    },
  };
}
