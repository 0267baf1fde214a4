// Files on their way to the server, kept in this browser's disk: an upload that waits survives a closed page, as
// words do. Called by the editor's desk (files/keeping.ts) and wherever copies are removed. In a database of its own:
// a full disk must not take the words' next write along, and older pages keep theirs. Promise: nothing of a document
// stays when its copy is removed here; whatever fails here only means that the page has to stay open.

import type { FileId } from "../../lib/files.ts";
import type { DocId } from "../../lib/names.ts";
import { answer, done } from "./indexed-storage.ts";

/** Bytes that wait in this browser, of all documents together: more would push the words out of its quota. */
export const MAX_KEPT_BYTES = 100_000_000;
/** Files that wait: as many as one queue holds. */
export const MAX_KEPT = 50;

export interface KeptUpload {
  readonly key: string;
  readonly doc: DocId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** A place in the text as Yjs knows it, encoded. */
  readonly place: Uint8Array | undefined;
  readonly carried: Readonly<Record<string, unknown>> | undefined;
  readonly instead: FileId | undefined;
}

const DATABASE = "concord-uploads";
/** A KeptUpload under its key, in the order in which they came. */
const NAMES = "names";
/** An ArrayBuffer under the same key: some browsers forget a Blob with its page. */
const BYTES = "bytes";

/** False where there is no room for it. */
export async function keepUpload(upload: KeptUpload, blob: Blob): Promise<boolean> {
  const bytes = await blob.arrayBuffer();
  return inUploads("readwrite", async (tx) => {
    const all = await answer<KeptUpload[]>(tx.objectStore(NAMES).getAll());
    const others = all.filter(({ key }) => key !== upload.key);
    const used = others.reduce((sum, { size }) => sum + size, 0);
    if (others.length >= MAX_KEPT || used + bytes.byteLength > MAX_KEPT_BYTES) return false;
    tx.objectStore(NAMES).put(upload, upload.key);
    tx.objectStore(BYTES).put(bytes, upload.key);
    return true;
  });
}

export const dropUpload = (key: string): Promise<void> =>
  inUploads("readwrite", (tx) => {
    tx.objectStore(NAMES).delete(key);
    tx.objectStore(BYTES).delete(key);
  });

export const uploadsOf = (doc: DocId): Promise<readonly KeptUpload[]> =>
  inUploads("readonly", async (tx) =>
    (await answer<KeptUpload[]>(tx.objectStore(NAMES).getAll())).filter((one) => one.doc === doc),
  );

/** Documents with files that wait. */
export const roomsWithUploads = (): Promise<readonly string[]> =>
  inUploads("readonly", async (tx) =>
    (await answer<KeptUpload[]>(tx.objectStore(NAMES).getAll())).map(({ doc }) => doc),
  );

export async function bytesOfUpload({ key, type }: KeptUpload): Promise<Blob | undefined> {
  const bytes = await inUploads("readonly", (tx) =>
    answer<ArrayBuffer | undefined>(tx.objectStore(BYTES).get(key)),
  );
  return bytes && new Blob([bytes], { type });
}

/** Of these rooms, or of all. Never rejects: where nothing can be removed nothing was kept. */
export async function forgetUploads(rooms: readonly string[] | undefined): Promise<void> {
  try {
    await inUploads("readwrite", async (tx) => {
      for (const { key, doc } of await answer<KeptUpload[]>(tx.objectStore(NAMES).getAll())) {
        if (rooms?.includes(doc) === false) continue;
        tx.objectStore(NAMES).delete(key);
        tx.objectStore(BYTES).delete(key);
      }
    });
  } catch (error) {
    console.warn("This browser could not remove files that wait.", error);
  }
}

/**
 * Makes the upload this page's for as long as the page lives, so that two tabs never send it both. `undefined`
 * where another one has it. Where the browser has no locks (plain http), no other page is known.
 */
export async function holdUpload(key: string): Promise<(() => void) | undefined> {
  const locks = (navigator as Partial<Navigator>).locks;
  if (locks === undefined) {
    if (heldHere.has(key)) return undefined;
    heldHere.add(key);
    return () => heldHere.delete(key);
  }
  return new Promise((given) => {
    locks
      .request(`concord.upload.${key}`, { ifAvailable: true }, (lock) => {
        if (lock === null) return given(undefined);
        return new Promise<void>((release) => given(release));
      })
      .catch(() => given(undefined));
  });
}

const heldHere = new Set<string>();

async function inUploads<T>(
  mode: IDBTransactionMode,
  work: (tx: IDBTransaction) => T | Promise<T>,
): Promise<T> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(NAMES);
      request.result.createObjectStore(BYTES);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  try {
    const tx = db.transaction([NAMES, BYTES], mode);
    const [result] = await Promise.all([work(tx), done(tx)]);
    return result;
  } finally {
    db.close();
  }
}
