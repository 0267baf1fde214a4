// A process of its own for tests that kill, starve or lock out a store: `tsx child.ts FOLDER TASK`.
// Speaks to the test in lines on stdout.

import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openLevelStore, REOPEN_PAUSE_MS } from "../../sync-server/store/level.ts";
import type { Store } from "../../sync-server/store/store.ts";
import { collect, entryOf } from "../contract/store-support.ts";

const [folder = "", task = ""] = process.argv.slice(2);
const say = (...words: unknown[]): void => void process.stdout.write(`${words.join(" ")}\n`);
/** For the store's own distance between its tries; it stands until the task turns it. */
let time = 0;
const store = await openLevelStore(folder, task === "full-disk" ? () => time : undefined);

/** Appends one entry that holds `n`; false when the store refuses. */
async function write(to: Store, n: number, bytes: number): Promise<boolean> {
  // Noise, so that compression does not hide how full the disk is.
  const noise = new Uint8Array(bytes).map((_, i) => Math.imul(i + n * 7919, 2_654_435_761) >>> 11);
  const update = Uint8Array.from([...Buffer.from(`${n};`), ...noise]);
  try {
    await to.append([{ ...entryOf("a", 0), update }]);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "store/failed") throw error;
    return false;
  }
}

async function written(): Promise<Set<number>> {
  const again = await openLevelStore(folder);
  const entries = (await again.read(entryOf("a", 0).room))?.tail ?? [];
  await again.close();
  return new Set(entries.map((entry) => Number.parseInt(Buffer.from(entry.update).toString("latin1"), 10)));
}

switch (task) {
  case "hold":
    say("open");
    setInterval(() => {}, 1000);
    break;
  case "write-until-killed":
    for (let n = 1; ; n++) {
      if (await write(store, n, 100)) say(n);
    }
  case "small-files": {
    // Every file of this process is limited: each one that grows too long fails like a full disk.
    const stored: number[] = [];
    let refused = 0;
    for (let n = 1; n <= 400; n++) {
      if (await write(store, n, 2000)) stored.push(n);
      else refused++;
    }
    await store.close();
    const found = await written();
    say(JSON.stringify({ refused, stored: stored.length, lost: stored.filter((n) => !found.has(n)).length }));
    break;
  }
  case "full-disk": {
    const ballast = path.join(folder, "ballast");
    writeFileSync(ballast, Buffer.alloc(5 * 1024 * 1024));
    await store.put("before", Uint8Array.of(1));
    const stored: number[] = [];
    let n = 0;
    let refused = 0;
    let reads = 0;
    while (refused < 50) {
      if (await write(store, ++n, 3000)) stored.push(n);
      else refused++;
      if (refused > 0 && (await store.get("before")) !== undefined) reads++;
    }
    rmSync(ballast);
    // Tries come at any rate; the store itself keeps a distance between its own.
    const early = await write(store, ++n, 3000);
    time += REOPEN_PAUSE_MS;
    const late = await write(store, ++n, 3000);
    stored.push(n);
    for (let i = 0; i < 100; i++) if (await write(store, ++n, 3000)) stored.push(n);
    const rooms = await collect(store.rooms());
    await store.close();
    const found = await written();
    say(
      JSON.stringify({
        refused,
        reads,
        early,
        late,
        rooms,
        lost: stored.filter((m) => !found.has(m)).length,
      }),
    );
    break;
  }
  default:
    throw new Error(`No such task: ${task}`);
}
