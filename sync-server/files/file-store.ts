// The seam to where the bytes of files lie: by their hash, each once, never changed. Called by files.ts;
// test/contract/files.ts is its exam. Who may have a file, and which documents need it, is not known here.

import type { Readable } from "node:stream";
import type { FileId } from "../../lib/files.ts";

/** A file that has come in and is to be seen by nobody yet. Ends with `keep` or with `discard`. */
export interface Incoming {
  readonly file: FileId;
  readonly bytes: number;
  /** Its beginning, at most `HEAD_BYTES` of it: what tells its type. */
  readonly head: Uint8Array;
  /** When it resolves the file is on the disk (fsync) under its name, whole. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

export const HEAD_BYTES = 4_096;

export interface FileStore {
  /**
   * Takes bytes in piece by piece; it never holds more than a piece in memory. Rejects with `too-large` above
   * `maxBytes`, with whatever `source` throws, and with `store/failed` where the disk is (nearly) full. A file
   * that was not kept leaves nothing behind, after a crash of the machine neither.
   */
  receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Incoming>;
  /** `undefined` where there is no such file. */
  size(file: FileId): Promise<number | undefined>;
  /** The bytes from `from` to `to`, both included. `undefined` where there is no such file. */
  read(file: FileId, from?: number, to?: number): Promise<Readable | undefined>;
  /** Nothing happens where it is not there. Who reads it at the time reads it to its end. */
  remove(file: FileId): Promise<void>;
  /** Every file that was kept, in no promised order. */
  all(): AsyncIterable<FileId>;
  /** Idempotent. Afterwards every call rejects with `store/closed`. */
  close(): Promise<void>;
}
