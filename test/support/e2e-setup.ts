// Before the end-to-end project: both builds are those of the present sources, and a browser is found,
// so that `vitest run --project e2e` alone tests what one has just written.

import { findBrowser } from "../../scripts/_browser.mjs";
import { ensureBuilt } from "../../scripts/_builds.mjs";

export async function setup(): Promise<void> {
  await ensureBuilt();
  const { path, env } = await findBrowser({ quiet: process.env.CHROMIUM_PATH !== undefined });
  Object.assign(process.env, env, { CHROMIUM_PATH: path });
}
