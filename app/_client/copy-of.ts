// The document that this browser keeps, as a document. Called by the page of an address that does not open.

import * as Y from "yjs";
import { inDatabase, ofRoom } from "./copies.ts";
import { answer, PENDING, UPDATES } from "./indexed-storage.ts";
import type { PendingRecord, StoredUpdate } from "./storage.ts";

/** As it is kept, and how many of its changes were never sent; `undefined` where there is none. */
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
