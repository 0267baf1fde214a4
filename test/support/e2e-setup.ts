// Before the end-to-end project: both builds are those of the present sources, and a browser is found,
// so that `vitest run --project e2e` alone tests what one has just written. After it: nothing of it is left.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "../../scripts/_browser.mjs";
import { ensureBuilt } from "../../scripts/_builds.mjs";

export async function setup(): Promise<() => Promise<void>> {
  await ensureBuilt();
  const { path, env } = await findBrowser({ quiet: process.env.CHROMIUM_PATH !== undefined });
  // One folder for all that workers, servers and browsers put aside: vitest gives a worker half a second to
  // end, and a browser that is killed leaves its profile behind.
  const folder = await mkdtemp(join(tmpdir(), "concord-e2e-"));
  Object.assign(process.env, env, { CHROMIUM_PATH: path, TMPDIR: folder, TEMP: folder, TMP: folder });
  return () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
