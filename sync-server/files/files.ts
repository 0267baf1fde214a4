// The files of documents: what each document holds, within its bounds, and when bytes may go. Called by the
// routes and by documents (copy, delete for ever). A record is `file/<doc>/<file>`; `file-in/<file>/<doc>`
// says the other way round who needs the bytes. Bytes are written before they are named, and removed after.

import { AppError } from "../../lib/errors.ts";
import { type FileId, fileNameOf, parseFileId, type StoredFile, sizeInWords } from "../../lib/files.ts";
import { type DocId, parseDocId, type UserId } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Store } from "../store/store.ts";
import type { FileStore } from "./file-store.ts";
import { typeOf } from "./kind.ts";
import { withoutTraces } from "./traces.ts";
import { createTurns } from "./turns.ts";

const MB = 1_000_000;
const DAY_MS = 86_400_000;

export const FILE_LIMITS = {
  /** Bytes of one file (MAX_FILE_MB): a photograph of a good camera, a slide deck. */
  fileBytes: 25 * MB,
  /** Bytes of all files of one document (MAX_FILES_MB). */
  docBytes: 1_000 * MB,
  /** Files of one document: its records are read whenever one is added. */
  docFiles: 5_000,
  /** ms after which a file that no version of its document names is removed: it may be about to be put in
   *  by somebody who is offline. */
  graceMs: 30 * DAY_MS,
  /** ms between two looks for such files, and until the first after the start. */
  collectMs: DAY_MS,
  firstCollectMs: 600_000,
};
export type FileLimits = typeof FILE_LIMITS;

export interface FileRecord {
  readonly bytes: number;
  readonly type: string;
  readonly name: string;
  readonly by: UserId;
  readonly at: number;
}

export interface FilesEnv {
  readonly store: Store;
  readonly bytes: FileStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: FileLimits;
  readonly exists: (doc: DocId) => Promise<boolean>;
  /** Every update from which any version of the document can be made. More is harmless, less is not. */
  readonly versions: (doc: DocId) => AsyncIterable<Uint8Array>;
}

export interface Files {
  readonly limits: FileLimits;
  readonly exists: (doc: DocId) => Promise<boolean>;
  find(doc: DocId, file: FileId): Promise<FileRecord | undefined>;
  read: FileStore["read"];
  list(doc: DocId): Promise<readonly StoredFile[]>;
  /** Rejects with `too-large` where the file or the document has its fill. */
  add(doc: DocId, by: UserId, name: string, source: AsyncIterable<Uint8Array>): Promise<StoredFile>;
  /** The copy of a document has the files that its content names. Called before the content is there. */
  copy(from: DocId, to: DocId, by: UserId, content: Uint8Array): Promise<void>;
  /** The document is gone for ever. */
  forget(doc: DocId): Promise<void>;
  /** Removes what no version needs. Resolves with how many files that were. */
  collect(): Promise<number>;
}

