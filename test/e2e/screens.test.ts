// Home and document, light and dark, on a desk and on a phone: the two things about them that a machine can judge,
// and with PICTURES=1 pictures into test/screenshots/ (not in the repository), for eyes.

import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RECENTS_KEY } from "../../app/_client/recents.ts";
import { PICTURES } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const FOLDER = join(import.meta.dirname, "..", "screenshots");
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const SMALLEST_WIDTH = 360;

const PLAN = {
  text: "",
  words: 0,
  counts: {} as never,
  html: `
    <p>We open the reading room again on <strong>4 May</strong>. This page holds what is decided, what is open, and who
    looks after it. The <a href="https://example.org/plan">drawings</a> are with the architect.</p>
    <h2>What is decided</h2>
    <ul><li><p>The long table stays by the window.</p></li><li><p>Lamps at every seat, with a warm light.</p></li>
    <li><p>Quiet until noon, then open for groups.</p></li></ul>
    <h2>Who does what</h2>
    <table><tbody><tr><th><p>What</p></th><th><p>Who</p></th><th><p>Until</p></th></tr>
    <tr><td><p>Shelves along the north wall</p></td><td><p>Mina</p></td><td><p>12 April</p></td></tr>
    <tr><td><p>Lamps and wiring</p></td><td><p>Tomas</p></td><td><p>20 April</p></td></tr></tbody></table>
    <h2>The catalogue</h2>
    <p>It answers at its old address; the call is <code>GET /books</code>.</p>
    <pre><code>const books = await catalogue.find({ room: "reading" });
shelve(books, { by: "author" });</code></pre>
    <blockquote><p>A room to read in needs little, but that little must be right.</p></blockquote>`,
};

let stack: Stack;
let browser: Browser;
let host: Person;
let address: string;
/** The host's list of documents, for the viewers' browsers. */
let recents: string;
const guests: Person[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  host = await arrive(browser, "Mina Okafor", { hue: 7 });
  for (const title of ["Letter to the neighbours", "Minutes of 3 March", "The reading room"]) {
    await host.createDocument(stack.url);
    await host.type(title);
    await host.toText();
    if (title === "The reading room") await host.paste(PLAN);
    else await host.type("What was said, what was agreed, and who will write to whom.");
    await host.letIn("edit");
    await host.saved();
  }
  await host.page.waitForURL(/the-reading-room/);
  address = host.page.url();
  recents = await host.page.evaluate((key) => localStorage.getItem(key) ?? "[]", RECENTS_KEY);
  for (const [name, hue, block] of [
    ["Tomas Lind", 3, 0],
    ["Ines Duarte", 9, 4],
  ] as const) {
    const guest = await arrive(browser, name, { hue });
    await guest.open(address);
    await guest.caretAtEndOf(block);
    guests.push(guest);
  }
  // Viewers come under the same name: nobody should be there twice.
  await host.leave();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe.each(Object.entries(SIZES))("on a %s", (device, viewport) => {
  it("home and document, light and dark", async () => {
    const viewer = await arrive(browser, "Mina Okafor", {
      hue: 7,
      viewport,
      deviceScaleFactor: 2,
      reducedMotion: "reduce",
      hasTouch: device === "phone",
      isMobile: device === "phone",
    });
    await viewer.context.addInitScript(([key, list]) => localStorage.setItem(key, list), [
      RECENTS_KEY,
      recents,
    ] as const);
    await viewer.open(address);
    await viewer.caretOf("Tomas Lind").waitFor({ state: "attached" });
    await viewer.caretOf("Ines Duarte").waitFor({ state: "attached" });
    await viewer.saved();
    await inBoth(viewer, async (colorScheme) => {
      await expectNothingBeside(viewer);
      // Labels show while somebody moves.
      await guests[0]?.page.keyboard.press("ArrowLeft");
      await guests[0]?.page.keyboard.press("ArrowRight");
      await expect.poll(() => viewer.caretOf("Tomas Lind").getAttribute("class")).not.toMatch(/\bstill\b/);
      await picture(viewer, `document-${device}-${colorScheme}`);
    });

    await viewer.page.goto(stack.url);
    await viewer.page.getByRole("link", { name: "The reading room" }).waitFor();
    await expect.poll(() => viewer.page.getByLabel(/Tomas Lind/).count()).toBeGreaterThan(0);
    await inBoth(viewer, async (colorScheme) => {
      await expectNothingBeside(viewer);
      await picture(viewer, `home-${device}-${colorScheme}`);
    });
    expect(viewer.errors).toEqual([]);
    await viewer.leave();
  });
});

describe("on the smallest phone", () => {
  it("nothing stands beside the screen, at 360 px", async () => {
    const viewer = await arrive(browser, "Mina Okafor", { viewport: { width: SMALLEST_WIDTH, height: 640 } });
    await viewer.open(address);
    await expectNothingBeside(viewer);
    await viewer.page.goto(stack.url);
    await expectNothingBeside(viewer);
    await viewer.leave();
  });
});

/** The same page in both; it follows live, by style alone. */
async function inBoth({ page }: Person, look: (colorScheme: "light" | "dark") => Promise<void>) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await look(colorScheme);
  }
}

async function picture({ page }: Person, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

const expectNothingBeside = async ({ page }: Person) =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBe(0);
