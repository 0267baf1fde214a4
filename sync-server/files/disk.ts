// Files in a folder: `files/ab/ab12…`, named by their hash. Called by main.ts and the verify command. A file
// comes in under `files/incoming`, is fsynced, renamed, and its folder fsynced: what has a name is whole (F2).

import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../lib/errors.ts";
import { type FileId, parseFileId } from "../../lib/files.ts";
import { type FileStore, HEAD_BYTES, type Incoming } from "./file-store.ts";

/** Left free for words: a full disk stops everybody's writing, a refused picture only one picture. */
const SPARE_BYTES = 256 * 1024 * 1024;

export interface DiskOptions {
  /** Bytes that are free. Tests hand in less. */
  readonly free?: (folder: string) => Promise<number>;
}

/** `folder` is the data folder. What a crash left half received is removed. */
export async function openDiskFiles(
  folder: string,
  { free = freeBytes }: DiskOptions = {},
): Promise<FileStore> {
  const home = path.join(folder, "files");
  const incoming = path.join(home, "incoming");
  await rm(incoming, { recursive: true, force: true });
  // Only the owner reads it: it holds what people put into their documents.
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  let closed = false;

  const check = () => {
    if (closed) throw new AppError("store/closed", "The file store is closed.");
  };
  const shelfOf = (file: FileId) => path.join(home, file.slice(0, 2));
  const placeOf = (file: FileId) => path.join(shelfOf(file), file);

  async function receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Incoming> {
    check();
    if ((await free(home)) < SPARE_BYTES + maxBytes) {
      throw new AppError("store/failed", "The server's disk is nearly full, so it takes no files just now.");
    }
    const temporary = path.join(incoming, randomBytes(16).toString("hex"));
    const handle = await open(temporary, "wx", 0o600);
    const discard = async () => {
      await handle.close().catch(() => {});
      await rm(temporary, { force: true });
    };
    try {
      const { file, bytes, head } = await take(source, handle, maxBytes);
      return { file, bytes, head, keep: () => keep(file, bytes, handle, temporary), discard };
    } catch (error) {
      await discard();
      throw failureOf(error);
    }
  }

  async function keep(file: FileId, bytes: number, handle: FileHandle, temporary: string): Promise<void> {
    check();
    try {
      // The same bytes are there already: whoever kept them has fsynced them.
      if ((await sizeOf(placeOf(file))) === bytes) {
        await handle.close();
        return await rm(temporary, { force: true });
      }
      await handle.sync();
      await handle.close();
      if ((await mkdir(shelfOf(file), { recursive: true, mode: 0o700 })) !== undefined)
        await syncFolder(home);
      await rename(temporary, placeOf(file));
      await syncFolder(shelfOf(file));
    } catch (error) {
      throw failureOf(error);
    }
  }

  return {
    receive,
    async size(file) {
      check();
      return sizeOf(placeOf(file));
    },
    async read(file, from = 0, to) {
      check();
      const handle = await open(placeOf(file), "r").catch(absent);
      return handle?.createReadStream({ start: from, ...(to === undefined ? {} : { end: to }) });
    },
    async remove(file) {
      check();
      await rm(placeOf(file), { force: true });
    },
    async *all() {
      check();
      for (const shelf of await readdir(home)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
        for (const name of await readdir(path.join(home, shelf))) {
          const file = parseFileId(name);
          if (file !== undefined) yield file;
        }
      }
    },
    async close() {
      closed = true;
    },
  };
}

async function take(source: AsyncIterable<Uint8Array>, handle: FileHandle, maxBytes: number) {
  const hash = createHash("sha256");
  const head = Buffer.alloc(HEAD_BYTES);
  let bytes = 0;
  for await (const part of source) {
    if (bytes + part.length > maxBytes) throw new AppError("too-large", "The file is too large.");
    if (bytes < HEAD_BYTES) head.set(part.subarray(0, HEAD_BYTES - bytes), bytes);
    hash.update(part);
    for (let done = 0; done < part.length; ) {
      done += (await handle.write(part, done, part.length - done)).bytesWritten;
    }
    bytes += part.length;
  }
  return {
    file: hash.digest("hex") as FileId,
    bytes,
    head: head.subarray(0, Math.min(bytes, HEAD_BYTES)),
  };
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const sizeOf = async (place: string): Promise<number | undefined> => (await stat(place).catch(absent))?.size;

/** A rename is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw failureOf(error);
}

function failureOf(cause: unknown): unknown {
  // Errors of a hard disk have a system call; a broken line is the sender's affair.
  if (cause instanceof AppError || !(cause instanceof Error) || !("syscall" in cause)) return cause;
  if ("code" in cause && cause.code === "ECONNRESET") return cause;
  return new AppError("store/failed", "The server could not store the file.", { cause });
}
