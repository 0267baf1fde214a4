// Small helpers for everybody who examines a Store: entries, typists, documents from entries.

import * as Y from "yjs";
import type { ClientId, RoomName, UserId } from "../../lib/names.ts";
import type { NewEntry } from "../../sync-server/store/store.ts";

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const client = (id: number): ClientId => id as ClientId;
export const user = (name: string): UserId => name as UserId;

/** An entry whose update is no real one but ends in `mark`. */
export const entryOf = (room: string, mark: number): NewEntry => ({
  room: room as RoomName,
  time: 1_795_000_000_000 + mark,
  authors: [],
  update: Uint8Array.of(0, 0, mark),
});

/** Somebody who writes into the text "t". Every method gives the update of what was done. */
export function typist(client: number) {
  const doc = new Y.Doc();
  doc.clientID = client;
  const text = doc.getText("t");
  const record = (work: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    work();
    return Y.encodeStateAsUpdate(doc, before);
  };
  return {
    doc,
    type: (words: string) => record(() => text.insert(text.length, words)),
    erase: () => record(() => text.delete(0, Math.min(2, text.length))),
    hear: (update: Uint8Array) => Y.applyUpdate(doc, update),
  };
}

export function docOf(entries: readonly { readonly update: Uint8Array }[]): Y.Doc {
  const doc = new Y.Doc();
  for (const { update } of entries) Y.applyUpdate(doc, update);
  return doc;
}

/** Everything that makes two documents equal. */
export const stateOf = (doc: Y.Doc) => ({
  text: doc.getText("t").toString(),
  state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString("hex"),
  pending: doc.store.pendingStructs,
});
