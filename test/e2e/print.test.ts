// What comes out of the printer, with an editor on the screen and without: read from the PDF that Chromium makes.
// On paper stands the document and nothing else, dark on white whatever the screen is, with nothing cut and nothing
// folded away.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Pdf, readPdf } from "../support/pdf.ts";
import { arrive, type Person } from "../support/person.ts";
import { HIDDEN, LINES, PICTURE, ROWS, WIDE, writePrintable } from "../support/printable.ts";
import { type Stack, startStack } from "../support/stack.ts";

/** Points: a page of A4, and what print.css leaves free on its left and right. */
const PAGE = { width: 595, height: 842 };
const MARGIN = 68;
const COLUMN = PAGE.width - 2 * MARGIN;

let stack: Stack;
let browser: Browser;

/** Who writes, and who only reads; both sit in the dark. */
const printed: { writer?: Pdf; reader?: Pdf } = {};
/** Every word that may stand on the paper, without spaces. */
let words = "";

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const writer = await arrive(browser, "Mina Okafor", { hue: 7, colorScheme: "dark" });
  const id = await writer.createDocument(stack.url);
  await writer.type("The reading room");
  await writer.toText();
  await writePrintable(writer, id);
  await writer.letIn("view");
  await writer.page.locator(".math-block .katex").waitFor();
  const reader = await arrive(browser, "Ines Duarte", { hue: 9, colorScheme: "dark" });
  await reader.page.goto(writer.page.url());
  await reader.page.locator("pre.is-drawn .katex-html").waitFor();
  await reader.page.getByText("The end of the document.").waitFor();
  // What is closed on the screen is what the paper has to open.
  for (const { page } of [writer, reader]) expect(await page.getByText(HIDDEN).isVisible()).toBe(false);
  // A formula is drawn on lines of its own; its letters are no text.
  words = squeeze(`The reading room ${await textOf(reader)} Inline and a block: E=mc2 b a`);
  printed.writer = await print(writer);
  printed.reader = await print(reader);
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

async function print({ page }: Person): Promise<Pdf> {
  // Nothing of the screen is waited for but that it shows other people, as it does all the time.
  await page.locator("header").getByRole("button").first().waitFor();
  return readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true }));
}

const textOf = ({ shown }: Person) => shown.evaluate((element) => element.textContent ?? "");
const squeeze = (text: string) => text.replace(/[\s\u200b]+/g, "");
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

describe.each(["writer", "reader"] as const)("what a %s prints", (who) => {
  const pdf = () => {
    const made = printed[who];
    if (made === undefined) throw new Error("Nothing was printed.");
    return made;
  };
  const texts = () => pdf().pages.map(({ text }) => text);
  const whole = () => texts().join("\n");
  const pagesOf = (part: string) => texts().flatMap((text, at) => (text.includes(part) ? [at] : []));

  it("is the document and nothing else, from its title to its last word", () => {
    const addresses = ["https://example.org/plan", "https://example.org/card"];
    const others = pdf()
      .pages.flatMap(({ text }) => text.split("\n"))
      .map((line) =>
        squeeze(addresses.reduce((rest, one) => rest.replace(` (${one})`, "").replace(one, ""), line)),
      )
      .filter((line) => !words.includes(line) && !/^Shelf\d+beginIt|^ShelfWhat/.test(line));
    expect(others).toEqual([]);
    expect(texts()[0]).toMatch(/^The reading room\n/);
    expect(texts().at(-1)).toMatch(/\nThe end of the document\.$/);
  });

  it("is dark on white", () => {
    for (const { runs, fills } of pdf().pages) {
      expect(Math.max(...runs.map(({ light }) => light))).toBeLessThan(0.5);
      const large = fills.filter(({ width, height }) => width > 100 && height > 20);
      for (const { light } of large) expect(light).toBeGreaterThan(0.9);
    }
  });

  it("keeps within the margins of its pages", () => {
    for (const { runs } of pdf().pages) {
      for (const { text, x, y } of runs) {
        expect([text, x >= MARGIN - 1, x < PAGE.width - MARGIN, y > 60, y < PAGE.height - 60]).toEqual([
          text,
          ...[true, true, true, true],
        ]);
      }
    }
  });

  it("has every row of a table in one piece, and its head on each page of it", () => {
    for (let n = 0; n < ROWS; n++) {
      const [page = -1, ...more] = pagesOf(`Shelf ${n} begin`);
      expect([n, more]).toEqual([n, []]);
      expect(pagesOf(`stop ${n}`)).toContain(page);
      expect([n, count(texts()[page] ?? "", new RegExp(`the year ${n}\\.`))]).toEqual([n, 2]);
    }
    const pages = pagesOf(" begin");
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(count(texts()[page] ?? "", "What it holds")).toBe(1);
    // Nothing is painted over the lines between its rows: on white paper a cell has no ground of its own.
    const cells = pages.flatMap((page) => pdf().pages[page]?.fills ?? []).filter(({ height }) => height > 20);
    expect(cells.filter(({ width }) => width < COLUMN * 0.9)).toEqual([]);
  });

  it("has every line of long code, to its end", () => {
    for (let n = 0; n < LINES; n++) expect([n, count(whole(), `const line${n} = `)]).toEqual([n, 1]);
    expect(count(whole(), "long ")).toBe(Math.ceil(LINES / 9) * 30);
  });

  it("begins a page where a page break is", () => {
    expect(texts().at(-1)).toMatch(/^On a new page\n/);
    expect(texts().at(-2)).toMatch(/\nThe last of a page\.$/);
  });

  it("has its picture, no wider than the column", () => {
    const [picture, ...more] = pdf().pages.flatMap(({ pictures }) => pictures);
    expect(more).toEqual([]);
    expect(picture?.width).toBeGreaterThan(COLUMN * 0.9);
    expect(picture?.width).toBeLessThan(COLUMN + 2);
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).toBeCloseTo(PICTURE.width / PICTURE.height, 1);
  });

  it("says where its links lead, each once, and they can be followed", () => {
    expect(whole()).toContain("the drawings (https://example.org/plan)");
    expect(whole()).toContain("https://example.org/card");
    expect(count(squeeze(whole()), WIDE)).toBe(1);
    expect(new Set(pdf().links)).toEqual(
      new Set(["https://example.org/plan", "mailto:desk@example.org", WIDE, "https://example.org/card"]),
    );
  });

  it("has boxes that are checked or not, callouts, what is folded away, and formulas", () => {
    expect(pdf().boxes.map(({ checked }) => checked)).toEqual([true, false]);
    expect(whole()).toContain("Mind the step.");
    expect(whole()).toContain(HIDDEN);
    expect(squeeze(whole())).toContain("E=mc");
    // No source of a formula beside it.
    expect(whole()).not.toMatch(/frac|mc\^2/);
  });
});
