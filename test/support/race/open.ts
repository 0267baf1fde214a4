// Opens the page of page.ts in a Chromium: our editor alone, with somebody else who writes. Called by the end-to-end
// tests of the caret and of input methods, which need a browser's own keys and no server.

import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Race, RaceOptions, startRace } from "./page.ts";

export type RaceWindow = { startRace: typeof startRace; race: Race };

/** Bundled once for whoever opens it. */
export async function racePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["test/support/race/page.ts"],
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
    // Searching by expression has a worker of its own, which nobody starts here.
    logOverride: { "empty-import-meta": "silent" },
    loader: { ".css": "empty" },
    jsx: "automatic",
  });
  return outputFiles[0]?.text ?? "";
}

/** A page for one race after another: loading it costs a second, beginning anew a few frames. */
export async function openTrack(
  browser: Browser,
  script: string,
  device: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage(device);
  await page.setContent("<!doctype html>");
  await page.addScriptTag({ content: script });
  return page;
}

/** Nothing is left of the race before. */
export async function beginRace(page: Page, options: RaceOptions): Promise<void> {
  await page.evaluate((chosen) => {
    const here = window as unknown as Partial<RaceWindow> & Pick<RaceWindow, "startRace">;
    here.race?.stop();
    here.race = here.startRace(chosen);
  }, options);
  // The editor takes the focus with the next frame.
  await page.waitForFunction(() => document.activeElement?.classList.contains("ProseMirror"));
}
