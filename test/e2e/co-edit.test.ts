// Two people write one real document together, in two browsers, through the real server: both end with
// the same document, it is what the server holds, and each sees the other where the other is.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { jsonOf, occurrences, textOf, titleTextOf } from "../support/compare.ts";
import { longDocument } from "../support/long-document.ts";
import { arrive, type Person } from "../support/person.ts";
import { readRoom } from "../support/probe.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };
/** Glyph edges and carets are rounded to pixels. */
const NEAR_PX = 4;

const essay = longDocument();
const ADA_WRITES =
  " Ada adds that the first figures came in early, and that nobody should wait for the rest.";
const BEN_WRITES = " Ben closes with the list of those who agreed, and thanks everybody for reading so far.";

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;
let room: string;
/** With it the tests look at the server from outside. */
let key: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([arrive(browser, "Ada", { hue: 3 }), arrive(browser, "Ben", { hue: 7 })]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

async function expectAllEqual(people: readonly Person[]): Promise<string> {
  const stored = async () => jsonOf(await readRoom(stack.syncUrl, room, key));
  await expect
    .poll(async () => {
      const [first, ...rest] = await Promise.all(people.map((person) => person.json()));
      return rest.every((other) => JSON.stringify(other) === JSON.stringify(first));
    }, PATIENCE)
    .toBe(true);
  const shown = await people[0]?.json();
  expect(await stored()).toEqual(shown);
  return textOf(shown);
}

describe("two people and one document", () => {
  it("begins with one click at home and a pasted text of more than 3,000 words", async () => {
    room = await ada.createAtHome(stack.url);
    key = await ada.key();
    await ada.type("Quarterly plan");
    await ada.toText();
    expect(essay.words).toBeGreaterThan(3_000);
    await ada.paste(essay);
    await ada.saved();
    for (const [tag, count] of Object.entries(essay.counts)) {
      expect(await ada.editor.locator(tag).count(), tag).toBe(count);
    }
  });

  it("opens for the second person with every word", async () => {
    await ben.open(await ada.share());
    await expect.poll(() => ben.title.inputValue(), PATIENCE).toBe("Quarterly plan");
    const text = await expectAllEqual([ada, ben]);
    expect(text.split(/\s+/).length).toBeGreaterThan(3_000);
  });

  it("takes what both type at once, and both end equal to each other and to the server", async () => {
    await ada.caretAtEndOf(1);
    await ben.caretAtEndOf(-1);
    await Promise.all([ada.type(ADA_WRITES), ben.type(BEN_WRITES)]);
    await Promise.all([ada.saved(), ben.saved()]);
    const text = await expectAllEqual([ada, ben]);
    // Unbroken, and once: no letter went to an old place of the caret.
    expect(occurrences(text, ADA_WRITES)).toBe(1);
    expect(occurrences(text, BEN_WRITES)).toBe(1);
  });

  it.each([
    ["Ada", () => [ada, ben, BEN_WRITES] as const],
    ["Ben", () => [ben, ada, ADA_WRITES] as const],
  ])("shows %s the other's name at the right place", async (_, who) => {
    const [viewer, other, written] = who();
    const caret = viewer.caretOf(other.name);
    await caret.waitFor({ state: "attached" });
    const lastWords = written.slice(-20);
    const offset = () =>
      viewer.page.evaluate(
        ([words, name]) => {
          const walker = document.createTreeWalker(
            document.querySelector(".prose") ?? document,
            NodeFilter.SHOW_TEXT,
          );
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const at = node.textContent?.indexOf(words) ?? -1;
            if (at === -1) continue;
            const range = document.createRange();
            range.setStart(node, at + words.length - 1);
            range.setEnd(node, at + words.length);
            const end = range.getBoundingClientRect();
            const found = [...document.querySelectorAll(".carets .caret")].find(
              (one) => one.querySelector(".name")?.textContent === name,
            );
            const stem = found?.querySelector(".stem")?.getBoundingClientRect();
            if (stem === undefined) return undefined;
            const middle = (stem.top + stem.bottom) / 2;
            return { x: Math.abs(stem.left - end.right), inLine: middle > end.top && middle < end.bottom };
          }
          return undefined;
        },
        [lastWords, other.name] as const,
      );
    await expect.poll(async () => (await offset())?.inLine, PATIENCE).toBe(true);
    await expect.poll(async () => (await offset())?.x ?? Number.NaN, PATIENCE).toBeLessThan(NEAR_PX);
    // The other is named in the header as well, and one's own caret is not drawn.
    await viewer.page.getByRole("button", { name: `Go to ${other.name}` }).waitFor();
    expect(await viewer.caretOf(viewer.name).count()).toBe(0);
  });

  it("takes what both type into one paragraph, at its two ends", async () => {
    await ada.caretAtEndOf(1);
    await ben.editor.locator(":scope > *").nth(1).click();
    await ben.page.evaluate(() => {
      const selection = document.getSelection();
      const block = document.querySelectorAll(".prose > *")[1];
      if (block !== undefined) selection?.setPosition(block, 0);
    });
    await Promise.all([ada.type(" Last words here."), ben.type("First words here. ")]);
    const text = await expectAllEqual([ada, ben]);
    expect(occurrences(text, " Last words here.")).toBe(1);
    expect(occurrences(text, "First words here. ")).toBe(1);
  });

  it("shares the title letter by letter", async () => {
    await ada.title.click();
    await ada.page.keyboard.press("End");
    await ada.type(" for spring");
    await expect.poll(() => ben.title.inputValue(), PATIENCE).toBe("Quarterly plan for spring");
    await ada.saved();
    expect(titleTextOf(await readRoom(stack.syncUrl, room, key))).toBe("Quarterly plan for spring");
    await expect
      .poll(() => new URL(ada.page.url()).pathname, PATIENCE)
      .toBe(`/d/quarterly-plan-for-spring-${room}`);
  });

  it("shows the same after a reload and to a third person", async () => {
    await ben.page.reload();
    await ben.editor.waitFor();
    const cleo = await arrive(browser, "Cleo");
    await cleo.open(await ada.share());
    await expectAllEqual([ada, ben, cleo]);
    expect(await cleo.title.inputValue()).toBe("Quarterly plan for spring");
    await cleo.leave();
  });

  it("has logged no error on any page, nor in the server", () => {
    expect([...ada.errors, ...ben.errors]).toEqual([]);
    expect(stack.log().filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
});
