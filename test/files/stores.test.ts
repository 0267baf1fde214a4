// Both FileStores take the exam; and what only a disk has: folders, rights, debris, and an end.

import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { findFileDamage } from "../../sync-server/files/check.ts";
import { openDiskFiles } from "../../sync-server/files/disk.ts";
import type { FileStore } from "../../sync-server/files/file-store.ts";
import { createMemoryFiles } from "../../sync-server/files/memory.ts";
import { createMemoryStore } from "../../sync-server/store/memory.ts";
import { fileStoreContract, hashOf } from "../contract/files.ts";
import { collect } from "../contract/store-support.ts";

fileStoreContract("memory", async () => {
  const files = createMemoryFiles();
  return { files, reopen: async () => files, cleanup: () => files.close() };
});

fileStoreContract("disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "concord-files-"));
  let files = await openDiskFiles(folder);
  return {
    files,
    async reopen() {
      // Not closed before: a crash does not close either.
      files = await openDiskFiles(folder);
      return files;
    },
    async cleanup() {
      await files.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describe("the disk", () => {
  let folder = "";
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const bytes = Buffer.from("a picture");
  const whole = () => Readable.from([bytes]);
  const fresh = async () => {
    folder = await mkdtemp(join(tmpdir(), "concord-files-"));
    return folder;
  };

  it("F2: removes at the start what a crash left half received, and nothing else", async () => {
    const first = await openDiskFiles(await fresh());
    await (await first.receive(whole(), 100)).keep();
    await first.receive(Readable.from([Buffer.from("half")]), 100);
    expect(await readdir(join(folder, "files", "incoming"))).toHaveLength(1);
    const second = await openDiskFiles(folder);
    expect(await readdir(join(folder, "files", "incoming"))).toHaveLength(0);
    expect(await second.size(hashOf(bytes))).toBe(bytes.length);
  });

  it("lets nobody else on the machine read the files", async () => {
    const files = await openDiskFiles(await fresh());
    await (await files.receive(whole(), 100)).keep();
    const hash = hashOf(bytes);
    for (const part of ["files", join("files", hash.slice(0, 2)), join("files", hash.slice(0, 2), hash)]) {
      expect((await stat(join(folder, part))).mode & 0o077).toBe(0);
    }
  });

  it("mends a file that was cut short, when the same bytes come again", async () => {
    const files = await openDiskFiles(await fresh());
    await (await files.receive(whole(), 100)).keep();
    const hash = hashOf(bytes);
    await writeFile(join(folder, "files", hash.slice(0, 2), hash), "a pic");
    await (await files.receive(whole(), 100)).keep();
    const stream = await files.read(hash);
    expect((await buffer(stream as Readable)).toString()).toBe("a picture");
  });

  it("F3: leaves room for words: where the disk is nearly full it takes no files", async () => {
    const files = await openDiskFiles(await fresh(), { free: async () => 200 * 1024 * 1024 });
    await expect(files.receive(whole(), 100)).rejects.toMatchObject({ code: "store/failed" });
  });
});

describe("the check of what is stored", () => {
  it("names what is missing or changed, and is silent about what is whole", async () => {
    const store = createMemoryStore();
    const files = createMemoryFiles();
    const put = async (text: string, doc: string) => {
      const incoming = await files.receive(Readable.from([Buffer.from(text)]), 100);
      await incoming.keep();
      await store.put(`file/${doc}/${incoming.file}`, Buffer.from("{}"));
      return incoming.file;
    };
    const missing = await put("missing", "a");
    await put("whole", "a");
    const changed = await put("changed", "b");
    await store.put(`file/c/${changed}`, Buffer.from("{}"));
    await files.remove(missing);
    const odd: FileStore = {
      ...files,
      read: async (file) => (file === changed ? Readable.from([Buffer.from("other")]) : files.read(file)),
    };
    const found = await collect(findFileDamage(store, async () => odd));
    expect(found.sort((a, b) => a.problem.localeCompare(b.problem))).toEqual([
      { file: missing, docs: ["a"], problem: "is not there" },
      { file: changed, docs: ["b", "c"], problem: "is not what it was" },
    ]);
    expect(
      await collect(findFileDamage(createMemoryStore(), () => Promise.reject(new Error("not needed")))),
    ).toEqual([]);
  });
});
