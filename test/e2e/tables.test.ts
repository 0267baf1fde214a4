// A table whose words run from the right: its columns begin there, for who writes, who reads, on paper and in the
// page that is exported; and what is called left or right is what is seen there. Columns are pulled by a mouse and
// by a finger, and no word of a table is broken.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockWords } from "../../app/_words/blocks.ts";
import { en } from "../../app/_words/en.ts";
import { launchBrowser } from "../support/browser.ts";
import { readPdf } from "../support/pdf.ts";
import { ANDROID, arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };
const WORDS = [
  ["שם", "תפקיד", "יום"],
  ["מינה", "One", "12"],
];
const LONG = [
  "Communications",
  "Neighbourhood",
  "Wednesday",
  "Electrification",
  "Responsibly",
  "Consequences",
];
const cells = (tag: string, words: readonly string[]) =>
  words.map((one) => `<${tag}><p>${one}</p></${tag}>`).join("");
const tableOf = (...rows: readonly (readonly string[])[]) =>
  `<table><tbody>${rows.map((row, at) => `<tr>${cells(at === 0 ? "th" : "td", row)}</tr>`).join("")}</tbody></table>`;
const HIDDEN = "What nobody sees while it is closed.";

let stack: Stack;
let browser: Browser;
let ada: Person;
let reader: Person;
let id: string;

/** The text as it is at the beginning of each test. */
async function begin(): Promise<void> {
  await ada.editor.evaluate(
    (element, html) => {
      const { editor } = element as unknown as { editor: { commands: { setContent(html: string): void } } };
      editor.commands.setContent(html);
    },
    `${tableOf(...WORDS)}<p>-</p>${tableOf(LONG.slice(0, 5), LONG.slice(0, 5))}<p>-</p>${tableOf(LONG, LONG)}<p>-</p>${tableOf(["1", "2"], ["א", "ב"])}
     <div data-type="toggle"><p>Why</p><p>${HIDDEN}</p></div><p>The end.</p>`,
  );
  await ada.saved();
}

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  ada = await arrive(browser, "Ada Vance", { hue: 3 });
  id = await ada.createDocument(stack.url);
  await ada.toText();
  await begin();
  await ada.letIn("view");
  reader = await arrive(browser, "Ines Duarte", { hue: 9 });
  await reader.page.goto(ada.page.url());
  await reader.page.getByText("The end.").waitFor();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

const table = (page: Page, nth = 0) => page.locator("table").nth(nth);
const cell = (page: Page, words: string) => table(page).getByText(words, { exact: true });

/** What stands in each row, from the left of the screen to the right. */
const seen = (page: Page, nth = 0): Promise<string[][]> =>
  table(page, nth).evaluate((element) =>
    [...(element as HTMLTableElement).rows].map((row) =>
      [...row.cells]
        .map((one) => ({ words: one.textContent ?? "", left: one.getBoundingClientRect().left }))
        .sort((a, b) => a.left - b.left)
        .map(({ words }) => words),
    ),
  );
const AS_READ = WORDS.map((row) => row.toReversed());

/** The text of the block that the caret is in. */
const caretIn = (page: Page) =>
  page.locator(".ProseMirror").evaluate((element) => {
    type State = { selection: { $head: { parent: { textContent: string } } } };
    return (element as unknown as { editor: { state: State } }).editor.state.selection.$head.parent
      .textContent;
  });

async function choose(item: string): Promise<void> {
  await ada.page.getByRole("button", { name: en.editor.tableMenu, exact: true }).click();
  const named = { name: item, exact: true };
  await ada.page.getByRole("menuitem", named).or(ada.page.getByRole("menuitemcheckbox", named)).click();
}

