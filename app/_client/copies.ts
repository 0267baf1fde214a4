// What this browser keeps of documents, looked at and removed from outside an open document: when access
// was taken, and at a sign-out. Called by the page of a closed address, by AccessEnded and by the account.
// Promise: nothing is removed that nobody asked to remove; it may be the last copy of somebody's words.

import * as Y from "yjs";
import { answer, done, open, PENDING, ROOMS, UPDATES } from "./indexed-storage.ts";
import type { PendingRecord, StoredUpdate } from "./storage.ts";
import { THEME_KEY } from "./theme.ts";

/** Keys of ours in the browser's small storages begin so. */
const OURS = "concord.";

export interface Copies {
  readonly rooms: number;
  /** Rooms that hold changes which no server has confirmed. */
  readonly unsent: number;
}

async function inDatabase<T>(mode: IDBTransactionMode, work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
  const db = await open(() => undefined);
  try {
    const tx = db.transaction([UPDATES, ROOMS, PENDING], mode);
    const [result] = await Promise.all([work(tx), done(tx)]);
    return result;
  } finally {
    db.close();
  }
}

const ofRoom = (room: string) => IDBKeyRange.bound([room], [room, []]);

export function countCopies(): Promise<Copies> {
  return inDatabase("readonly", async (tx) => {
    const [updates, pending] = await Promise.all([
      answer<[string, string][]>(tx.objectStore(UPDATES).getAllKeys()),
      answer<[string, string][]>(tx.objectStore(PENDING).getAllKeys()),
    ]);
    const roomsOf = (keys: readonly [string, string][]) => new Set(keys.map(([room]) => room)).size;
    return { rooms: roomsOf(updates), unsent: roomsOf(pending) };
  });
}

/** The document as it is kept, and how many of its changes were never sent; `undefined` where there is none. */
export async function copyOf(room: string): Promise<{ doc: Y.Doc; changes: number } | undefined> {
  const [updates, pending] = await inDatabase("readonly", (tx) =>
    Promise.all([
      answer<StoredUpdate[]>(tx.objectStore(UPDATES).getAll(ofRoom(room))),
      answer<PendingRecord[]>(tx.objectStore(PENDING).getAll(ofRoom(room))),
    ]),
  );
  if (updates.length === 0) return undefined;
  const doc = new Y.Doc();
  for (const { update } of updates) {
    try {
      Y.applyUpdate(doc, update);
    } catch {
      // A damaged piece: the others are still worth reading.
    }
  }
  return { doc, changes: pending.reduce((sum, { changes }) => sum + changes, 0) };
}

export function removeCopy(room: string): Promise<void> {
  return inDatabase("readwrite", async (tx) => {
    tx.objectStore(UPDATES).delete(ofRoom(room));
    tx.objectStore(PENDING).delete(ofRoom(room));
    tx.objectStore(ROOMS).delete(room);
  });
}

/** Written for a moment when everything was cleared: other tabs still show what is to be forgotten. */
export const CLEARED_KEY = `${OURS}cleared`;

/** Every copy, the list of documents, the name, the secrets of links. Light or dark stays as it is. */
export async function clearBrowser(): Promise<void> {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(OURS) && key !== THEME_KEY) storage.removeItem(key);
    }
  }
  await inDatabase("readwrite", async (tx) => {
    for (const name of [UPDATES, PENDING, ROOMS]) tx.objectStore(name).clear();
  });
  localStorage.setItem(CLEARED_KEY, "1");
  localStorage.removeItem(CLEARED_KEY);
}
