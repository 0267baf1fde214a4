// A FileStore that lives as long as the process, for tests. It passes the same exam as the disk.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { AppError } from "../../lib/errors.ts";
import type { FileId } from "../../lib/files.ts";
import { type FileStore, HEAD_BYTES } from "./file-store.ts";

export function createMemoryFiles(): FileStore {
  const files = new Map<FileId, Buffer>();
  let closed = false;

  const check = () => {
    if (closed) throw new AppError("store/closed", "The file store is closed.");
  };

  return {
    async receive(source, maxBytes) {
      check();
      const parts: Uint8Array[] = [];
      let bytes = 0;
      for await (const part of source) {
        bytes += part.length;
        if (bytes > maxBytes) throw new AppError("too-large", "The file is too large.");
        parts.push(part);
      }
      const whole = Buffer.concat(parts);
      const file = createHash("sha256").update(whole).digest("hex") as FileId;
      return {
        file,
        bytes,
        head: whole.subarray(0, HEAD_BYTES),
        async keep() {
          check();
          files.set(file, whole);
        },
        async discard() {},
      };
    },
    async size(file) {
      check();
      return files.get(file)?.length;
    },
    async read(file, from = 0, to = Number.MAX_SAFE_INTEGER) {
      check();
      const whole = files.get(file);
      return whole && Readable.from([whole.subarray(from, to + 1)]);
    },
    async remove(file) {
      check();
      files.delete(file);
    },
    async *all() {
      check();
      yield* [...files.keys()];
    },
    async close() {
      closed = true;
    },
  };
}
