// Which side things stand at, where the text of one document runs both ways, for who writes and for who reads;
// and how a table of many columns fits a phone.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { ANDROID, arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };
/** Each kind twice: as it begins in Hebrew, and as it begins in English. */
const BOTH = (kind: (words: string) => string) => kind("שלום עולם.") + kind("Good morning.");
const TOLD = `<blockquote><p dir="rtl">In English, told to run from the right.</p></blockquote>`;
const TABLE = `<table><tbody><tr>${["What", "Who", "When", "Why", "How"].map((word) => `<th><p>${word}</p></th>`).join("")}</tr>
  <tr>${["Communications", "Neighbourhood", "Wednesday", "Electrification", "Responsibly"].map((word) => `<td><p>${word}</p></td>`).join("")}</tr></tbody></table>`;
const TEXT = {
  text: "",
  words: 0,
  counts: {} as never,
  html: [
    BOTH((words) => `<blockquote><p>${words}</p></blockquote>`),
    BOTH((words) => `<div data-type="callout" data-kind="tip"><p>${words}</p></div><p>-</p>`),
    BOTH((words) => `<div data-type="toggle"><p>${words}</p><p>More.</p></div><p>-</p>`),
    BOTH((words) => `<ul data-type="taskList"><li data-type="taskItem"><p>${words}</p></li></ul><p>-</p>`),
    BOTH((words) => `<h2>${words}</h2>`),
    `<div data-type="callout"><p>שלום</p><pre><code>code();</code></pre></div>`,
    `<table><tbody><tr><td><p>שלום.</p></td><td><p>One.</p></td></tr></tbody></table>`,
    TOLD,
    TABLE,
    `<nav data-type="toc"></nav><p>The end.</p>`,
  ].join(""),
};

let stack: Stack;
let browser: Browser;
let writer: Person;
let reader: Person;
const people: Record<string, Page> = {};

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  writer = await arrive(browser, "Mina Okafor", { hue: 7 });
  await writer.createDocument(stack.url);
  await writer.toText();
  await writer.paste(TEXT);
  await writer.saved();
  reader = await arrive(browser, "Ines Duarte", { hue: 9, ...ANDROID });
  await reader.open(await writer.share("view"), "read");
  await reader.page.getByText("The end.").waitFor();
  Object.assign(people, { writes: writer.page, reads: reader.page });
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe.each(["writes", "reads"])("where somebody %s", (who) => {
  /** For every element of a kind: which side of it the given part is nearer to. */
  const sides = (kind: string, part: string) =>
    (people[who] as Page).locator(`.prose ${kind}`).evaluateAll(
      (all, inner) =>
        all.map((one) => {
          const [outer, at] = [one, one.querySelector(inner)].map((element) =>
            element?.getBoundingClientRect(),
          );
          if (outer === undefined || at === undefined) return "nothing";
          return at.left - outer.left < outer.right - at.right ? "left" : "right";
        }),
      part,
    );
  const styles = (kind: string, pseudo: string | null, property: string) =>
    (people[who] as Page)
      .locator(`.prose ${kind}`)
      .evaluateAll((all, [of, name]) => all.map((one) => getComputedStyle(one, of).getPropertyValue(name)), [
        pseudo,
        property,
      ] as const);

  it("a quote has its bar where its first line begins, also where that was told how to run", async () => {
    const bars = await styles("blockquote", null, "border-right-width");
    expect(bars).toEqual(["2px", "0px", "2px"]);
  });

  it("a callout has its sign there, a task its box, a toggle its mark, which points to the text", async () => {
    expect(await styles('[data-type="callout"]', "::before", "right")).toEqual([
      "17px",
      expect.not.stringMatching(/^17px$/),
      "17px",
    ]);
    expect(await sides("li[data-checked]", "input")).toEqual(["right", "left"]);
    const mark = who === "writes" ? "div[data-type=toggle] > .toggle-mark" : "summary";
    const turned = await styles(mark, "::before", "rotate");
    expect(turned).toEqual(["225deg", "45deg"]);
    if (who === "writes")
      expect(await sides("div[data-type=toggle]", ".toggle-mark")).toEqual(["right", "left"]);
  });

  it("a list of contents has each heading on its own side", async () => {
    const entries = (people[who] as Page).locator('.prose nav[data-type="toc"] li');
    await expect.poll(() => entries.count(), PATIENCE).toBe(2);
    expect(await styles('nav[data-type="toc"] li', null, "direction")).toEqual(["rtl", "ltr"]);
  });

  it("a table has its first column there", async () => {
    expect(await sides(".tableWrapper", "td, th")).toEqual(["right", "left"]);
  });

  it("code runs from the left in any company, and a cell as its words do", async () => {
    expect(await styles('[data-type="callout"] pre', null, "direction")).toEqual(["ltr"]);
    expect(new Set(await styles("td > p", null, "unicode-bidi"))).toEqual(new Set(["plaintext"]));
  });
});

it("a list of contents is in the first HTML, and stays what it is there", async () => {
  const html = await (await reader.context.request.get(reader.page.url())).text();
  const list = /<nav[^>]*data-type="toc"[^>]*>(<ul>.*?<\/ul>)/.exec(html)?.[1];
  expect(list?.match(/<button/g)).toHaveLength(2);
  const nav = reader.page.locator('nav[data-type="toc"]');
  expect(await nav.innerHTML()).toBe(list);
  await nav.getByRole("button", { name: "Good morning." }).click();
  const heading = reader.page.locator("h2", { hasText: "Good morning." });
  await expect
    .poll(() => heading.evaluate((one) => Math.abs(one.getBoundingClientRect().top) < 200))
    .toBe(true);
});

describe("a table of five columns on a phone", () => {
  it("breaks no word, scrolls by itself and shows that it does; the page stays as wide as the screen", async () => {
    const phone = await arrive(browser, "Tomas", { hue: 3, ...ANDROID });
    await phone.open(await writer.share("edit"));
    for (const { page } of [phone, reader]) {
      const wide = page.locator(".tableWrapper", { hasText: "Communications" });
      const seen = await wide.evaluate((frame) => ({
        lines: [...frame.querySelectorAll("td > p")].map((p) => {
          const range = document.createRange();
          range.selectNodeContents(p);
          return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        }),
        scrolls: frame.scrollWidth > frame.clientWidth,
        shade: getComputedStyle(frame).backgroundAttachment,
      }));
      expect(seen).toEqual({ lines: [1, 1, 1, 1, 1], scrolls: true, shade: "local, local, scroll, scroll" });
      const [page_, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(page_).toBe(screen);
    }
    expect([...phone.errors, ...reader.errors, ...writer.errors]).toEqual([]);
  });
});
