// The browser's disk behind the seam in storage.ts: one IndexedDB database for this origin. Made by
// browser.ts. Thin on purpose: it decides nothing; whatever IndexedDB throws comes out as a rejection.
// "relaxed" durability (the default of most browsers) survives a crash of the browser, not of the machine.

import { DiskError } from "./disk-health.ts";
import type {
  PendingRecord,
  RoomRecord,
  StorageWrite,
  StoredRoom,
  StoredUpdate,
  UpdateStorage,
} from "./storage.ts";
import { DATABASE, PENDING, ROOMS, UPDATES } from "./stores.ts";

export { PENDING, ROOMS, UPDATES };

const VERSION = 1;
/** Tells other tabs what was removed: they must not put it back. */
const FORGET = "concord.forget";

export function indexedStorage(): UpdateStorage {
  let opened: Promise<IDBDatabase> | undefined;
  let lost: DiskError | undefined;
  let closed = false;

  const database = (): Promise<IDBDatabase> => {
    opened ??= open((why) => {
      lost = why;
    }).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const transaction = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    const db = await database();
    if (lost === undefined) {
      try {
        return db.transaction([UPDATES, ROOMS, PENDING], mode);
      } catch (cause) {
        // It closes, and the word of it is still on its way.
        lost = new DiskError("removed", "The database is being closed.", { cause });
      }
    }
    // Closed under us (site data cleared, or a newer page). One call must fail before a new database is
    // opened: the caller has to know that what it stored earlier may be gone.
    const why = lost;
    lost = undefined;
    opened = undefined;
    throw why;
  };

  return {
    async load(room): Promise<StoredRoom> {
      const tx = await transaction("readonly");
      const mine = keysOf(room);
      const [updates, record, pending] = await Promise.all([
        answer<StoredUpdate[]>(tx.objectStore(UPDATES).getAll(mine)),
        answer<RoomRecord | undefined>(tx.objectStore(ROOMS).get(room)),
        answer<PendingRecord[]>(tx.objectStore(PENDING).getAll(mine)),
      ]);
      return { updates, record, pending };
    },
    async write(room, write: StorageWrite) {
      const tx = await transaction("readwrite");
      const updates = tx.objectStore(UPDATES);
      const pending = tx.objectStore(PENDING);
      for (const key of write.drop ?? []) updates.delete([room, key]);
      if (write.add !== undefined) updates.put(write.add, [room, write.add.key]);
      if (write.record !== undefined) tx.objectStore(ROOMS).put(write.record, room);
      for (const tab of write.adopted ?? []) pending.delete([room, tab]);
      if (write.pending !== undefined) {
        const key = [room, write.pending.tab];
        if (write.pending.changes > 0) pending.put(write.pending, key);
        else pending.delete(key);
      }
      // Without waiting for a turn of the event loop, which a page that is being left may not get.
      tx.commit?.();
      await done(tx);
    },
    async forget(room) {
      const tx = await transaction("readwrite");
      removeIn(tx, room);
      await done(tx);
      tellForgotten(room);
      await forgetFiles([room]);
    },
    onForget(listener) {
      if (typeof BroadcastChannel === "undefined") return () => undefined;
      const channel = new BroadcastChannel(FORGET);
      channel.onmessage = ({ data }) => listener(typeof data === "string" ? data : undefined);
      return () => channel.close();
    },
    close() {
      if (closed) return;
      closed = true;
      // A database that still opens is closed when it has.
      opened?.then((db) => db.close()).catch(() => undefined);
    },
  };
}

const keysOf = (room: string) => IDBKeyRange.bound([room], [room, []]);

function removeIn(tx: IDBTransaction, room: string): void {
  tx.objectStore(UPDATES).delete(keysOf(room));
  tx.objectStore(PENDING).delete(keysOf(room));
  tx.objectStore(ROOMS).delete(room);
}

/** `undefined`: everything. */
function tellForgotten(room: string | undefined): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(FORGET);
  channel.postMessage(room ?? null);
  channel.close();
}

/** For looks from outside an open document (kept.ts): one transaction on a connection of its own. */
export async function inDatabase<T>(
  mode: IDBTransactionMode,
  work: (tx: IDBTransaction) => T | Promise<T>,
): Promise<T> {
  const db = await open(() => undefined);
  try {
    const tx = db.transaction([UPDATES, ROOMS, PENDING], mode);
    const [result] = await Promise.all([work(tx), done(tx)]);
    return result;
  } finally {
    db.close();
  }
}

/** Everything of these rooms, or of all (`undefined`); documents that are open in any tab are told. */
export async function removeRooms(rooms: readonly string[] | undefined): Promise<void> {
  await inDatabase("readwrite", (tx) => {
    if (rooms === undefined) for (const name of [UPDATES, PENDING, ROOMS]) tx.objectStore(name).clear();
    else for (const room of rooms) removeIn(tx, room);
  });
  if (rooms === undefined) tellForgotten(undefined);
  else for (const room of rooms) tellForgotten(room);
  await forgetFiles(rooms);
}

/** What waits to be uploaded goes with the words. Late: most pages never need it. */
const forgetFiles = async (rooms: readonly string[] | undefined): Promise<void> =>
  (await import("./uploads.ts")).forgetUploads(rooms);

/** `lost` is told when the browser takes the connection away, and why. */
export function open(lost: (why: DiskError) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // Throws, or is missing, where the browser keeps nothing for this page.
    const request = indexedDB.open(DATABASE, VERSION);
    let given = false;
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore(UPDATES);
      db.createObjectStore(ROOMS);
      db.createObjectStore(PENDING);
    };
    request.onsuccess = () => {
      const db = request.result;
      if (given) return db.close();
      // A newer page wants another version, or somebody deletes it: make way; our next write says so.
      db.onversionchange = ({ newVersion }) => {
        db.close();
        lost(
          newVersion === null
            ? new DiskError("removed", "The database was deleted.")
            : new DiskError("newer", "A newer page changed the database."),
        );
      };
      db.onclose = () => lost(new DiskError("removed", "The browser closed the database."));
      resolve(db);
    };
    request.onerror = () => reject(request.error);
    // Every page of ours makes way when asked; one that does not may hold out for ever.
    request.onblocked = () => {
      given = true;
      reject(new DiskError("blocked", "An older page holds the database."));
    };
  });
}

export const answer = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });

export const done = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = () => reject(tx.error);
    tx.onabort = () => reject(tx.error ?? new DiskError("broken", "The browser took it back."));
  });
