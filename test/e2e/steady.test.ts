// Blocks that keep their height while somebody types in them (app/_editor/steady-heights.ts): nobody may see that they
// do. In every frame the letters of each held block must end where its own end is, whoever changed them and however.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf } from "../../lib/doc.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { join, type Writer } from "../support/server.ts";
import { type Stack, startStack } from "../support/stack.ts";

/** What the frames of a page showed so far: how often a block was held, and how far off its end was at most, in px. */
interface Watch {
  readonly held: number;
  readonly short: number;
  readonly long: number;
}

declare global {
  interface Window {
    watch: { held: number; short: number; long: number };
  }
}

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Writer;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  ada = await arrive(browser, "Ada");
  const room = await ada.createDocument(stack.url);
  await ada.letIn("edit");
  ben = await join(stack.syncUrl, room);
  // So long that the text as a whole is as high as its blocks are.
  contentOf(ben.doc).insert(0, [paragraph(""), ...Array.from({ length: 40 }, () => paragraph("More."))]);
  await ada.page.waitForFunction(() => document.querySelectorAll(".prose > p").length >= 41);
  await ada.toText();
  await ada.type("one ");
  await ada.page.keyboard.press("Enter");
  await ada.type("two ");
  await ada.saved();
  await ada.page.evaluate(() => {
    window.watch = { held: 0, short: 0, long: 0 };
    let width = 0;
    const look = () => {
      // The page learns of another width when it has laid out for it: after this, and before it draws.
      const isNew = document.querySelector(".prose")?.clientWidth !== width;
      width = document.querySelector(".prose")?.clientWidth ?? 0;
      for (const block of isNew ? [] : document.querySelectorAll(".prose [style*=contain]")) {
        const letters = document.createRange();
        letters.selectNodeContents(block);
        // Half of what a line is higher than its letters stands under the last one.
        const under = block.getBoundingClientRect().bottom - letters.getBoundingClientRect().bottom;
        window.watch.held++;
        window.watch.short = Math.max(window.watch.short, -under);
        window.watch.long = Math.max(window.watch.long, under);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
});

afterEach(() => expect(ada.errors).toEqual([]));

afterAll(async () => {
  ben?.leave();
  await browser?.close();
  await stack?.close();
});

const watched = (): Promise<Watch> => ada.page.evaluate(() => window.watch);
const heldNow = () => ada.editor.locator("[style*=contain]").count();
/** How high each block is, and how high it would be by the browser alone: the same text in a copy beside it. */
const heights = () =>
  ada.editor.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const block of copy.children) block.removeAttribute("style");
    copy.style.width = `${element.clientWidth}px`;
    element.after(copy);
    const of = (one: Element) => [...one.children].map((child) => child.getBoundingClientRect().height);
    const both = { here: of(element), alone: of(copy) };
    copy.remove();
    return both;
  });

function paragraph(text: string): Y.XmlElement {
  const made = new Y.XmlElement("paragraph");
  if (text !== "") made.insert(0, [new Y.XmlText(text)]);
  return made;
}

/** Ben's text of a block. */
function textOf(index: number): Y.XmlText {
  const text = (contentOf(ben.doc).get(index) as Y.XmlElement).get(0);
  if (!(text instanceof Y.XmlText)) throw new Error("no text there");
  return text;
}

const sameHeights = ({ here, alone }: { here: number[]; alone: number[] }) => String(here) === String(alone);

async function nothingSeen(): Promise<void> {
  const { here, alone } = await heights();
  expect(here).toEqual(alone);
  const { short, long } = await watched();
  // A line is 28 px high, its letters 22: one too few or too many is far more than this.
  expect(short).toBeLessThan(1);
  expect(long).toBeLessThan(12);
}

describe("a block in which somebody types", () => {
  it("keeps its height for letters, and has another line in the very frame of the letter that needs it", async () => {
    await ada.type("and so on, ");
    await expect.poll(heldNow).toBe(1);
    await ada.type("until there is no more room in the line of the text and until there is another line, ");
    await ada.type(
      "and another one, because that is how it goes with lines that come to their end one day. ",
    );
    expect((await heights()).here[1]).toBeGreaterThan(50);
    await nothingSeen();
    for (let key = 0; key < 110; key++) await ada.page.keyboard.press("Backspace");
    await nothingSeen();
    expect((await watched()).held).toBeGreaterThan(50);
  });

  it("does so for others who type in it and elsewhere, with marks, undo, and a window of another width", async () => {
    for (let key = 0; key < 90; key++) {
      for (const index of [0, 1]) textOf(index).insert(textOf(index).length, "wide ");
      if (key % 3 === 0) await ada.type("x");
    }
    await expect.poll(() => ada.text()).toContain("wide wide wide");
    await nothingSeen();
    for (let key = 0; key < 60; key++) {
      textOf(0).delete(4, 5);
      await ada.type("y");
    }
    await nothingSeen();
    await ada.page.keyboard.press("ControlOrMeta+b");
    await ada.type("bold letters are wider than others and need more room, ");
    await ada.page.keyboard.press("ControlOrMeta+z");
    await ada.page.keyboard.press("Enter");
    await ada.type("a new block");
    await nothingSeen();
    await ada.type(" and more");
    await ada.page.setViewportSize({ width: 500, height: 700 });
    await expect.poll(async () => sameHeights(await heights())).toBe(true);
    await ada.type(" and more");
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(async () => sameHeights(await heights())).toBe(true);
    await nothingSeen();
  });

  it("is as it was when everybody rests, and where somebody prints", async () => {
    await ada.type("some letters");
    await expect.poll(heldNow).toBeGreaterThan(0);
    await ada.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await heldNow()).toBe(0);
    await ada.type("some letters");
    await expect.poll(heldNow).toBeGreaterThan(0);
    await expect.poll(heldNow).toBe(0);
    expect(await ada.editor.locator("[style]").count()).toBe(0);
    await ada.saved();
    // Nor was any of it read as a change of the text.
    const there = contentOf(ben.doc).toString();
    expect(there).toContain("some letters");
    expect(there).not.toMatch(/style|height|contain/);
  });
});
