// The server dies in the middle of a sentence, without a word, and is started again: what a screen
// called saved is on its disk, what a screen showed of somebody else is on its disk, and nobody loses
// a letter of their own.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { jsonOf, textOf } from "../support/compare.ts";
import { longDocument } from "../support/long-document.ts";
import { meanwhile } from "../support/meanwhile.ts";
import { arrive, type Person } from "../support/person.ts";
import { readRoom } from "../support/probe.ts";
import { type Stack, startStack } from "../support/stack.ts";
import {
  marks,
  marksIn,
  mostShown,
  type Sight,
  shownAsSaved,
  sightOf,
  sightsOf,
  watchScreen,
} from "../support/witness.ts";

const PATIENCE = { timeout: 60_000, interval: 50 };
/** The app tells of unsaved moments from 400 ms on; a busy machine is late with it. */
const GRACE_MS = 1_000;
/** The server is killed when each has seen this many of the other's marks. */
const KILL_AFTER = 15;
/** And so many more are typed without one: nobody stops for it. */
const MORE = 5;

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;
let room: string;
/** With it the tests look at the server from outside. */
let key: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([arrive(browser, "Ada"), arrive(browser, "Ben", { hue: 7 })]);
  room = await ada.createDocument(stack.url);
  key = await ada.key();
  await ada.type("Minutes");
  await ada.toText();
  await ada.paste(longDocument(2));
  await ada.saved();
  await ben.open(await ada.share());
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe.each([1, 2])("kill -9 while both type, time %i", (round) => {
  const own = { ada: `ada${round}`, ben: `ben${round}` };
  const prefixes = Object.values(own);
  /** How many marks each had typed in the end. */
  let typed = 0;
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

  it("keeps on its disk what either screen showed as saved, and what it showed of the other", async () => {
    await Promise.all([watchScreen(ada.page, prefixes), watchScreen(ben.page, prefixes)]);
    await ada.caretAtEndOf(1);
    await ben.caretAtEndOf(-1);
    const seen = async (person: Person, prefix: string) => (await sightOf(person.page))?.counts[prefix] ?? 0;
    const both = [
      [ada, own.ada],
      [ben, own.ben],
    ] as const;
    let mark = 0;
    let sights: (readonly Sight[])[] = [];
    typed = await meanwhile(
      async () => {
        mark++;
        await Promise.all(both.map(([person, prefix]) => person.type(` ${prefix}-${mark}.`)));
      },
      async () => {
        await expect.poll(() => seen(ada, own.ben), PATIENCE).toBeGreaterThanOrEqual(KILL_AFTER);
        await expect.poll(() => seen(ben, own.ada), PATIENCE).toBeGreaterThanOrEqual(KILL_AFTER);
        await stack.kill();
        // Their own clocks at the moment of death: the last sights before it are what counts.
        sights = await Promise.all(both.map(([{ page }]) => sightsOf(page)));
        const atDeath = mark;
        await expect.poll(() => mark, PATIENCE).toBeGreaterThanOrEqual(atDeath + MORE);
      },
    );
    const [adaSaw = [], benSaw = []] = sights;

    const stored = textOf(jsonOf(await stack.alone((syncUrl) => readRoom(syncUrl, room, key))));
    const kept = { ada: marksIn(stored, own.ada), ben: marksIn(stored, own.ben) };
    const promised = {
      ada: Math.max(shownAsSaved(adaSaw, own.ada, GRACE_MS), mostShown(benSaw, own.ada)),
      ben: Math.max(shownAsSaved(benSaw, own.ben, GRACE_MS), mostShown(adaSaw, own.ben)),
    };
    expect(promised.ada).toBeGreaterThanOrEqual(KILL_AFTER);
    expect(promised.ben).toBeGreaterThanOrEqual(KILL_AFTER);
    expect(kept.ada).toEqual(expect.arrayContaining(upTo(promised.ada)));
    expect(kept.ben).toEqual(expect.arrayContaining(upTo(promised.ben)));
  });

  it("says so on both screens while it is down", async () => {
    for (const { page } of [ada, ben]) {
      await page.locator('header button[data-save="offline"]').waitFor();
      await expect.poll(() => page.locator("header button[data-save]").innerText()).toMatch(/Offline/);
    }
  });

  it("gets back everything that either had typed, once and in order", async () => {
    await stack.restart();
    await Promise.all([ada.saved(), ben.saved()]);
    await expect
      .poll(async () => JSON.stringify(await ada.json()) === JSON.stringify(await ben.json()), PATIENCE)
      .toBe(true);
    const shown = await ada.json();
    const text = textOf(shown);
    expect(marksIn(text, own.ada)).toEqual(upTo(typed));
    expect(marksIn(text, own.ben)).toEqual(upTo(typed));
    expect(jsonOf(await readRoom(stack.syncUrl, room, key))).toEqual(shown);
  });

  it("shows the same after a reload and in a browser that was never there", async () => {
    const before = await ada.json();
    await ben.page.reload();
    await ben.editor.waitFor();
    const cleo = await arrive(browser, "Cleo");
    await cleo.open(await ada.share());
    for (const person of [ben, cleo]) await expect.poll(() => person.json(), PATIENCE).toEqual(before);
    await cleo.leave();
  });
});

describe("SIGTERM", () => {
  it("stores what is under way, ends with code 0, and nobody loses a letter", async () => {
    await ada.caretAtEndOf(1);
    await ada.type(` ${marks("last", 20)}`);
    expect(await stack.stop()).toMatchObject({ code: 0 });
    const stored = textOf(jsonOf(await stack.alone((syncUrl) => readRoom(syncUrl, room, key))));
    // Whatever the server had taken is there; the rest is with Ada, and comes now.
    expect(marksIn(stored, "last")).toEqual(Array.from(marksIn(stored, "last"), (_, i) => i + 1));
    await stack.restart();
    await ada.saved();
    await expect.poll(async () => marksIn(await ben.text(), "last").length, PATIENCE).toBe(20);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
