// What this browser keeps of documents, looked at and removed from outside an open document: when access
// was taken, at a sign-out, and in lists. Called by home, by pages of addresses that do not open and by the
// account; without Yjs, because every page loads it (for that: copy-of.ts). Promise: nothing is removed that nobody asked to remove; it may be the last copy of somebody's words.

import { type DocId, parseDocId } from "../../lib/names.ts";
import { answer, inDatabase, PENDING, ROOMS, removeRooms, UPDATES } from "./indexed-storage.ts";
import type { RoomRecord } from "./storage.ts";
import { THEME_KEY } from "./theme.ts";

/** Keys of ours in the browser's small storages begin so. */
const OURS = "concord.";

export interface Copies {
  readonly rooms: number;
  /** Rooms that hold changes which no server has confirmed, or files that wait to be sent. */
  readonly unsent: number;
}

export { inDatabase };

export const ofRoom = (room: string) => IDBKeyRange.bound([room], [room, []]);

export async function countCopies(): Promise<Copies> {
  const waiting = await (await import("./uploads.ts")).roomsWithUploads().catch(() => []);
  return inDatabase("readonly", async (tx) => {
    const [updates, pending] = await Promise.all([
      answer<[string, string][]>(tx.objectStore(UPDATES).getAllKeys()),
      answer<[string, string][]>(tx.objectStore(PENDING).getAllKeys()),
    ]);
    const roomsOf = (keys: readonly [string, string][]) => keys.map(([room]) => room);
    return {
      rooms: new Set(roomsOf(updates)).size,
      unsent: new Set([...roomsOf(pending), ...waiting]).size,
    };
  });
}

/** Documents that are here whole: half a one is not shown without the server. Empty where nothing is kept. */
export async function wholeCopies(): Promise<ReadonlySet<DocId>> {
  try {
    const [names, records] = await inDatabase("readonly", (tx) => {
      const rooms = tx.objectStore(ROOMS);
      return Promise.all([answer<string[]>(rooms.getAllKeys()), answer<RoomRecord[]>(rooms.getAll())]);
    });
    const ids = names.map((name, i) => (records[i]?.everSynced ? parseDocId(name) : undefined));
    return new Set(ids.filter((id) => id !== undefined));
  } catch {
    return new Set();
  }
}

/** A tab that has it open stores nothing more of it, until the server lets it in again. */
export const removeCopy = (room: string): Promise<void> => removeRooms([room]);

/** Written for a moment when everything was cleared: other tabs still show what is to be forgotten. */
export const CLEARED_KEY = `${OURS}cleared`;

/** Every copy, the list of documents, the name, the secrets of links. Light or dark stays as it is. */
export async function clearBrowser(): Promise<void> {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(OURS) && key !== THEME_KEY) storage.removeItem(key);
    }
  }
  await removeRooms(undefined);
  localStorage.setItem(CLEARED_KEY, "1");
  localStorage.removeItem(CLEARED_KEY);
}
