// Which documents have a copy in this browser, and the end of such a copy. Called by home: while the server
// does not answer it says what can be opened, and what is deleted for ever must not live on here.

import { bodyOf, type DocId, parseDocId } from "../../lib/names.ts";
import { open, PENDING, ROOMS, UPDATES } from "./indexed-storage.ts";
import type { RoomRecord } from "./storage.ts";

const NONE: ReadonlySet<DocId> = new Set();

/** Whole ones: half a document is not shown without the server. Empty where the browser keeps nothing. */
export async function localCopies(): Promise<ReadonlySet<DocId>> {
  try {
    return await within([ROOMS], "readonly", (tx) => {
      const found = new Set<DocId>();
      const cursor = tx.objectStore(ROOMS).openCursor();
      cursor.onsuccess = () => {
        if (cursor.result === null) return;
        const id = parseDocId(String(cursor.result.key));
        if (id !== undefined && (cursor.result.value as RoomRecord).everSynced) found.add(id);
        cursor.result.continue();
      };
      return found;
    });
  } catch {
    return NONE;
  }
}

/** Quiet where it fails: the copy is then as old as it is, and the server no longer has the document. */
export async function dropCopy(id: DocId): Promise<void> {
  const room = bodyOf(id);
  const all = IDBKeyRange.bound([room], [room, []]);
  await within([UPDATES, ROOMS, PENDING], "readwrite", (tx) => {
    tx.objectStore(UPDATES).delete(all);
    tx.objectStore(PENDING).delete(all);
    tx.objectStore(ROOMS).delete(room);
  }).catch(() => {});
}

async function within<T>(
  stores: string[],
  mode: IDBTransactionMode,
  work: (tx: IDBTransaction) => T,
): Promise<T> {
  const db = await open(() => {});
  try {
    const tx = db.transaction(stores, mode);
    const result = work(tx);
    await new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onerror = () => reject(tx.error);
      tx.onabort = () => reject(tx.error);
    });
    return result;
  } finally {
    db.close();
  }
}
