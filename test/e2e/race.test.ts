// The caret race: the browser moves the caret at once and tells the editor a moment later. When somebody
// else's edit is shown in between, an editor that does not look first puts the caret back, and the next
// letter lands in the old place. In a real browser with its own keys, for no other has that moment; and
// with its own input method, for jsdom has none.

import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { Race, RaceOptions, startRace } from "../support/race/page.ts";

const TRIES = 150;
/** Tries in which an edit comes at the worst moment each time. */
const AT_KEYS = 20;
/** One remote edit each 4 ms. */
const EVERY_MS = 4;

type RaceWindow = { startRace: typeof startRace; race: Race };

let browser: Browser;
let script: string;

beforeAll(async () => {
  const [opened, bundle] = await Promise.all([
    launchBrowser(),
    build({
      entryPoints: ["test/support/race/page.ts"],
      bundle: true,
      write: false,
      format: "iife",
      define: { "process.env.NODE_ENV": '"production"' },
      loader: { ".css": "empty" },
      jsx: "automatic",
    }),
  ]);
  browser = opened;
  script = bundle.outputFiles[0]?.text ?? "";
});

afterAll(() => browser?.close());

async function raceOn(options: RaceOptions): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent("<!doctype html>");
  await page.addScriptTag({ content: script });
  await page.evaluate((chosen) => {
    const here = window as unknown as RaceWindow;
    here.race = here.startRace(chosen);
  }, options);
  return page;
}

/** Home or End and a letter at once, as quick fingers do. Says how many letters landed elsewhere. */
async function misplaced(page: Page, tries: number, enough = Number.POSITIVE_INFINITY): Promise<number> {
  const mine = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          requestAnimationFrame(() => resolve((window as unknown as RaceWindow).race.mine())),
        ),
    );
  let wrong = 0;
  let before = await mine();
  for (let at = 0; at < tries && wrong < enough; at++) {
    const toStart = at % 2 === 0;
    const letter = String.fromCharCode(97 + (at % 26));
    await Promise.all([page.keyboard.press(toStart ? "Home" : "End"), page.keyboard.press(letter)]);
    await expect.poll(async () => (await mine()).length, { interval: 5 }).toBe(before.length + 1);
    const after = await mine();
    if (after !== (toStart ? letter + before : before + letter)) wrong++;
    before = after;
  }
  return wrong;
}

/** Home or End, then an edit from elsewhere is shown, then a letter. Says how many letters landed elsewhere. */
async function misplacedAfterTheirs(page: Page, tries: number): Promise<number> {
  const look = () =>
    page.evaluate(() => {
      const { race } = window as unknown as RaceWindow;
      return { mine: race.mine(), edits: race.edits() };
    });
  let wrong = 0;
  for (let at = 0; at < tries; at++) {
    const toStart = at % 2 === 0;
    const letter = String.fromCharCode(97 + (at % 26));
    const before = await look();
    await page.keyboard.press(toStart ? "Home" : "End");
    await expect.poll(async () => (await look()).edits).toBe(before.edits + 1);
    await page.keyboard.press(letter);
    await expect.poll(async () => (await look()).mine.length).toBe(before.mine.length + 1);
    const { mine } = await look();
    if (mine !== (toStart ? letter + before.mine : before.mine + letter)) wrong++;
  }
  return wrong;
}

// After a key Chromium draws first and runs what waits later: others' edits too, and what it tells of the caret. The
// edit is asked for first, so it is shown in between, each time.
it.each([
  ["stock", "none"],
  ["own", "none"],
] as const)(
  "%s binding, guard: %s: letters land where the caret was, not where it was moved to, when an edit from elsewhere is shown in between",
  async (binding, guard) => {
    const page = await raceOn({ binding, guard, everyMs: 0, atKeys: true });
    expect(await misplacedAfterTheirs(page, AT_KEYS)).toBeGreaterThan(AT_KEYS / 2);
    await page.close();
  },
);

it.each([
  ["stock", "inbox"],
  ["own", "inbox"],
  ["own", "binding"],
  ["own", "both"],
] as const)(
  "B19 %s binding, guard: %s: the letter lands where the caret was moved to, with an edit from elsewhere in between each time",
  async (binding, guard) => {
    const page = await raceOn({ binding, guard, everyMs: 0, atKeys: true });
    expect(await misplacedAfterTheirs(page, AT_KEYS)).toBe(0);
    await page.close();
  },
);

it.each([
  ["stock", "inbox"],
  ["own", "both"],
] as const)(
  `%s binding, guard: %s: all of ${TRIES} letters land where the caret was moved to, with an edit from elsewhere each ${EVERY_MS} ms`,
  async (binding, guard) => {
    const page = await raceOn({ binding, guard, everyMs: EVERY_MS, atKeys: true });
    expect(await misplaced(page, TRIES)).toBe(0);
    // It was a race at all: the other did write meanwhile.
    expect(await page.evaluate(() => (window as unknown as RaceWindow).race.edits())).toBeGreaterThan(TRIES);
    await page.close();
  },
);

it("B22: what others write into a line waits for the word that is being composed in it, and for no longer than the bound", async () => {
  const page = await raceOn({ binding: "own", guard: "both", everyMs: 0, atKeys: false });
  const ime = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    ime.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const race = <T>(ask: (race: Race) => T) =>
    page.evaluate(`(${String(ask)})(window.race)`) as unknown as Promise<T>;
  const before = await race(({ mine }) => mine());
  await page.keyboard.press("End");
  await expect.poll(() => race(({ leftOfCaret }) => leftOfCaret())).toBe(before);

  for (const text of ["k", "ka", "か"]) await compose(text);
  await race((one) => one.write("Oh, "));
  for (const text of ["かn", "かんj"]) await compose(text);
  expect(await race(({ mine }) => mine())).toBe(`${before}かんj`);
  await ime.send("Input.insertText", { text: "漢字" });
  const both = `Oh, ${before}漢字`;
  await expect.poll(() => race(({ mine }) => mine())).toBe(both);
  await expect.poll(() => race(({ others }) => others())).toBe(both);
  expect(await race(({ leftOfCaret }) => leftOfCaret())).toBe(both);

  // Somebody who composes and thinks: the others are shown all the same, and the word goes on.
  await compose("に");
  const since = Date.now();
  await race((one) => one.write("So: "));
  await expect.poll(() => race(({ mine }) => mine()), { timeout: 5_000 }).toContain("So: Oh, ");
  expect(Date.now() - since).toBeGreaterThan(1_000);
  await ime.send("Input.insertText", { text: "日" });
  await page.keyboard.type("!");
  const all = `So: ${both}`;
  await expect.poll(() => race(({ mine }) => mine())).toMatch(/!$/);
  const end = await race(({ mine }) => mine());
  expect(end.startsWith(all)).toBe(true);
  expect(end).toContain("日");
  await expect.poll(() => race(({ others }) => others())).toBe(end);
  await page.close();
});
