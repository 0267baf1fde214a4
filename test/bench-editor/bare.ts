// Pages with an editor that is not ours, for people.ts: what a key costs in them is the floor of what it can cost.

import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { Bare } from "./bare-page.ts";

let script: Promise<string> | undefined;

const bundled = (): Promise<string> =>
  build({
    entryPoints: [new URL("./bare-page.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");

/** The window of those that arrive (test/support/person.ts), and nothing in it but the editor. */
export async function openBarePage(browser: Browser, kind: Bare, lines: readonly string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.route("http://bare.test/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: "<!doctype html><meta charset=utf-8><title>Bare</title><body></body>",
    }),
  );
  await page.goto("http://bare.test/");
  script ??= bundled();
  await page.addScriptTag({ content: await script });
  await page.evaluate(([of, texts]) => window.openBare(of, texts), [kind, lines] as const);
  return page;
}
