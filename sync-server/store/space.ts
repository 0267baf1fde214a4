// Is there room to open a database again? Called by level.ts after a failed write.

import { readdir, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../lib/errors.ts";

/** Opening writes the last log to a table; with less room than its size plus this, do not even try. */
const SPARE_BYTES = 1024 * 1024;

/** Rejects with `store/failed` where the disk is full. */
export async function checkSpace(directory: string, folder: string): Promise<void> {
  let needed = SPARE_BYTES;
  for (const name of await readdir(directory)) {
    if (name.endsWith(".log")) needed += (await stat(path.join(directory, name))).size;
  }
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < needed) {
    const [free, wanted] = [bavail * bsize, needed].map((n) => (n / 2 ** 20).toFixed(1));
    throw new AppError("store/failed", `The disk of ${folder} is full: ${free} MiB free, ${wanted} needed.`);
  }
}