describe("a table of Hebrew", () => {
  it("has its first column at the right, for who writes and who reads, and is not written to for that", async () => {
    for (const { page } of [ada, reader]) expect(await seen(page)).toEqual(AS_READ);
    // Its first row has no letters: the first letter of the table decides.
    for (const { page } of [ada, reader])
      expect(await seen(page, 3)).toEqual([
        ["2", "1"],
        ["ב", "א"],
      ]);
    const numbers = ada.page.locator("td", { hasText: "12" });
    expect(await numbers.evaluate((one) => getComputedStyle(one).textAlign)).toBe("right");
    expect(JSON.stringify(await ada.json())).not.toMatch(/rtl|auto/);
  });

  it("gets a column at the side that the menu names, and moves one to the side that it names", async () => {
    await cell(ada.page, "תפקיד").click();
    await choose(en.editor.columnLeft);
    expect((await seen(ada.page))[0]).toEqual(["יום", "", "תפקיד", "שם"]);
    await cell(ada.page, "תפקיד").click();
    await choose(en.editor.columnRight);
    expect((await seen(ada.page))[0]).toEqual(["יום", "", "תפקיד", "", "שם"]);
    await begin();
    await cell(ada.page, "שם").click();
    await choose(blockWords.actions.moves.left);
    expect((await seen(ada.page))[0]).toEqual(["יום", "שם", "תפקיד"]);
    await choose(blockWords.actions.moves.right);
    expect(await seen(ada.page)).toEqual(AS_READ);
  });

  it("writes down where a cell stands only where that is not where it stands anyway", async () => {
    await begin();
    await cell(ada.page, "מינה").click();
    const { left, right } = blockWords.actions.cells;
    await choose(left);
    const mina = ada.page.locator("td", { hasText: "מינה" });
    expect(await mina.evaluate((one) => getComputedStyle(one).textAlign)).toBe("left");
    await choose(right);
    expect(await mina.getAttribute("style")).toBe(null);
    expect(JSON.stringify(await ada.json())).not.toContain('"align":"right"');
  });

  it("is walked through as it looks: by arrows, by arrows that select, by Tab", async () => {
    await begin();
    const { keyboard } = ada.page;
    await cell(ada.page, "מינה").click();
    await keyboard.press("End");
    await keyboard.press("ArrowLeft");
    await expect.poll(() => caretIn(ada.page)).toBe("One");
    await keyboard.press("Home");
    await keyboard.press("ArrowLeft");
    await expect.poll(() => caretIn(ada.page)).toBe("12");
    await cell(ada.page, "One").click();
    await keyboard.press("End");
    await keyboard.press("ArrowRight");
    await expect.poll(() => caretIn(ada.page)).toBe("מינה");
    await keyboard.press("Tab");
    await expect.poll(() => caretIn(ada.page)).toBe("One");
    await cell(ada.page, "מינה").click();
    await keyboard.press("End");
    await keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => ada.page.locator(".selectedCell").allTextContents()).toEqual(["מינה", "One"]);
    await keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => ada.page.locator(".selectedCell").count()).toBe(3);
    await keyboard.press("Shift+ArrowRight");
    await expect.poll(() => ada.page.locator(".selectedCell").count()).toBe(2);
  });

  it("gets a column wider by pulling its line to the left, and nothing by a press that pulls nowhere", async () => {
    await begin();
    const { page } = ada;
    const first = page.locator("th", { hasText: "שם" });
    const before = await first.boundingBox();
    if (before === null) throw new Error("no cell");
    const json = await ada.json();
    const [x, y] = [before.x + 1, before.y + before.height / 2];
    await page.mouse.move(x, y, { steps: 3 });
    await page.locator(".column-resize-handle").first().waitFor();
    const line = await page.locator(".column-resize-handle").first().boundingBox();
    expect(Math.abs((line?.x ?? 0) - before.x)).toBeLessThan(3);
    await page.mouse.down();
    await page.mouse.up();
    expect(await ada.json()).toEqual(json);
    await page.mouse.down();
    await page.mouse.move(x - 30, y, { steps: 3 });
    await page.mouse.move(x - 60, y, { steps: 3 });
    await page.mouse.up();
    const width = Math.round(before.width) + 60;
    await expect.poll(async () => Math.round((await first.boundingBox())?.width ?? 0)).toBe(width);
    expect(JSON.stringify(await ada.json())).toContain(`"colwidth":[${width}]`);
    const read = reader.page.locator("th", { hasText: "שם" });
    await expect.poll(async () => Math.round((await read.boundingBox())?.width ?? 0), PATIENCE).toBe(width);
  });

  it("begins at the right on paper, and in the page that is exported", async () => {
    await begin();
    const runs = readPdf(await ada.page.pdf({ tagged: true })).pages.flatMap((page) => page.runs);
    const x = (words: string) => runs.find(({ text }) => text.includes(words))?.x ?? Number.NaN;
    expect(x("12")).toBeLessThan(x("One"));
    const html = await (await ada.context.request.get(`${stack.url}/api/docs/${id}/export?as=html`)).text();
    const alone = await ada.context.newPage();
    await alone.setContent(html);
    expect(await seen(alone)).toEqual(AS_READ);
    await alone.close();
  });
});