export function createFiles({ store, bytes, clock, log, limits, exists, versions }: FilesEnv): Files {
  const turns = createTurns();
  async function find(doc: DocId, file: FileId): Promise<FileRecord | undefined> {
    const found = await store.get(recordKey(doc, file));
    return found && parse(found);
  }

  /** With `unlessSince` only if it was not sent again meanwhile. */
  const drop = (doc: DocId, file: FileId, unlessSince = Number.POSITIVE_INFINITY): Promise<void> =>
    turns.run(file, async () => {
      if (((await find(doc, file))?.at ?? 0) >= unlessSince) return;
      await store.del(recordKey(doc, file));
      await store.del(needKey(file, doc));
      await removeUnneeded(file);
    });

  /** Called in the file's turn. */
  async function removeUnneeded(file: FileId): Promise<boolean> {
    for await (const _ of store.list(`file-in/${file}/`)) return false;
    await bytes.remove(file);
    return true;
  }

  function checkRoom(held: ReadonlyMap<FileId, FileRecord>, more: number): void {
    let used = more;
    for (const record of held.values()) used += record.bytes;
    if (used > limits.docBytes || held.size >= limits.docFiles) {
      const most = sizeInWords(limits.docBytes);
      throw new AppError("too-large", `The files of one document may have ${most} together. It is full.`);
    }
  }

  async function add(
    doc: DocId,
    by: UserId,
    name: string,
    source: AsyncIterable<Uint8Array>,
  ): Promise<StoredFile> {
    const incoming = await bytes.receive(withoutTraces(source), limits.fileBytes);
    const { file } = incoming;
    try {
      if (incoming.bytes === 0) throw new AppError("bad-request", "The file is empty.");
      return await turns.run(doc, async () => {
        const held = await recordsOf(store, doc);
        const before = held.get(file);
        if (before === undefined) checkRoom(held, incoming.bytes);
        const record: FileRecord = {
          bytes: incoming.bytes,
          type: typeOf(incoming.head),
          name: before?.name ?? fileNameOf(name),
          by: before?.by ?? by,
          // Sent again: whoever does that is about to put it in, so its grace begins again.
          at: clock.now(),
        };
        await turns.run(file, async () => {
          await incoming.keep();
          await noteFile(store, doc, file, record);
        });
        return { file, type: record.type, bytes: record.bytes, name: fileNameOf(name) };
      });
    } finally {
      await incoming.discard();
    }
  }

  async function collect(): Promise<number> {
    let removed = 0;
    for (const doc of await docsWithFiles()) {
      const before = clock.now() - limits.graceMs;
      const gone = !(await exists(doc));
      const unneeded = await (gone
        ? recordsOf(store, doc).then((all) => [...all.keys()])
        : unneededOf(doc, before));
      for (const file of unneeded) await drop(doc, file, gone ? undefined : before);
      removed += unneeded.length;
    }
    // What a crash left without a document.
    for await (const file of bytes.all()) {
      if (await turns.run(file, () => removeUnneeded(file))) removed++;
    }
    if (removed > 0) log.info({ files: removed }, "files.collected");
    return removed;
  }

  async function docsWithFiles(): Promise<Set<DocId>> {
    const docs = new Set<DocId>();
    for await (const { key } of store.list("file/")) {
      const doc = parseDocId(key.split("/")[1] ?? "");
      if (doc !== undefined) docs.add(doc);
    }
    return docs;
  }

  async function unneededOf(doc: DocId, before: number): Promise<FileId[]> {
    const records = await recordsOf(store, doc);
    const left = new Set([...records].filter(([, { at }]) => at < before).map(([file]) => file));
    if (left.size === 0) return [];
    // An update holds an attribute as plain letters, so its bytes are searched and no document is built. A
    // hash that somebody typed as text keeps its file as well: nothing is lost by that.
    for await (const update of versions(doc)) {
      for (const file of left) if (mentions(update, file)) left.delete(file);
      if (left.size === 0) break;
    }
    return [...left];
  }

  return {
    limits,
    exists,
    find,
    read: (file, from, to) => bytes.read(file, from, to),
    async list(doc) {
      return [...(await recordsOf(store, doc))].map(([file, { type, bytes: size, name }]) => ({
        file,
        type,
        bytes: size,
        name,
      }));
    },
    add,
    async copy(from, to, by, content) {
      const at = clock.now();
      for (const [file, record] of await recordsOf(store, from)) {
        if (mentions(content, file))
          await turns.run(file, () => noteFile(store, to, file, { ...record, by, at }));
      }
    },
    forget: (doc) =>
      turns.run(doc, async () => {
        for (const file of (await recordsOf(store, doc)).keys()) await drop(doc, file);
      }),
    collect,
  };
}

const recordKey = (doc: DocId, file: FileId) => `file/${doc}/${file}`;
const needKey = (file: FileId, doc: DocId) => `file-in/${file}/${doc}`;

/** What a document holds. */
export async function recordsOf(store: Store, doc: DocId): Promise<Map<FileId, FileRecord>> {
  const found = new Map<FileId, FileRecord>();
  for await (const { key, value } of store.list(`file/${doc}/`)) {
    const file = parseFileId(key.slice(key.lastIndexOf("/") + 1));
    if (file !== undefined) found.set(file, parse(value));
  }
  return found;
}

/** Called in the file's turn. The need is noted first: a crash between leaves bytes, never a gap. */
export async function noteFile(store: Store, doc: DocId, file: FileId, record: FileRecord): Promise<void> {
  await store.put(needKey(file, doc), NOTHING);
  await store.put(recordKey(doc, file), Buffer.from(JSON.stringify(record)));
}

const NOTHING = new Uint8Array(0);

/** Whether the bytes of an update name it. */
export const mentions = (update: Uint8Array, file: FileId): boolean =>
  Buffer.from(update.buffer, update.byteOffset, update.byteLength).includes(file, 0, "latin1");

const parse = (bytes: Uint8Array): FileRecord => JSON.parse(Buffer.from(bytes).toString("utf8"));
