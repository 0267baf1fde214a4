// The server is gone, wholly, and the browser was closed: home and documents open all the same, are written
// in, begun, and everything is at the server once when it is back. And a new version is offered, not forced.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en } from "../../app/_words/en.ts";
import { offline } from "../../app/_words/offline.ts";
import { BROWSER_FLAGS, findBrowser } from "../../scripts/_browser.mjs";
import { findingsEverywhere } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { jsonOf, occurrences, textOf } from "../support/compare.ts";
import { arrive, arriveIn, type Person, roomOf } from "../support/person.ts";
import { readRoom } from "../support/probe.ts";
import { openRewriter } from "../support/rewriter.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };

let stack: Stack;
let profile: string;
let context: BrowserContext;
let ada: Person;
let room: string;
let address: string;
let begun: string;
/** With it the tests look at the server from outside. */
let key: string;

/** Closed and opened again, it is the same browser. */
async function openBrowser(): Promise<void> {
  const { path } = await findBrowser({ quiet: true });
  context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    args: [...BROWSER_FLAGS],
    viewport: { width: 1280, height: 800 },
  });
  ada = await arriveIn(context, "Ada");
}

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), "concord-browser-"));
  stack = await startStack();
  await openBrowser();
  room = await ada.createAtHome(stack.url);
  key = await ada.key();
  await ada.type("Field notes");
  await ada.toText();
  await ada.type("Written at the desk.");
  await ada.saved();
  address = `${stack.url}/d/${room}`;
});

afterAll(async () => {
  await context?.close();
  await stack?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Until the service worker holds everything that a page needs. */
const takenIn = () =>
  ada.page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.state === "activated" && navigator.serviceWorker.controller !== null;
  });
/** That a part of a page could not be fetched, so that the whole page is asked for, is as it should be. */
const wrong = (who: Person) => who.errors.filter((error) => !error.includes("Failed to fetch RSC payload"));
const statusText = () => ada.status.innerText();
const keptRooms = () =>
  ada.page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const request = indexedDB.open("concord");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const keys = request.result.transaction("rooms").objectStore("rooms").getAllKeys();
          keys.onsuccess = () => {
            request.result.close();
            resolve(keys.result.map(String));
          };
        };
      }),
  );

