// What waits in this browser for the server, seen and changed from outside an open document: documents begun
// here, words that were never sent. Called by the keeper, the stand-in page and "New document". Removing is
// done in copies.ts, and only when a person asked for it.

import { type DocId, parseDocId } from "../../lib/names.ts";
import { SCHEMA_VERSION } from "../../lib/schema-version.ts";
import { answer, inDatabase, PENDING, ROOMS } from "./indexed-storage.ts";
import type { PendingRecord, RoomRecord } from "./storage.ts";

export { noteRole } from "./last-role.ts";

/** Told in this and in every other tab when a document was begun or taken in by the server. */
const CHANNEL = "concord.kept";

export interface Kept {
  /** Whole: may be shown without the server. */
  readonly whole: ReadonlySet<DocId>;
  /** The server does not know of them yet. */
  readonly begun: ReadonlySet<DocId>;
  /** With words that were never sent: by which open documents, and how old the oldest is. */
  readonly unsent: ReadonlyMap<DocId, { readonly tabs: readonly string[]; readonly oldest: number }>;
}

export const NOTHING_KEPT: Kept = { whole: new Set(), begun: new Set(), unsent: new Map() };

/** Rejects where the browser keeps nothing for this page. */
export function lookAtKept(): Promise<Kept> {
  return inDatabase("readonly", async (tx) => {
    const rooms = tx.objectStore(ROOMS);
    const waiting = tx.objectStore(PENDING);
    const [names, records, keys, pending] = await Promise.all([
      answer<IDBValidKey[]>(rooms.getAllKeys()),
      answer<RoomRecord[]>(rooms.getAll()),
      answer<IDBValidKey[]>(waiting.getAllKeys()),
      answer<PendingRecord[]>(waiting.getAll()),
    ]);
    const ids = names.map((name) => parseDocId(String(name)));
    const those = (fits: (record: RoomRecord) => boolean) =>
      new Set(
        ids.filter((id, i): id is DocId => {
          const record = records[i];
          return id !== undefined && record !== undefined && fits(record);
        }),
      );
    const unsent = new Map<DocId, { tabs: readonly string[]; oldest: number }>();
    pending.forEach(({ tab, oldest }, i) => {
      const key = keys[i];
      const id = Array.isArray(key) ? parseDocId(String(key[0])) : undefined;
      if (id === undefined) return;
      const before = unsent.get(id);
      unsent.set(id, {
        tabs: [...(before?.tabs ?? []), tab],
        oldest: Math.min(before?.oldest ?? oldest, oldest),
      });
    });
    return {
      whole: those((record) => record.everSynced),
      begun: those((record) => record.begun !== undefined),
      unsent,
    };
  });
}

export const recordOf = (id: DocId): Promise<RoomRecord | undefined> =>
  inDatabase("readonly", (tx) => answer<RoomRecord | undefined>(tx.objectStore(ROOMS).get(id)));

/** A new document, empty and whole, that only this browser knows. */
export async function begin(id: DocId): Promise<void> {
  const record: RoomRecord = { everSynced: true, schemaVersion: SCHEMA_VERSION, begun: Date.now() };
  await inDatabase("readwrite", (tx) => void tx.objectStore(ROOMS).add(record, id));
  tell();
}

/** The server has it. */
export async function noteCreated(id: DocId): Promise<void> {
  await inDatabase("readwrite", async (tx) => {
    const rooms = tx.objectStore(ROOMS);
    const record = await answer<RoomRecord | undefined>(rooms.get(id));
    if (record?.begun === undefined) return;
    const { begun: _, ...rest } = record;
    rooms.put(rest, id);
  });
  tell();
}

export function onKept(listener: () => void): () => void {
  listeners.add(listener);
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(CHANNEL);
  if (channel !== undefined) channel.onmessage = listener;
  return () => {
    listeners.delete(listener);
    channel?.close();
  };
}

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of [...listeners]) listener();
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}
