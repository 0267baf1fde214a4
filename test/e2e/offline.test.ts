// Somebody loses the connection, goes on writing, reloads, comes back: everything is there, once. And
// the page asks before it is left only while something is not on the server's disk.

import { readFile } from "node:fs/promises";
import type { Browser, Dialog } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bindingWords as binding } from "../../app/_words/binding.ts";
import { en } from "../../app/_words/en.ts";
import { offline as words } from "../../app/_words/offline.ts";
import { contentOf } from "../../lib/doc.ts";
import { SCHEMA_VERSION } from "../../lib/schema-version.ts";
import { launchBrowser } from "../support/browser.ts";
import { jsonOf, occurrences, textOf } from "../support/compare.ts";
import { longDocument } from "../support/long-document.ts";
import { arrive, type Person } from "../support/person.ts";
import { openProbe, readRoom } from "../support/probe.ts";
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

const inView = (person: Person) =>
  person.editor.evaluate((root) => {
    const { top, bottom } = (root.lastElementChild as Element).getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });

describe("a lost connection", () => {
  it("says when this browser has no room for its copy, and offers the words", async () => {
    const cleo = await arrive(browser, "Cleo");
    try {
      // Before the first look at the disk: what Chromium knows of its room it believes for half a minute.
      const line = await cleo.context.newCDPSession(cleo.page);
      await line.send("Storage.overrideQuotaForOrigin", { origin: relay.url, quotaSize: 1 });
      await cleo.open((await ada.share()).replace(stack.url, relay.url));
      await cleo.saved();
      relay.cutSync();
      await expect.poll(() => statusText(cleo), PATIENCE).toMatch(/^Offline/);
      await cleo.caretAtEndOf(-1);
      await cleo.type(" With a full disk.");
      const banner = cleo.page.getByRole("region", { name: en.status.cannotSave });
      await banner.getByText(words.disk.full).waitFor();
      await banner.getByRole("button", { name: en.document.download }).click();
      const [download] = await Promise.all([
        cleo.page.waitForEvent("download"),
        cleo.page.getByRole("dialog").getByRole("button", { name: en.document.downloadText }).click(),
      ]);
      expect(await readFile(await download.path(), "utf8")).toContain("With a full disk.");
      relay.mend();
      await cleo.saved();
      expect(cleo.errors).toEqual([]);
    } finally {
      relay.mend();
      await cleo.leave();
    }
    await ben.saved();
    await ben.editor.getByText("With a full disk.").waitFor();
  });

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

  it("leaves a copy of a newer editor as it is, and says that this page is to be opened again", async () => {
    const setVersion = (version: number) =>
      ben.page.evaluate(
        ([id, schemaVersion]) =>
          new Promise<void>((resolve, reject) => {
            const request = indexedDB.open("concord");
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
              const tx = request.result.transaction("rooms", "readwrite");
              const rooms = tx.objectStore("rooms");
              rooms.get(id as string).onsuccess = ({ target }) =>
                rooms.put({ ...(target as IDBRequest).result, schemaVersion }, id as string);
              tx.onabort = () => reject(tx.error);
              tx.oncomplete = () => {
                request.result.close();
                resolve();
              };
            };
          }),
        [room, version] as const,
      );
    await setVersion(SCHEMA_VERSION + 1);
    await ben.page.reload();
    await ben.page.getByText("This page is older than the server.").waitFor();
    await setVersion(SCHEMA_VERSION);
    await ben.page.getByRole("button", { name: en.document.reload }).click();
    await expect.poll(() => ben.text(), PATIENCE).toContain("And after the reload.");
  });

  it("merges on return: everything is there once, on both screens and at the server", async () => {
    // Both move the same block, and neither has heard of it.
    const count = (person: Person) => person.editor.locator(":scope > *").count();
    const before = await count(ada);
    expect(await count(ben)).toBe(before);
    for (const one of [ada, ben]) {
      await one.caretAtEndOf(1);
      await one.page.keyboard.press("Alt+ArrowDown");
    }
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
    expect(await count(ada)).toBe(before);
    expect(jsonOf(await readRoom(stack.syncUrl, room, key))).toEqual(shown);
  });

  it("takes back and brings again what was written before the return, where one sees it, and nobody else's words", async () => {
    relay.cutSync();
    await expect.poll(() => statusText(ben), PATIENCE).toMatch(/^Offline/);
    await ben.caretAtEndOf(-1);
    await ben.type(" Before the return.");
    relay.mend();
    await ben.saved();
    await ada.caretAtEndOf(2);
    await ada.type(" Ada writes meanwhile.");
    await expect.poll(() => ben.text(), PATIENCE).toContain(" Ada writes meanwhile.");
    // Far away from it on the page: undo goes there.
    const y = () => ben.page.evaluate(() => scrollY);
    await ben.page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await expect.poll(y).toBe(0);
    await ben.page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => ada.text(), PATIENCE).not.toContain(" Before the return.");
    await expect.poll(() => inView(ben), PATIENCE).toBe(true);
    expect(await y()).toBeGreaterThan(0);
    expect(await ben.text()).toContain(" Ada writes meanwhile.");
    await ben.page.keyboard.press("ControlOrMeta+Shift+z");
    await expect.poll(() => ada.text(), PATIENCE).toContain(" Before the return.");
    await ben.saved();
  });

  it("leaves what a newer editor made as it is, whatever is done around it, and shows that it is there", async () => {
    const newer = await openProbe(stack.syncUrl, room, key);
    try {
      const body = contentOf(newer.doc);
      const vote = new Y.XmlElement("vote");
      vote.setAttribute("question", "Which day?");
      vote.setAttribute("options", ["Monday", { day: 2 }] as unknown as string);
      vote.insert(0, [new Y.XmlText("Tap to vote")]);
      newer.doc.transact(() => {
        body.insert(1, [vote]);
        const text = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText;
        text.format(0, 5, { spoiler: { level: 3 } });
      });
      for (const one of [ada, ben]) await one.editor.getByTitle(binding.unsupported).waitFor();
      await ben.caretAtEndOf(0);
      await ben.type(" Written before it.");
      await ben.page.keyboard.press("Alt+ArrowDown");
      await ben.page.keyboard.press("Alt+ArrowDown");
      await ben.page.keyboard.press("ControlOrMeta+z");
      await ben.caretAtEndOf(2);
      await ben.type(" And after.");
      await ben.saved();
      const kept = () => body.toArray().find((one) => one instanceof Y.XmlElement && one.nodeName === "vote");
      const marks = () => body.toArray().some((one) => one.toString().includes("<spoiler"));
      await expect.poll(() => body.toString(), PATIENCE).toContain(" And after.");
      expect(body.toString()).toContain(" Written before it.");
      expect((kept() as Y.XmlElement).getAttributes()).toMatchObject({
        question: "Which day?",
        options: ["Monday", { day: 2 }],
      });
      expect((kept() as Y.XmlElement).get(0).toString()).toBe("Tap to vote");
      expect(marks()).toBe(true);
      newer.doc.transact(() => {
        const at = body.toArray().indexOf(kept() as Y.XmlElement);
        body.delete(at, 1);
      });
      for (const one of [ada, ben])
        await expect.poll(() => one.editor.getByTitle(binding.unsupported).count()).toBe(0);
    } finally {
      newer.close();
    }
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
    // The server says that it is on its disk a moment after it has shown it: until then the page would ask.
    const wouldAsk = () =>
      ben.page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
    await expect.poll(wouldAsk, PATIENCE).toBe(false);
    await ben.page.reload();
    expect(asked).toEqual([]);
    await ben.editor.waitFor();
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
