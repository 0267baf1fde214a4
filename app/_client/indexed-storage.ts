// The browser's disk behind the seam in storage.ts: one IndexedDB database for this origin. Made by
// browser.ts. Thin on purpose: it decides nothing; whatever IndexedDB throws comes out as a rejection.
// "relaxed" durability (the default of most browsers) survives a crash of the browser, not of the machine.

import type {
  PendingRecord,
  RoomRecord,
  StorageWrite,
  StoredRoom,
  StoredUpdate,
  UpdateStorage,
} from "./storage.ts";

const DATABASE = "concord";
const VERSION = 1;
/** A StoredUpdate under `[room, key]`. */
export const UPDATES = "updates";
/** A RoomRecord under its room. */
export const ROOMS = "rooms";
/** A PendingRecord under `[room, tab]`. */
export const PENDING = "pending";

export function indexedStorage(): UpdateStorage {
  let opened: Promise<IDBDatabase> | undefined;
  let lost = false;
  let closed = false;

  const database = (): Promise<IDBDatabase> => {
    opened ??= open(() => {
      lost = true;
    }).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const transaction = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    const db = await database();
    if (!lost) return db.transaction([UPDATES, ROOMS, PENDING], mode);
    // Closed under us (site data cleared, or a newer page). One call must fail before a new database is
    // opened: the caller has to know that what it stored earlier may be gone.
    lost = false;
    opened = undefined;
    throw new Error("The database was closed by the browser.");
  };

  return {
    async load(room): Promise<StoredRoom> {
      const tx = await transaction("readonly");
      const mine = IDBKeyRange.bound([room], [room, []]);
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
    close() {
      if (closed) return;
      closed = true;
      // A database that still opens is closed when it has.
      opened?.then((db) => db.close()).catch(() => undefined);
    },
  };
}

export function open(lost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // Throws, or is missing, where the browser keeps nothing for this page.
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore(UPDATES);
      db.createObjectStore(ROOMS);
      db.createObjectStore(PENDING);
    };
    request.onsuccess = () => {
      const db = request.result;
      // A newer page wants another version: make way; our next write fails and says so.
      db.onversionchange = () => {
        db.close();
        lost();
      };
      db.onclose = lost;
      resolve(db);
    };
    request.onerror = () => reject(request.error);
    // Blocked by an older page: it is asked to make way, and the request goes on by itself.
  });
}

const answer = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });

const done = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = () => reject(tx.error);
    tx.onabort = () => reject(tx.error);
  });
