// The exam of a FileStore. Each adapter's own test hands in how to open one; every test gets a fresh one.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileId } from "../../lib/files.ts";
import { type FileStore, HEAD_BYTES } from "../../sync-server/files/file-store.ts";
import { collect } from "./store-support.ts";

export interface FileStoreSubject {
  readonly files: FileStore;
  /** Closes it and opens it again on the same place. One without a disk gives itself. */
  reopen(): Promise<FileStore>;
  cleanup(): Promise<void>;
}

export const hashOf = (bytes: Uint8Array): FileId =>
  createHash("sha256").update(bytes).digest("hex") as FileId;
const text = (words: string) => new TextEncoder().encode(words);
const inPieces = (bytes: Uint8Array, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
const MANY = 1_000_000;

export function fileStoreContract(name: string, open: () => Promise<FileStoreSubject>): void {
  describe(`${name}: the contract of a FileStore`, () => {
    let subject: FileStoreSubject;
    let files: FileStore;
    beforeEach(async () => {
      subject = await open();
      files = subject.files;
    });
    afterEach(() => subject.cleanup());

    const put = async (bytes: Uint8Array) => {
      const incoming = await files.receive(inPieces(bytes, 1_000), MANY);
      await incoming.keep();
      return incoming.file;
    };
    const read = async (file: FileId, from?: number, to?: number) => {
      const stream = await files.read(file, from, to);
      return stream && (await buffer(stream)).toString("latin1");
    };

    it("F1: names a file by the hash of its bytes and gives back exactly those, also after a restart", async () => {
      const bytes = new Uint8Array(300_000).map((_, i) => (i * 7919) % 251);
      const incoming = await files.receive(inPieces(bytes, 1_777), MANY);
      expect(incoming).toMatchObject({ file: hashOf(bytes), bytes: bytes.length });
      expect(Buffer.compare(incoming.head, bytes.subarray(0, HEAD_BYTES))).toBe(0);
      await incoming.keep();
      files = await subject.reopen();
      expect(await files.size(incoming.file)).toBe(bytes.length);
      const stream = await files.read(incoming.file);
      expect(Buffer.compare(await buffer(stream as Readable), bytes)).toBe(0);
    });

    it("F2: shows nothing of a file before it is kept, nor after it was given up", async () => {
      const waiting = await files.receive(inPieces(text("half"), 2), MANY);
      expect(await files.size(waiting.file)).toBeUndefined();
      expect(await files.read(waiting.file)).toBeUndefined();
      await waiting.discard();
      expect(await collect(files.all())).toEqual([]);
    });

    it("F2: has nothing of a file that a crash left between receiving and keeping", async () => {
      const left = await files.receive(inPieces(text("never kept"), 3), MANY);
      const kept = await put(text("kept"));
      files = await subject.reopen();
      expect(await files.size(left.file)).toBeUndefined();
      expect(await collect(files.all())).toEqual([kept]);
      expect(await put(text("never kept"))).toBe(left.file);
      expect(await read(left.file)).toBe("never kept");
    });

    it("gives ranges with both ends", async () => {
      const file = await put(text("0123456789"));
      expect(await read(file, 2, 4)).toBe("234");
      expect(await read(file, 7)).toBe("789");
      expect(await read(file, 0, 0)).toBe("0");
    });

    it("F3: refuses more than was allowed, and keeps nothing of it", async () => {
      await expect(files.receive(inPieces(text("123456"), 2), 5)).rejects.toMatchObject({
        code: "too-large",
      });
      const exact = await files.receive(inPieces(text("12345"), 2), 5);
      await exact.discard();
      expect(await collect(files.all())).toEqual([]);
    });

    it("passes on why a sender broke off", async () => {
      async function* broken() {
        yield text("some");
        throw new Error("The line broke.");
      }
      await expect(files.receive(broken(), MANY)).rejects.toThrow("The line broke.");
      expect(await collect(files.all())).toEqual([]);
    });

    it("keeps the same bytes once, though two send them at the same time", async () => {
      const [a, b] = await Promise.all([put(text("same")), put(text("same"))]);
      expect(a).toBe(b);
      expect(await collect(files.all())).toEqual([a]);
      expect(await read(a)).toBe("same");
    });

    it("forgets what is removed; to remove what is not there is nothing", async () => {
      const file = await put(text("x"));
      await files.remove(file);
      await files.remove(file);
      expect(await files.size(file)).toBeUndefined();
      expect(await read(file)).toBeUndefined();
    });

    it("rejects everything after it was closed", async () => {
      const file = await put(text("x"));
      await files.close();
      await files.close();
      const closed = { code: "store/closed" };
      await expect(files.size(file)).rejects.toMatchObject(closed);
      await expect(files.read(file)).rejects.toMatchObject(closed);
      await expect(files.remove(file)).rejects.toMatchObject(closed);
      await expect(collect(files.all())).rejects.toMatchObject(closed);
      await expect(files.receive(inPieces(text("y"), 1), MANY)).rejects.toMatchObject(closed);
    });
  });
}
