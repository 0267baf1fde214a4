// A real Chromium for end-to-end tests: one for all of a file, a fresh context for each person. Who
// finds it, fetching one where the machine has none, is scripts/_browser.mjs.

import { type Browser, chromium } from "playwright-core";
import { BROWSER_FLAGS, findBrowser } from "../../scripts/_browser.mjs";

export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await findBrowser({ quiet: true });
  const inherited = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined);
  return chromium.launch({
    executablePath: path,
    args: [...BROWSER_FLAGS],
    env: Object.fromEntries(inherited) as Record<string, string>,
  });
}
