// What a machine can say about a screen: axe-core's serious findings, light and dark, and on a phone whatever is
// smaller than a finger or wider than the window. Called by the end-to-end tests that visit screens.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { CDPSession, Page } from "playwright-core";
import { tooSmall, tooWide } from "./screen.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const PICTURES = process.env.PICTURES === "1";
const FOLDER = join(import.meta.dirname, "..", "screenshots");
/** Phones are this narrow, too: the one of the pictures, the commonest small one, the smallest that is sold. */
const NARROW = [390, 360, 320];
export const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Device = keyof typeof SIZES;
export const DEVICES: readonly Device[] = ["desk", "phone"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** All that axe knows of colours; everything else is the same in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

interface Worn {
  readonly session: CDPSession;
  /** Which device it is, and how wide. */
  what: string;
}

const worn = new WeakMap<Page, Worn>();

/**
 * From now on the page is on such a device, live: what follows from the window's size and from what one points with
 * does so by style and by listening. One page for both costs half of two. What is asked once, when something is
 * opened, has to be opened again.
 */
export async function become(page: Page, device: Device, width: number = SIZES[device].width): Promise<void> {
  const now = worn.get(page) ?? { session: await page.context().newCDPSession(page), what: "" };
  worn.set(page, now);
  const what = `${device} ${width}`;
  if (now.what === what) return;
  now.what = what;
  const { session } = now;
  const phone = device === "phone";
  const { height } = SIZES[device];
  // Playwright does not know that a device can change; it asks for the size only where it takes a picture.
  if (PICTURES) await page.setViewportSize({ width, height });
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: phone, maxTouchPoints: 5 });
  await session.send("Emulation.setDeviceMetricsOverride", {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: phone,
  });
  await page.waitForFunction(
    // Not the window's own width: on a phone it grows with whatever is too wide.
    ([wide, coarse]) =>
      document.documentElement.clientWidth === wide && matchMedia("(pointer: coarse)").matches === coarse,
    [width, phone] as const,
  );
  // Carets and panels take their new places with the next frames.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
  await settled(page);
}

/** What comes in softly has its last colours when it is there. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));

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

/** On a desk, on a phone, and on the narrowest ones what is too small or too wide; the page is on a desk afterwards. */
export async function findingsEverywhere(page: Page, screen: string, part?: string): Promise<string[]> {
  const found: string[] = [];
  for (const device of ["desk", "phone"] as const)
    found.push(...(await findingsAs(page, device, screen, part)));
  await become(page, "desk");
  return found;
}

/** The same for one of them. */
export async function findingsAs(
  page: Page,
  device: Device,
  screen: string,
  part?: string,
): Promise<string[]> {
  await become(page, device);
  await takePictures(page, screen, device);
  const found = await findingsOn(page, `${screen}, ${device}`, part);
  return device === "phone" ? [...found, ...(await misfitsOn(page, screen))] : found;
}

/** For eyes, with PICTURES=1: test/screenshots/ is not in the repository. */
async function takePictures(page: Page, screen: string, device: Device): Promise<void> {
  if (!PICTURES) return;
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    const name = screen.replaceAll(/\W+/g, "-");
    await page.screenshot({ path: join(FOLDER, `edge-${name}-${device}-${colorScheme}.png`) });
  }
}

async function findingsNow(page: Page, screen: string, part: string, rules: object): Promise<string[]> {
  await settled(page);
  // Not a script element: the page's own policy allows none but its own.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    ([within, runOnly]): Promise<AxeResults> =>
      (window as unknown as { axe: { run(context: string, options: object): Promise<AxeResults> } }).axe.run(
        within,
        // What it would fetch once more serves two rules: one that is not asked for (an experiment), and one about
        // sound that begins by itself.
        { runOnly, resultTypes: ["violations"], preload: false },
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
    await become(page, "phone", width);
    const misfits = [...(await tooSmall(page)), ...(await tooWide(page))];
    found.push(...misfits.map((misfit) => `${screen}, ${width} px: ${misfit}`));
  }
  return found;
}
