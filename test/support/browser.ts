// A real Chromium for end-to-end tests: one for all files that a worker runs, a fresh context for each
// person. Who finds it, fetching one where the machine has none, is scripts/_browser.mjs.

import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { BROWSER_FLAGS, findBrowser } from "../../scripts/_browser.mjs";

/** Starting one costs a second of both cores, and contexts share nothing that a page could see. */
let shared: Browser | undefined;

/**
 * The worker's Chromium. `close()` ends what this file opened in it; the process itself ends with the worker
 * (Playwright sees to that), or is replaced where it has died.
 */
export async function launchBrowser(): Promise<Browser> {
  if (shared?.isConnected()) return shared;
  const { path, env } = await findBrowser({ quiet: true });
  const inherited = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined);
  const browser = await chromium.launch({
    executablePath: path,
    args: [...BROWSER_FLAGS],
    env: Object.fromEntries(inherited) as Record<string, string>,
  });
  browser.close = async () => {
    await Promise.all(browser.contexts().map(closeContext));
  };
  shared = browser;
  return browser;
}

/**
 * Closes what belongs to one person. Whatever a test holds up there (a route whose answer is not let through, a
 * request that was sent on) may be under way still: it is let go of first, so that no late answer fails where nobody
 * waits for it. Vitest counts such a failure against the whole run.
 */
export async function closeContext(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
}
