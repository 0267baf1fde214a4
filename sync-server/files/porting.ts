// The pictures and files of documents, beside an export and out of one: `files/<hash>.<ending>`, each once. Called by
// cli.ts, for what exports and imports all documents (documents/porting-all.ts). Promises: what is brought in is what its name says, byte for byte (a document names files by their
// hash), and a file that is missing or broken is said and stops nothing.

import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type FileId, fileNameOf, isPicture, parseFileId } from "../../lib/files.ts";
import type { DocId, UserId } from "../../lib/names.ts";
import type { Store } from "../store/store.ts";
import type { FileStore } from "./file-store.ts";
import { type FileRecord, mentions, noteFile, recordsOf } from "./files.ts";
import { typeOf } from "./kind.ts";

/** The folder beside the documents. */
const FOLDER = "files";
/** Bytes of one file that is brought in: whatever a server took once, its bounds may have been wider. */
const MAX_BYTES = 2_000_000_000;

/** What JSON says of a file of its document. */
export interface Carried {
  readonly file: FileId;
  readonly name: string;
}

/** How a file is called on a disk: with an ending that the programs there know. */
const onDisk = (file: FileId, type: string, name: string): string => {
  const ending = isPicture(type)
    ? type.slice(type.indexOf("/") + 1)
    : (/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? "bin");
  return `${file}.${ending.toLowerCase()}`;
};

export interface Leaving {
  /** Where the text finds it, as a link from beside it. */
  readonly address: (file: string) => string | undefined;
  readonly carried: readonly Carried[];
  readonly missing: readonly string[];
}

/** Writes the files that this version of the document names. */
async function filesOut(
  store: Store,
  bytes: FileStore,
  doc: DocId,
  parts: readonly Uint8Array[],
  to: string,
): Promise<Leaving> {
  const names = new Map<string, string>();
  const carried: Carried[] = [];
  const missing: string[] = [];
  for (const [file, { type, name }] of await recordsOf(store, doc)) {
    if (!parts.some((part) => mentions(part, file))) continue;
    const called = onDisk(file, type, name);
    const source = await bytes.read(file);
    if (source === undefined) {
      missing.push(name || file);
      continue;
    }
    await mkdir(path.join(to, FOLDER), { recursive: true });
    // Under its name only when it is whole: an export that breaks off leaves no half picture.
    const place = path.join(to, FOLDER, called);
    await pipeline(source, createWriteStream(`${place}.part`));
    await rename(`${place}.part`, place);
    names.set(file, `${FOLDER}/${called}`);
    carried.push({ file, name });
  }
  return { address: (file) => names.get(file), carried, missing };
}

/** The files beside an export, by their hash. Names that are none are not looked at. */
async function filesBeside(from: string): Promise<ReadonlyMap<FileId, string>> {
  const found = new Map<FileId, string>();
  const entries = await readdir(path.join(from, FOLDER), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = parseFileId(entry.name.split(".")[0]);
    if (entry.isFile() && file !== undefined) found.set(file, path.join(from, FOLDER, entry.name));
  }
  return found;
}

/** Brings the files of a document in. Returns what is not there, or not what it was. */
async function filesIn(
  { store, bytes }: { readonly store: Store; readonly bytes: FileStore },
  { doc, by, at }: { readonly doc: DocId; readonly by: UserId; readonly at: number },
  carried: readonly Carried[],
  beside: ReadonlyMap<FileId, string>,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { file, name } of carried) {
    const place = beside.get(file);
    const incoming =
      place === undefined ? undefined : await bytes.receive(createReadStream(place), MAX_BYTES);
    try {
      if (incoming === undefined || incoming.file !== file) {
        missing.push(name || file);
        continue;
      }
      await incoming.keep();
      const record: FileRecord = { bytes: incoming.bytes, type: typeOf(incoming.head), name, by, at };
      await noteFile(store, doc, file, record);
    } finally {
      await incoming?.discard();
    }
  }
  return missing;
}

/** What a file says of the files of its document: anybody may have written it. */
function carriedIn(about: unknown): readonly Carried[] {
  const files =
    typeof about === "object" && about !== null ? (about as { files?: unknown }).files : undefined;
  if (!Array.isArray(files)) return [];
  return files.slice(0, MAX_CARRIED).flatMap((one: unknown) => {
    const { file, name } = (typeof one === "object" && one !== null ? one : {}) as Record<string, unknown>;
    const id = parseFileId(file);
    return id === undefined ? [] : [{ file: id, name: fileNameOf(name) }];
  });
}

/** As many as a document may hold. */
const MAX_CARRIED = 5_000;

/** For `exportAll` and `importAll`, over the folder where the bytes lie. */
export const filesAlong = (store: Store, bytes: FileStore) => ({
  out: (doc: DocId, parts: readonly Uint8Array[], to: string) => filesOut(store, bytes, doc, parts, to),
  beside: filesBeside,
  in: (
    of: { readonly doc: DocId; readonly by: UserId; readonly at: number },
    about: unknown,
    beside: ReadonlyMap<FileId, string>,
  ) => filesIn({ store, bytes }, of, carriedIn(about), beside),
});
