// The caret race: the browser moves the caret at once and tells the editor a moment later. When somebody
// else's edit is shown in between, an editor that does not look first puts the caret back, and the next
// letter lands in the old place. In a real browser with its own keys, for no other has that moment.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { beginRace, openTrack, type RaceWindow, racePage } from "../support/race/open.ts";

const TRIES = 150;
/** Tries in which an edit comes at the worst moment each time. */
const AT_KEYS = 20;
/** One remote edit each 4 ms. */
const EVERY_MS = 4;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  let script: string;
  [browser, script] = await Promise.all([launchBrowser(), racePage()]);
  page = await openTrack(browser, script);
});

afterAll(() => browser?.close());

/** Home or End and a letter at once, as quick fingers do. Says how many letters landed elsewhere. */
async function misplaced(tries: number, enough = Number.POSITIVE_INFINITY): Promise<number> {
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
async function misplacedAfterTheirs(tries: number): Promise<number> {
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
    await expect.poll(async () => (await look()).edits, { interval: 5 }).toBe(before.edits + 1);
    await page.keyboard.press(letter);
    await expect.poll(async () => (await look()).mine.length, { interval: 5 }).toBe(before.mine.length + 1);
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
    await beginRace(page, { binding, guard, everyMs: 0, atKeys: true });
    expect(await misplacedAfterTheirs(AT_KEYS)).toBeGreaterThan(AT_KEYS / 2);
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
    await beginRace(page, { binding, guard, everyMs: 0, atKeys: true });
    expect(await misplacedAfterTheirs(AT_KEYS)).toBe(0);
  },
);

it.each([
  ["stock", "inbox"],
  ["own", "both"],
] as const)(
  `%s binding, guard: %s: all of ${TRIES} letters land where the caret was moved to, with an edit from elsewhere each ${EVERY_MS} ms`,
  async (binding, guard) => {
    await beginRace(page, { binding, guard, everyMs: EVERY_MS, atKeys: true });
    expect(await misplaced(TRIES)).toBe(0);
    // It was a race at all: the other did write meanwhile.
    expect(await page.evaluate(() => (window as unknown as RaceWindow).race.edits())).toBeGreaterThan(TRIES);
  },
);
