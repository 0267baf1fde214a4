// The administrator's commands on real folders; damage is made through the key-value store.

import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { run } from "../../sync-server/cli.ts";
import { joinSteps } from "../../sync-server/room/steps.ts";
import { segmentRange, snapshotKey, vectorKey } from "../../sync-server/store/keys.ts";
import { openLevel, openLevelStore } from "../../sync-server/store/level.ts";
import { seal } from "../../sync-server/store/seal.ts";
import { sealVector } from "../../sync-server/store/vector.ts";
import { docOf, entryOf, typist, user } from "../contract/store-support.ts";

const A = entryOf("a", 0).room;

describe("cli", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "concord-cli-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function cli(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const code = await run([...args, "--data", folder], (line) => lines.push(line));
    return { code, text: lines.join("\n") };
  }

  /** Room `a`: ten words, eight of them folded. Room `b`: one word. A record. */
  async function fill(): Promise<void> {
    const store = await openLevelStore(folder);
    const writer = typist(7);
    for (let i = 0; i < 10; i++) {
      const authors = [{ user: user("mona"), clients: [] }];
      await store.append([{ room: A, time: 1_795_000_000_000 + i, authors, update: writer.type(`${i} `) }]);
      if (i !== 7) continue;
      const tail = (await store.read(A))?.tail ?? [];
      const snapshot = Y.encodeStateAsUpdate(writer.doc);
      const vector = Y.encodeStateVectorFromUpdate(snapshot);
      const seqs = tail.map((entry) => entry.seq);
      await store.fold(A, { snapshot, vector, seqs, steps: joinSteps(tail) });
    }
    await store.append([{ ...entryOf("b", 0), update: typist(8).type("b") }]);
    await store.put("doc/1", Uint8Array.of(1));
    await store.close();
  }

  async function breakValue(key: string): Promise<void> {
    const kv = await openLevel(folder);
    const value = await kv.get(key);
    if (value === undefined) throw new Error(`no ${key}`);
    await kv.write([{ type: "put", key, value: value.map((byte, i) => (i === 2 ? byte ^ 0xff : byte)) }]);
    await kv.close();
  }

  async function textOf(): Promise<string> {
    const store = await openLevelStore(folder);
    const stored = await store.read(A);
    await store.close();
    const parts = stored?.snapshot === undefined ? [] : [{ update: stored.snapshot }];
    return docOf([...parts, ...(stored?.tail ?? [])])
      .getText("t")
      .toString();
  }

  it("lists the rooms with their sizes", async () => {
    await fill();
    const { code, text } = await cli("list");
    expect(code).toBe(0);
    expect(text).toMatch(/^a +\d+ B +\d+ B +2 +\d+ B$/m);
    expect(text).toMatch(/^b +0 B +\d+ B +1 +0 B$/m);
    expect(text).toMatch(/2 rooms$/);
  });

  it("inspects a room: who wrote, when, which seqs", async () => {
    await fill();
    const { code, text } = await cli("inspect", "a");
    expect(code).toBe(0);
    expect(text).toMatch(/steps by mona/);
    expect(text).toMatch(/2026-11-18T.*seq 8 to 10/);
    await expect(cli("inspect", "nobody")).rejects.toMatchObject({ message: 'There is no room "nobody".' });
  });

  it("verifies a sound folder with exit code 0", async () => {
    await fill();
    expect(await cli("verify")).toEqual({ code: 0, text: "Everything can be read." });
  });

  it("names what is damaged, repairs it, and loses only that", async () => {
    await fill();
    await breakValue("r/doc/1");
    await breakValue("l/b/0000000000000b");
    const found = await cli("verify");
    expect(found.code).toBe(1);
    expect(found.text).toMatch(/l\/b\/0000000000000b: .*\nr\/doc\/1: .*\n2 damaged/);
    const repaired = await cli("repair");
    expect(repaired.code).toBe(0);
    expect(repaired.text).toMatch(/set aside l\/b\//);
    expect(await textOf()).toBe("0 1 2 3 4 5 6 7 8 9 ");
  });

  it("makes a broken snapshot anew from the history, without losing a word", async () => {
    await fill();
    await breakValue(snapshotKey(A));
    expect((await cli("verify")).code).toBe(1);
    expect((await cli("repair")).code).toBe(0);
    expect(await textOf()).toBe("0 1 2 3 4 5 6 7 8 9 ");
  });

  it("[S8] opens without a state vector that is broken or belongs to another snapshot, and names the first", async () => {
    await fill();
    await breakValue(vectorKey(A));
    expect((await cli("verify")).text).toMatch(/^v\/a: .*damaged/);
    expect(await textOf()).toBe("0 1 2 3 4 5 6 7 8 9 ");
    expect((await cli("repair")).code).toBe(0);
    const kv = await openLevel(folder);
    const other = sealVector(Uint8Array.of(1, 9, 1), seal(Uint8Array.of(7)));
    await kv.write([{ type: "put", key: vectorKey(A), value: other }]);
    await kv.close();
    const store = await openLevelStore(folder);
    expect((await store.read(A))?.vector).toBeUndefined();
    await store.close();
    expect((await cli("verify")).code).toBe(0);
  });

  it("names a state vector that counts what its snapshot does not hold", async () => {
    await fill();
    const kv = await openLevel(folder);
    const snapshot = await kv.get(snapshotKey(A));
    if (snapshot === undefined) throw new Error("no snapshot");
    await kv.write([
      { type: "put", key: vectorKey(A), value: sealVector(Uint8Array.of(1, 7, 99), snapshot) },
    ]);
    await kv.close();
    expect((await cli("verify")).text).toMatch(/^v\/a: /);
  });

  it("keeps the document when its history is broken", async () => {
    await fill();
    const kv = await openLevel(folder);
    const [segment] = await kv.page(segmentRange(A));
    await kv.close();
    await breakValue(segment?.key ?? "");
    expect((await cli("repair")).code).toBe(0);
    expect(await textOf()).toBe("0 1 2 3 4 5 6 7 8 9 ");
  });

  it("leaves a running server alone, and makes no folder where there is none", async () => {
    await expect(cli("list")).rejects.toMatchObject({ message: `There is no database in ${folder}.` });
    await expect(cli("repair")).rejects.toMatchObject({ message: `There is no database in ${folder}.` });
    expect(await readdir(folder)).toEqual([]);
    const store = await openLevelStore(folder);
    for (const command of ["list", "verify", "repair"]) {
      await expect(cli(command)).rejects.toMatchObject({ code: "store/locked" });
    }
    await store.close();
  });

  it("says in one line what was wrong with the command", async () => {
    await expect(cli("dance")).rejects.toMatchObject({ message: 'There is no command "dance". See --help.' });
    await expect(cli("inspect")).rejects.toMatchObject({ code: "bad-request" });
    await expect(cli("list", "a")).rejects.toMatchObject({ code: "bad-request" });
    await expect(cli("--unknown")).rejects.toMatchObject({ code: "bad-request" });
    expect((await cli("--help")).text).toMatch(/^Usage/);
  });

  it("exits with a line on stderr and no stack when it is run for real", () => {
    const cli = path.join(import.meta.dirname, "../../sync-server/cli.ts");
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ["--import", "tsx", cli, "verify", "--data", folder],
      { encoding: "utf8" },
    );
    expect({ status, stderr, stdout }).toEqual({
      status: 1,
      stderr: `There is no database in ${folder}.\n`,
      stdout: "",
    });
  });
});
