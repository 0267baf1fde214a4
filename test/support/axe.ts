// What a machine can say about a screen: axe-core's serious findings, light and dark, and on a phone whatever is
// smaller than a finger or wider than the window. Called by the end-to-end tests that visit screens.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { tooSmall, tooWide } from "./screen.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Phones are this narrow, too: the smallest that is sold, the commonest small one, the one of the pictures. */
const NARROW = [320, 360, 390];
export const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** All that axe knows of colours; everything else is the same in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** One line for each serious or critical finding, in light and in dark. `part`: what has not been looked at. */
export async function findingsOn(page: Page, screen: string, part = "html"): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ["light", { type: "tag", values: TAGS }],
    ["dark", { type: "rule", values: COLOUR_RULES }],
  ] as const) {
    // Live, as when evening comes: every colour follows by style alone, and nothing but colours.
    await page.emulateMedia({ colorScheme });
    found.push(...(await findingsNow(page, `${screen}, ${colorScheme}`, part, rules)));
  }
  return found;
}

async function findingsNow(page: Page, screen: string, part: string, rules: object): Promise<string[]> {
  // What comes in softly has its last colours when it is there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
  // Not a script element: the page's own policy allows none but its own.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    ([within, runOnly]): Promise<AxeResults> =>
      (window as unknown as { axe: { run(context: string, options: object): Promise<AxeResults> } }).axe.run(
        within,
        { runOnly, resultTypes: ["violations"] },
      ),
    [part, rules] as const,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** At each width a line for whatever a finger would miss or no window has room for. */
export async function misfitsOn(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of NARROW) {
    await page.setViewportSize({ ...SIZES.phone, width });
    // Carets and panels take their new places with the next frames.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
    });
    const misfits = [...(await tooSmall(page)), ...(await tooWide(page))];
    found.push(...misfits.map((misfit) => `${screen}, ${width} px: ${misfit}`));
  }
  return found;
}