describe("columns", () => {
  it("break no word on a desk: one with a longer word is wider, and where all are the table scrolls", async () => {
    for (const { page } of [ada, reader]) {
      for (const [nth, columns] of [
        [1, 5],
        [2, 6],
      ] as const) {
        const wide = table(page, nth);
        const lines = await wide.locator("td > p").evaluateAll((all) =>
          all.map((p) => {
            const range = document.createRange();
            range.selectNodeContents(p);
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
          }),
        );
        expect(lines).toEqual(Array(columns).fill(1));
      }
      const frame = page.locator(".tableWrapper").nth(2);
      expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  });

  it("are pulled by a finger, at the grips that come with the caret, to the side that they are at", async () => {
    const phone = await arrive(browser, "Tomas", { hue: 5, ...ANDROID });
    const { page } = phone;
    await phone.open(await ada.share("edit"));
    const first = page.locator("th", { hasText: "שם" });
    expect(await page.locator(".column-grip:visible").count()).toBe(0);
    await first.tap();
    await page.locator(".column-grip").first().waitFor();
    expect(await page.locator(".column-grip").count()).toBe(3);
    const before = await first.boundingBox();
    const grip = await page.locator(".column-grip").first().boundingBox();
    if (before === null || grip === null) throw new Error("no cell");
    expect(Math.abs(grip.x + grip.width / 2 - before.x)).toBeLessThan(grip.width);
    const touch = await page.context().newCDPSession(page);
    const at = (x: number) => [{ x, y: grip.y + grip.height / 2 }];
    const from = grip.x + grip.width / 2;
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(from) });
    for (const step of [-10, -20, -30])
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(from + step) });
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    const width = Math.round(before.width) + 30;
    await expect
      .poll(async () => JSON.stringify(await ada.json()), PATIENCE)
      .toContain(`"colwidth":[${width}]`);
    expect(await first.evaluate((one) => Math.round(one.getBoundingClientRect().width))).toBe(width);
    expect(phone.errors).toEqual([]);
    await phone.leave();
  });
});

describe("the exported page", () => {
  it("scrolls a wide table by itself, also on a phone, and prints what a closed toggle holds", async () => {
    await begin();
    const html = await (await ada.context.request.get(`${stack.url}/api/docs/${id}/export?as=html`)).text();
    for (const options of [{}, ANDROID]) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.setContent(html);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      const frame = page.locator(".table").nth(2);
      expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
      await page.locator("summary").click();
      expect(await page.getByText(HIDDEN).isVisible()).toBe(false);
      const { pages } = readPdf(await page.pdf({ format: "A4", tagged: true }));
      expect(pages.map(({ text }) => text).join("\n")).toContain(HIDDEN);
      for (const { runs } of pages)
        for (const { text, x } of runs) expect([text, x > 0 && x < 590]).toEqual([text, true]);
      await context.close();
    }
    expect([...ada.errors, ...reader.errors]).toEqual([]);
  });
});
