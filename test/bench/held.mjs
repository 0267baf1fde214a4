// Preloaded into a server whose memory is weighed: on SIGUSR2 it collects all garbage and writes what is
// still held into a file named by its process id, because what the system calls resident is mostly garbage
// that nobody has collected yet. Asked by load/held.ts.

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(process.env.HELD_FOLDER, `${process.pid}.json`);

process.on("SIGUSR2", () => {
  globalThis.gc();
  // What the first collection has released runs its finalizers in the turns that follow.
  setTimeout(() => {
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(`${file}.part`, JSON.stringify({ bytes: heapUsed + external }));
    renameSync(`${file}.part`, file);
  }, 300);
});
