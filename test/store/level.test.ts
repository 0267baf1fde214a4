// LevelDB passes the exam; then what only a disk and a process can do wrong.

import { randomBytes } from "node:crypto";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Seq } from "../../lib/names.ts";
import { isDamaged } from "../../sync-server/store/journal.ts";
import { FORMAT_KEY } from "../../sync-server/store/keys.ts";
import { openLevel, openLevelStore, repairLevel } from "../../sync-server/store/level.ts";
import { sealNumber } from "../../sync-server/store/log-format.ts";
import { storeContract } from "../contract/store.ts";
import { collect, entryOf } from "../contract/store-support.ts";

const A = entryOf("a", 0).room;
const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "concord-level-"));

storeContract("level", async () => {
  const folder = await newFolder();
  let store = await openLevelStore(folder);
  return {
    store,
    async reopen() {
      await store.close();
      store = await openLevelStore(folder);
      return store;
    },
    async cleanup() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe("level", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const file = (name: string): string => path.join(folder, "store", name);
  const filesOf = async (end: string): Promise<string[]> =>
    (await readdir(path.join(folder, "store"))).filter((name) => name.endsWith(end)).map(file);

  async function fill(count: number): Promise<void> {
    const store = await openLevelStore(folder);
    for (let i = 0; i < count; i++) await store.append([entryOf("a", i % 256)]);
    await store.close();
  }
  async function marks(): Promise<(number | undefined)[]> {
    const store = await openLevelStore(folder);
    const entries = (await store.read(A))?.tail ?? [];
    await store.close();
    return entries.map((entry) => entry.update.at(-1));
  }

  it("refuses a second store on the same folder, names the holder and harms nobody", async () => {
    const store = await openLevelStore(folder);
    await expect(openLevelStore(folder)).rejects.toMatchObject({
      code: "store/locked",
      message: `The data folder ${folder} is in use by this process: stop it first.`,
    });
    await store.append([entryOf("a", 1)]);
    await store.close();
    expect(await marks()).toEqual([1]);
  });

  it("opens after the folder was given back, many times over", async () => {
    for (let i = 0; i < 5; i++) await fill(1);
    expect(await marks()).toHaveLength(5);
  });

  it("survives any mixture of calls and close: each one resolves or is told that the store is closed", async () => {
    for (let round = 0; round < 5; round++) {
      const store = await openLevelStore(folder);
      const calls: Promise<unknown>[] = [];
      for (let i = 0; i < 30; i++) {
        if (i === round * 6) void store.close();
        calls.push(store.append([entryOf("a", i)]), store.read(A), store.get("k"));
        calls.push(store.put("k", Uint8Array.of(i)), store.put("c", Uint8Array.of(i), null), store.drop(A));
        calls.push(store.fold(A, { snapshot: Uint8Array.of(i), seqs: [], steps: [] }));
        calls.push(collect(store.list("")), collect(store.history(A)), collect(store.rooms()));
      }
      const codes = (await Promise.allSettled(calls)).flatMap((c) =>
        c.status === "rejected" ? [c.reason.code] : [],
      );
      expect(codes.filter((code) => !["store/closed", "store/conflict"].includes(code))).toEqual([]);
      await store.close();
    }
  });

  it("refuses what newer software wrote, and gives the folder back", async () => {
    await fill(1);
    const kv = await openLevel(folder);
    await kv.write([{ type: "put", key: FORMAT_KEY, value: sealNumber(999) }]);
    await kv.close();
    for (let i = 0; i < 2; i++) {
      await expect(openLevelStore(folder)).rejects.toMatchObject({ code: "store/too-new" });
    }
  });

  it("opens with the torn end that a power cut leaves, without the entry that was in it", async () => {
    await fill(50);
    const [log = ""] = await filesOf(".log");
    await truncate(log, (await readFile(log)).length - 37);
    expect(await marks()).toEqual(Array.from({ length: 49 }, (_, i) => i));
  });

  it("tells a torn log from a broken one, wherever it is cut or broken", async () => {
    const store = await openLevelStore(folder);
    for (let i = 0; i < 60; i++) {
      await store.append([
        { ...entryOf("a", i), update: Uint8Array.from(randomBytes(i % 10 === 9 ? 50_000 : 300)) },
      ]);
    }
    await store.close();
    const [name = ""] = await filesOf(".log");
    const log = await readFile(name);
    expect(isDamaged(log)).toBe(false);
    for (let i = 0; i < 40; i++) {
      const cut = Math.floor((log.length * i) / 40);
      expect(isDamaged(log.subarray(0, cut))).toBe(false);
      // Space that was promised to the file but never filled.
      const zeros = new Uint8Array(cut + 70_000);
      zeros.set(log.subarray(0, cut));
      expect(isDamaged(zeros)).toBe(false);
      const broken = Uint8Array.from(log);
      const at = Math.floor((log.length * 0.8 * i) / 40);
      broken.fill(0x55, at, at + 20);
      expect(isDamaged(broken)).toBe(true);
    }
  });

  it("refuses a log that is broken in the middle, and repairs what can be read", async () => {
    await fill(600);
    const [log = ""] = await filesOf(".log");
    const bytes = await readFile(log);
    // The first of two blocks: LevelDB would skip the rest of it without a word.
    bytes.fill(0x55, 20_000, 20_100);
    await writeFile(log, bytes);
    const damaged = { code: "store/damaged", message: expect.stringContaining(`repair --data ${folder}`) };
    await expect(openLevelStore(folder)).rejects.toMatchObject(damaged);
    await expect(openLevelStore(folder)).rejects.toMatchObject(damaged);
    const lost = await repairLevel(folder);
    const found = await marks();
    expect(lost.length).toBeLessThan(5);
    expect(found.length).toBeGreaterThan(100);
    expect(found.length).toBeLessThan(600);
  });

  it.each(["CURRENT", "MANIFEST"])("takes a lost %s for damage, never for an empty store", async (name) => {
    await fill(20);
    for (const entry of await readdir(path.join(folder, "store"))) {
      if (entry.startsWith(name)) await unlink(file(entry));
    }
    await expect(openLevelStore(folder)).rejects.toMatchObject({ code: "store/damaged" });
    await repairLevel(folder);
    expect(await marks()).toHaveLength(20);
  });

  it("gives seqs after a repair that were never given before", async () => {
    const store = await openLevelStore(folder);
    const seqs = (await Promise.all([1, 2, 3].map((i) => store.append([entryOf("a", i)])))).flat();
    await store.close();
    const kv = await openLevel(folder);
    await kv.write(["m/seq", "m/format", "n/a"].map((key) => ({ type: "del", key })));
    await kv.close();
    await repairLevel(folder);
    const repaired = await openLevelStore(folder);
    const [next] = await repaired.append([entryOf("b", 4)]);
    expect(next).toBeGreaterThan(Math.max(...seqs));
    expect(await collect(repaired.rooms())).toEqual(["a", "b"]);
    await repaired.close();
  });

  it("rejects with store/damaged where a value does not match its checksum", async () => {
    await fill(1);
    const kv = await openLevel(folder);
    const [pair] = await kv.page({ from: "l/", to: "l/~" });
    if (pair === undefined) throw new Error("an entry");
    await kv.write([
      { type: "put", key: pair.key, value: pair.value.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) },
    ]);
    await kv.close();
    const store = await openLevelStore(folder);
    await expect(store.read(A)).rejects.toMatchObject({
      code: "store/damaged",
      message: expect.stringContaining(pair.key),
    });
    await expect(collect(store.history(A, 0 as Seq))).rejects.toMatchObject({ code: "store/damaged" });
    await store.close();
  });

  it("says in one sentence what is wrong with a folder that is none", async () => {
    const notAFolder = path.join(folder, "file");
    await writeFile(notAFolder, "");
    await expect(openLevelStore(notAFolder)).rejects.toMatchObject({ code: "store/failed" });
  });

  it("lets a copy of a closed folder live its own life", async () => {
    await fill(3);
    const copy = await newFolder();
    await mkdir(path.join(copy, "store"));
    for (const entry of await filesOf(""))
      await copyFile(entry, path.join(copy, "store", path.basename(entry)));
    const store = await openLevelStore(copy);
    expect((await store.read(A))?.tail).toHaveLength(3);
    await store.close();
    await rm(copy, { recursive: true });
  });
});