describe("with no server at all", () => {
  it("a document that was opened before opens, is read and written in", async () => {
    await takenIn();
    await stack.kill();
    await ada.page.close();
    ada = await arriveIn(context, "Ada");
    await ada.open(address);
    await expect.poll(() => ada.text(), PATIENCE).toContain("Written at the desk.");
    await expect.poll(() => ada.title.inputValue(), PATIENCE).toBe("Field notes");
    // The list knows the title from now on.
    await ada.page.waitForURL(/field-notes/);
    await ada.caretAtEndOf(-1);
    await ada.type(" Written on the train.");
    await expect.poll(statusText, PATIENCE).toMatch(/^Offline · \d+ changes? kept here/);
    // What a callout needs no page has asked for yet.
    await ada.page.keyboard.press("Enter");
    await ada.type("[!tip] Bring a coat.");
    await ada.editor.locator(".callout-kind").waitFor();
  });

  it("the same after the browser was closed and opened again", async () => {
    await ada.page.evaluate(() => {
      document.dispatchEvent(new Event("visibilitychange"));
      window.dispatchEvent(new Event("pagehide"));
    });
    await context.close();
    await openBrowser();
    await ada.page.goto(stack.url);
    const link = ada.page.getByRole("link", { name: "Field notes" });
    await link.waitFor();
    await ada.page.getByText("Written at the desk. Written on the train.", { exact: true }).waitFor();
    await link.click();
    await ada.editor.waitFor();
    await expect.poll(() => ada.text(), PATIENCE).toContain("Written on the train.");
    await expect.poll(statusText, PATIENCE).toMatch(/^Offline · 1 change kept here/);
    // It is in the text now, which is not to be written in without it.
    expect(await ada.editor.locator('[data-type="callout"]').innerText()).toContain("Bring a coat.");
    expect(await ada.editor.locator(".callout-kind").count()).toBe(1);
    expect(wrong(ada)).toEqual([]);
  });

  it("a new document begins, is found again, and is said to be only here", async () => {
    await ada.page.goto(stack.url);
    await ada.page.getByRole("button", { name: en.home.newDocument }).click();
    await ada.page.waitForURL(/\/d\//);
    await ada.editor.waitFor();
    begun = roomOf(ada.page);
    await ada.type("Begun on the train");
    await ada.toText();
    await ada.type("Nobody knows of this yet.");
    await expect.poll(statusText, PATIENCE).toMatch(/^Offline · \d+ changes? kept here/);
    await ada.page.waitForURL(/begun-on-the-train/);
    await ada.page.goto(stack.url);
    const row = ada.page.locator(`[data-doc="${begun}"]`);
    await expect.poll(() => row.innerText(), PATIENCE).toContain(offline.onlyHere);
    await row.getByRole("link").click();
    await ada.editor.waitFor();
    await expect.poll(() => ada.text(), PATIENCE).toContain("Nobody knows of this yet.");
  });

  it("a document that was never here says so plainly, and settings open", async () => {
    await ada.page.goto(`${stack.url}/d/AAAAAbbbbbCCCCCddddd1`);
    await ada.page.getByRole("heading", { name: offline.notHere.title }).waitFor();
    await ada.page.goto(`${stack.url}/settings`);
    await ada.page.getByRole("heading", { name: en.settings.title, level: 1 }).waitFor();
    expect(wrong(ada)).toEqual([]);
  });
});

describe("when the server is back", () => {
  it("everything goes there by itself, from home, and is there once", async () => {
    await ada.page.goto(stack.url);
    await stack.restart();
    const there = async (which: string) => textOf(jsonOf(await readRoom(stack.syncUrl, which, key)));
    await expect
      .poll(() => there(room).catch(() => ""), { ...PATIENCE, timeout: 60_000 })
      .toContain("Written on the train.");
    await expect
      .poll(() => there(begun).catch(() => ""), { ...PATIENCE, timeout: 60_000 })
      .toContain("Nobody knows of this yet.");
  });

  it("both documents are hers, and whole", async () => {
    await ada.open(address);
    await ada.saved();
    const text = await ada.text();
    expect(occurrences(text, "Written at the desk.")).toBe(1);
    expect(occurrences(text, "Written on the train.")).toBe(1);
    await ada.open(`${stack.url}/d/${begun}`);
    await ada.saved();
    expect(occurrences(await ada.text(), "Nobody knows of this yet.")).toBe(1);
    const { doc } = await ada.page.evaluate(async (id) => (await fetch(`/api/docs/${id}`)).json(), begun);
    expect(doc).toMatchObject({ role: "own", title: "Begun on the train" });
    expect(wrong(ada)).toEqual([]);
  });

  it("what is taken away leaves this browser too", async () => {
    expect(await keptRooms()).toContain(begun);
    await ada.page.evaluate(
      async (id) => (await fetch(`/api/docs/${id}/document/trash`, { method: "POST" })).status,
      begun,
    );
    await expect.poll(keptRooms, PATIENCE).not.toContain(begun);
    expect(await keptRooms()).toContain(room);
  });
});

describe("a new version", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it("is offered, and nothing reloads by itself", async () => {
    const front = await openRewriter(stack.url);
    const ben = await arrive(browser, "Ben", { hue: 5, serviceWorkers: "allow" });
    let loads = 0;
    ben.page.on("load", () => loads++);
    await ben.page.goto(front.url);
    await ben.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect(await ben.page.getByText(offline.update).count()).toBe(0);
    front.change("/sw.js", (text) => text.replace(/version:"[^"]+"/, 'version:"the-next-one"'));
    front.change("/offline", (text) => `${text}<!-- the-next-one -->`);
    // Asked more than once: a question that meets one on its way gets that one's answer, from before.
    await expect
      .poll(async () => {
        await ben.page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
        return ben.page.getByText(offline.update).count();
      }, PATIENCE)
      .toBe(1);
    expect(loads).toBe(1);
    expect(await findingsEverywhere(ben.page, "home, new version")).toEqual([]);
    expect(await ben.page.evaluate(() => caches.keys())).toHaveLength(2);
    await ben.page.getByRole("button", { name: offline.updateNow }).click();
    await expect.poll(() => loads).toBe(2);
    expect(wrong(ben)).toEqual([]);
    await ben.leave();
    await front.close();
  });
});
