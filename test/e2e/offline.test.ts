// Somebody loses the connection, goes on writing, reloads, comes back: everything is there, once. And
// the page asks before it is left only while something is not on the server's disk.

import type { Browser, Dialog } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { jsonOf, occurrences, textOf } from "../support/compare.ts";
import { longDocument } from "../support/long-document.ts";
import { arrive, type Person } from "../support/person.ts";
import { readRoom } from "../support/probe.ts";
import { openRelay, type Relay } from "../support/relay.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };

let stack: Stack;
let relay: Relay;
let browser: Browser;
let ada: Person;
let ben: Person;
let room: string;
/** With it the tests look at the server from outside. */
let key: string;
const asked: string[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  relay = await openRelay(stack.url);
  [ada, ben] = await Promise.all([arrive(browser, "Ada"), arrive(browser, "Ben", { hue: 7 })]);
  ben.page.on("dialog", (dialog: Dialog) => {
    asked.push(dialog.type());
    dialog.accept().catch(() => {});
  });
  room = await ada.createDocument(stack.url);
  key = await ada.key();
  await ada.type("Field notes");
  await ada.toText();
  await ada.paste(longDocument(3));
  await ada.saved();
  // Ben alone is behind the wire that will be cut.
  await ben.open((await ada.share()).replace(stack.url, relay.url));
  await ben.saved();
});

afterAll(async () => {
  await browser?.close();
  await relay?.close();
  await stack?.close();
});

const statusText = (person: Person) => person.status.innerText();

describe("a lost connection", () => {
  it("is told at once, and counts what is kept here", async () => {
    relay.cutSync();
    await expect.poll(() => statusText(ben), PATIENCE).toMatch(/^Offline/);
    await ben.caretAtEndOf(-1);
    await ben.type(" Ben writes under way.");
    await expect.poll(() => statusText(ben), PATIENCE).toMatch(/^Offline · \d+ changes? kept here/);
  });

  it("lets the other go on, who is not told of what is not there yet", async () => {
    await ada.caretAtEndOf(1);
    await ada.type(" Ada writes at her desk.");
    await ada.saved();
    expect(await ada.text()).not.toContain("Ben writes under way.");
    expect(await ben.text()).not.toContain("Ada writes at her desk.");
  });

  it("asks before the page is left, and keeps the words over a reload without the server", async () => {
    await ben.page.reload();
    expect(asked).toEqual(["beforeunload"]);
    await ben.editor.waitFor();
    await expect.poll(() => ben.text(), PATIENCE).toContain("Ben writes under way.");
    await expect.poll(() => statusText(ben), PATIENCE).toMatch(/^Offline · \d+ changes? kept here/);
    await ben.caretAtEndOf(-1);
    await ben.type(" And after the reload.");
  });

  it("merges on return: everything is there once, on both screens and at the server", async () => {
    relay.mend();
    await ben.saved();
    await expect
      .poll(async () => JSON.stringify(await ada.json()) === JSON.stringify(await ben.json()), PATIENCE)
      .toBe(true);
    const shown = await ada.json();
    const text = textOf(shown);
    for (const part of [" Ben writes under way.", " And after the reload.", " Ada writes at her desk."]) {
      expect(occurrences(text, part), part).toBe(1);
    }
    expect(occurrences(text, "Part 1:")).toBe(1);
    expect(jsonOf(await readRoom(stack.syncUrl, room, key))).toEqual(shown);
  });

  it("takes back and brings again what was written before the return, and nobody else's words", async () => {
    await ben.editor.focus();
    await ben.page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => ada.text(), PATIENCE).not.toContain(" And after the reload.");
    expect(await ben.text()).toContain(" Ada writes at her desk.");
    await ben.page.keyboard.press("ControlOrMeta+Shift+z");
    await expect.poll(() => ada.text(), PATIENCE).toContain(" And after the reload.");
    await ben.saved();
  });

  it("leaves without a question when everything is saved", async () => {
    asked.length = 0;
    await ben.caretAtEndOf(1);
    await ben.type(" Done.");
    await ben.saved();
    // "Saved" stays shown over unsaved moments below 400 ms: the other's screen proves the arrival.
    await expect.poll(() => ada.text(), PATIENCE).toContain(" Done.");
    await expect
      .poll(async () => textOf(jsonOf(await readRoom(stack.syncUrl, room, key))))
      .toContain(" Done.");
    await ben.page.reload();
    expect(asked).toEqual([]);
    await ben.editor.waitFor();
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
