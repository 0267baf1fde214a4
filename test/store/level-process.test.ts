// LevelDB and the ends of processes: killed while writing, locked out, a full disk. Real processes.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLevelStore } from "../../sync-server/store/level.ts";
import { entryOf } from "../contract/store-support.ts";

const CHILD = path.join(import.meta.dirname, "child.ts");
const NODE = `"${process.execPath}" --import tsx "${CHILD}"`;
const A = entryOf("a", 0).room;

/** A small disk of one's own needs root and Linux. */
const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-m", "sh", "-c", `mount -t tmpfs none ${tmpdir()}`]).status === 0;

describe("level in a process of its own", () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "concord-process-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    }
    await rm(folder, { recursive: true });
  });

  function start(task: string, command = `exec ${NODE}`) {
    const child = spawn("bash", ["-c", `${command} "${folder}" ${task}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  }

  it("keeps everything it acknowledged when it is killed in the middle of writing", async () => {
    const { child, lines } = start("write-until-killed");
    const said: number[] = [];
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      said.push(Number(line.value));
      if (said.length === 300) child.kill("SIGKILL");
    }
    // Its last line may be read before the system has taken it off the list of the living: it still has the lock.
    if (child.signalCode === null) await once(child, "exit");
    const store = await openLevelStore(folder);
    const tail = (await store.read(A))?.tail ?? [];
    const found = tail.map((entry) => Number.parseInt(Buffer.from(entry.update).toString("latin1"), 10));
    expect(found.slice(0, said.length)).toEqual(said);
    // At most the one append that was under way.
    expect(found.length - said.length).toBeLessThanOrEqual(1);
    const [seq = 0] = await store.append([entryOf("a", 1)]);
    expect(seq).toBeGreaterThan(tail.at(-1)?.seq ?? 0);
    await store.close();
  });

  it("is refused while another process has the folder, and takes it over when that one was killed", async () => {
    const { child, lines } = start("hold");
    await lines.next();
    await expect(openLevelStore(folder)).rejects.toMatchObject({
      code: "store/locked",
      message: `The data folder ${folder} is in use by process ${child.pid}: stop it first.`,
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = await openLevelStore(folder);
    await store.close();
  });

  it("is not fooled by a living process that merely has the id of the dead one", async () => {
    await writeFile(
      path.join(folder, "store.lock"),
      JSON.stringify({ pid: process.ppid, started: "long ago" }),
    );
    const store = await openLevelStore(folder);
    await store.close();
  });

  it("loses nothing acknowledged where files may not grow, and goes on without help", async () => {
    const { lines } = start("small-files", `ulimit -f 200; exec ${NODE}`);
    const { refused, stored, lost } = JSON.parse((await lines.next()).value ?? "{}");
    expect(refused).toBeGreaterThan(2);
    expect(stored).toBeGreaterThan(200);
    expect(lost).toBe(0);
  });

  it.runIf(canMount)(
    "survives a full disk: reads go on, nothing is lost, writes resume with room",
    async () => {
      const { lines } = start(
        "full-disk",
        `exec unshare -m sh -c 'mount -t tmpfs -o size=8m none "$2" && exec "$0" --import tsx "$1" "$2" "$3"' "${process.execPath}" "${CHILD}"`,
      );
      const result = JSON.parse((await lines.next()).value ?? "{}");
      expect(result).toMatchObject({ refused: 50, rooms: ["a"], lost: 0, early: false, late: true });
      expect(result.reads).toBeGreaterThanOrEqual(50);
    },
  );
});
