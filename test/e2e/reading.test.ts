// The first screen: somebody opens a document to read it, with JavaScript and without; somebody opens it to
// write, on a slow line. The text is there at once, nothing moves, no key is lost, nobody gets what is not
// theirs, and who only reads loads no editor.

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en } from "../../app/_words/en.ts";
import { reading as words } from "../../app/_words/reading.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };
const NASTY = "</script><script>document.title='hacked'</script>";
const TEXT = {
  text: "",
  words: 0,
  counts: {} as never,
  html: `<p>We open again on <strong>4 May</strong>.</p><h2>What is decided</h2>
    <ul data-type="taskList"><li data-type="taskItem" data-checked="true"><p>The long table stays.</p></li></ul>
    <table><tbody><tr><th><p>What</p></th><th><p>Who</p></th></tr><tr><td><p>Lamps</p></td><td><p></p></td></tr></tbody></table>
    <pre><code>GET /books</code></pre><p>${NASTY.replaceAll("<", "&lt;")}</p><h2>The last line</h2>`,
};

let stack: Stack;
let browser: Browser;
let owner: Person;
let id: string;
let address: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  owner = await arrive(browser, "Mina Okafor", { hue: 7 });
  id = await owner.createDocument(stack.url);
  await owner.type("The reading room");
  await owner.toText();
  await owner.paste(TEXT);
  await owner.saved();
  address = `${stack.url}/d/${id}`;
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

/** What the share dialog does, without its clicks. */
async function set(rules: object, doc = id): Promise<void> {
  const status = await owner.page.evaluate(
    async ([path, body]) =>
      (await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body })).status,
    [`/api/docs/${doc}/sharing/set`, JSON.stringify(rules)] as const,
  );
  expect(status).toBe(200);
}

async function withoutScript(look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ ...options, javaScriptEnabled: false });
  context.setDefaultTimeout(30_000);
  try {
    await look(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Answers with scripts of the editor wait until they are let through; whether there were any is told. */
async function holdEditor(person: Person) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = false;
  await person.page.route(/\.js(\?|$)/, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("ProseMirror")) {
      asked = true;
      await released;
    }
    await route.fulfill({ response });
  });
  return { release, asked: () => asked };
}

/** Layout shifts, and where the first block stood in every frame since there was one. */
async function watchLayout({ context }: Person): Promise<void> {
  await context.addInitScript({
    content: `
      window.shifted = 0;
      window.tops = new Set();
      window.blanks = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
      (function look() {
        const block = document.querySelector(".prose > :first-child");
        if (block) window.tops.add(Math.round(block.getBoundingClientRect().top));
        else if (window.tops.size > 0) window.blanks++;
        requestAnimationFrame(look);
      })();
    `,
  });
}

const layoutOf = ({ page }: Person) =>
  page.evaluate(() => {
    const { shifted, tops, blanks } = window as unknown as {
      shifted: number;
      tops: Set<number>;
      blanks: number;
    };
    return { shifted, tops: [...tops], blanks };
  });

const article = (page: Page) => page.getByRole("article", { name: words.text });

describe("a stranger", () => {
  it("gets no byte of the document, and a page like that of one that never was", async () => {
    await set({ general: "none", findable: true });
    const [real, never] = await Promise.all(
      [id, "0".repeat(21)].map(async (one) => {
        const response = await fetch(`${stack.url}/d/the-reading-room-${one}`);
        return { status: response.status, html: await response.text() };
      }),
    );
    expect(real?.status).toBe(404);
    expect(never?.status).toBe(404);
    for (const secret of ["reading room", "4 May", "Mina"]) expect(real?.html).not.toContain(secret);
    expect(real?.html).toContain("noindex");
  });
});

describe("a reader", () => {
  beforeAll(() => set({ general: "view", findable: false }));

  it("reads without JavaScript", async () => {
    await withoutScript(async (page) => {
      // Somebody has just looked at it while it was written: what is drawn may lag by a moment.
      const titleNow = async () => {
        await page.goto(address);
        return page.title();
      };
      await expect.poll(titleNow, PATIENCE).toBe(`The reading room – ${en.product}`);
      await page.getByRole("heading", { level: 1, name: "The reading room" }).waitFor();
      await page.getByText("We open again on 4 May.").waitFor();
      expect(await page.getByRole("checkbox").isChecked()).toBe(true);
      // What somebody wrote is text in the HTML and in what scripts are given, whatever it looks like.
      await page.getByText(NASTY).waitFor();
      expect(await page.content()).not.toContain(NASTY);
      expect(await page.locator("header button").first().isVisible()).toBe(false);
    });
  });

  it("reads a long document part by part without JavaScript", async () => {
    const long = await owner.page.context().newPage();
    await long.goto(stack.url);
    await long.getByRole("button", { name: en.home.newDocument }).click();
    await long.waitForURL(/\/d\//);
    const editor = long.getByRole("textbox", { name: en.document.bodyLabel, exact: true });
    await editor.waitFor();
    await editor.evaluate((element) => {
      const content = Array.from({ length: 450 }, (_, index) => ({
        type: "paragraph",
        content: [{ type: "text", text: `Line ${index}.` }],
      }));
      (
        element as unknown as { editor: { commands: { setContent(json: object): void } } }
      ).editor.commands.setContent({ type: "doc", content });
    });
    const doc = new URL(long.url()).pathname.slice(-21);
    await set({ general: "view" }, doc);
    await withoutScript(async (page) => {
      // "Saved" is shown for a moment longer than it is so, and what is drawn may lag by another.
      const linesNow = async () => {
        await page.goto(`${stack.url}/d/${doc}`);
        return page.getByText("Line 0.", { exact: true }).count();
      };
      await expect.poll(linesNow, PATIENCE).toBe(1);
      await long.close();
      expect(await page.getByText("Line 449.", { exact: true }).count()).toBe(0);
      await page.getByRole("link", { name: words.more }).click();
      await page.getByText("Line 200.", { exact: true }).waitFor();
      await page.getByRole("link", { name: words.more }).click();
      await page.getByText("Line 449.", { exact: true }).waitFor();
      expect(await page.getByRole("link", { name: words.more }).count()).toBe(0);
      await page.getByRole("link", { name: words.fromStart }).click();
      await page.getByText("Line 0.", { exact: true }).waitFor();
    });
    const reader = await arrive(browser, "Ines", { hue: 9 });
    await reader.page.goto(`${stack.url}/d/${doc}`);
    // With JavaScript the whole of it comes by itself.
    await reader.page.getByText("Line 449.", { exact: true }).waitFor();
    expect(reader.errors).toEqual([]);
    await reader.leave();
  });

  it("loads no editor, follows what others write, sees who is here and is seen", async () => {
    const reader = await arrive(browser, "Ines Duarte", { hue: 9 });
    const editor = await holdEditor(reader);
    await watchLayout(reader);
    await reader.page.goto(address);
    await article(reader.page).getByText("We open again on 4 May.").waitFor();
    await owner.page.getByRole("button", { name: en.document.goTo("Ines Duarte") }).waitFor();
    await owner.caretAtEndOf(0);
    await owner.type(" And on Sundays.");
    await article(reader.page).getByText("We open again on 4 May. And on Sundays.").waitFor();
    // A formula is drawn, and drawn again as it changes.
    await owner.type(" It takes $x^2$");
    await article(reader.page).locator('[data-type="math"].is-drawn .katex-html').waitFor();
    await owner.type(" hours.");
    await article(reader.page).getByText("hours.").waitFor();
    await article(reader.page).locator('[data-type="math"].is-drawn .katex-html').waitFor();
    await owner.page.getByRole("textbox", { name: en.document.titleLabel }).click();
    await owner.page.keyboard.press("End");
    await owner.type(" of 2027");
    await reader.page.getByRole("heading", { level: 1, name: "The reading room of 2027" }).waitFor();
    await expect.poll(() => reader.page.title(), PATIENCE).toContain("of 2027");
    // To where somebody writes, from far below.
    await owner.caretAtEndOf(-1);
    await reader.page.setViewportSize({ width: 1280, height: 300 });
    const lastLine = reader.page.getByRole("heading", { name: "The last line" });
    const goes = async () => {
      // The caret's place comes a moment after the caret.
      await reader.page.getByRole("button", { name: en.document.goTo("Mina Okafor") }).click();
      return lastLine.evaluate(isInWindow);
    };
    await expect.poll(goes, { timeout: 20_000, interval: 500 }).toBe(true);
    // And their caret stands where they write: behind the last letter.
    const distance = async () => {
      const caret = await reader.caretOf("Mina Okafor").boundingBox();
      const end = await lastLine.evaluate((element) => {
        const range = element.ownerDocument.createRange();
        range.selectNodeContents(element);
        const { right, top } = range.getBoundingClientRect();
        return { right, top };
      });
      return Math.max(Math.abs((caret?.x ?? -99) - end.right), Math.abs((caret?.y ?? -99) - end.top));
    };
    await expect.poll(distance, PATIENCE).toBeLessThan(6);
    expect(await reader.page.getByRole("textbox").count()).toBe(0);
    expect(editor.asked()).toBe(false);
    expect(reader.errors).toEqual([]);

    // A role that is raised brings the editor, in the same place.
    editor.release();
    await set({ general: "edit" });
    await reader.editor.waitFor();
    await reader.caretAtEndOf(-1);
    await reader.type(" is mine");
    await expect.poll(() => owner.text(), PATIENCE).toContain("The last line is mine");
    expect((await layoutOf(reader)).blanks).toBe(0);
    expect(reader.errors).toEqual([]);
    await reader.leave();
    await set({ general: "view" });
  });

  it("stays out of search engines until the owner wants it otherwise", async () => {
    const robots = () =>
      fetch(address, { headers: { "user-agent": "Mozilla/5.0 Chrome/140" } })
        .then((response) => response.text())
        .then((html) => {
          const head = html.slice(0, html.indexOf("</head>"));
          return {
            robots: /<meta name="robots" content="([^"]*)"/.exec(head)?.[1],
            description: /<meta name="description" content="([^"]*)"/.exec(head)?.[1],
          };
        });
    expect(await robots()).toEqual({ robots: "noindex, nofollow", description: en.promise });
    await owner.page.getByRole("button", { name: en.sharing.share, exact: true }).click();
    const dialog = owner.page.getByRole("dialog");
    const toggle = dialog.getByRole("switch", { name: words.findable });
    expect(await toggle.isChecked()).toBe(false);
    await toggle.click();
    await expect.poll(() => toggle.isChecked(), PATIENCE).toBe(true);
    await owner.page.keyboard.press("Escape");
    // The switch shows what is wanted at once; the server has it a moment later.
    await expect
      .poll(robots, PATIENCE)
      .toMatchObject({ robots: "index, follow", description: expect.stringContaining("4 May") });
    await set({ general: "none" });
    expect((await robots()).robots).toContain("noindex");
    await set({ general: "view" });
  });
});

describe("a writer on a slow line", () => {
  beforeAll(() => set({ general: "edit" }));

  it.each([
    ["a desk", { viewport: { width: 1280, height: 800 } }],
    ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ])("sees the text at once at %s, and nothing moves when the editor comes", async (_where, options) => {
    const writer = await arrive(browser, "Tomas Lind", {
      hue: 3,
      reducedMotion: "no-preference",
      ...options,
    });
    const editor = await holdEditor(writer);
    await watchLayout(writer);
    await writer.page.goto(address);
    await article(writer.page).getByText("We open again on 4 May.").waitFor();
    await expect.poll(editor.asked, PATIENCE).toBe(true);
    const before = await blocksOf(writer.page);
    editor.release();
    await writer.editor.waitFor();
    await writer.saved();
    expect(await blocksOf(writer.page)).toEqual(before);
    const { shifted, tops, blanks } = await layoutOf(writer);
    expect(shifted).toBeLessThan(0.02);
    expect(blanks).toBe(0);
    // Fonts come a moment after the text, and are a little higher or lower.
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(4);
    expect(writer.errors).toEqual([]);
    await writer.leave();
  });

  it("loses no key that came before the editor, and each lands where it was meant", async () => {
    const writer = await arrive(browser, "Tomas Lind", { hue: 3 });
    const editor = await holdEditor(writer);
    await writer.page.goto(address);
    await expect.poll(editor.asked, PATIENCE).toBe(true);
    const line = article(writer.page).getByRole("heading", { name: "What is decided" });
    const box = await line.locator("xpath=.").boundingBox();
    // Right of its last letter, in its line: there the caret goes to the end of it.
    await writer.page.mouse.click(
      (box?.x ?? 0) + (box?.width ?? 0) - 4,
      (box?.y ?? 0) + (box?.height ?? 0) / 2,
    );
    await writer.page.keyboard.type(" so far", { delay: 4 });
    editor.release();
    await writer.editor.waitFor();
    await writer.page.keyboard.type(" today", { delay: 4 });
    await expect.poll(() => owner.text(), PATIENCE).toContain("What is decided so far today");
    await writer.leave();
  });

  it("keeps the text where the editor does not come, and asks for it again", async () => {
    const writer = await arrive(browser, "Tomas Lind", { hue: 3 });
    let refused = 0;
    await writer.page.route(/\.js(\?|$)/, async (route) => {
      const response = await route.fetch();
      const isEditor = (await response.text()).includes("ProseMirror");
      // Two of its files may come at once: nothing is waited for from here on.
      if (refused === 0 && isEditor) {
        refused++;
        await route.abort();
      } else await route.fulfill({ response });
    });
    await writer.page.goto(address);
    await article(writer.page).getByText("We open again on 4 May.").waitFor();
    await writer.editor.waitFor();
    expect(refused).toBe(1);
    await writer.leave();
  });

  it("goes from the title into the text before there is an editor", async () => {
    const writer = await arrive(browser, "Tomas Lind", { hue: 3 });
    const editor = await holdEditor(writer);
    await writer.page.goto(address);
    await writer.saved();
    await writer.title.click();
    await writer.page.keyboard.press("End");
    await writer.page.keyboard.type("!", { delay: 4 });
    await writer.page.keyboard.press("Enter");
    await writer.page.keyboard.type("News: ", { delay: 4 });
    await writer.page.keyboard.press("Enter");
    editor.release();
    await writer.editor.waitFor();
    await writer.page.keyboard.type("So ", { delay: 4 });
    await expect.poll(() => owner.text(), PATIENCE).toMatch(/^News: \n+So We open again/);
    await expect.poll(() => owner.title.inputValue(), PATIENCE).toMatch(/!$/);
    await writer.leave();
  });
});

const isInWindow = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
};

/** Where every block, line of a list and cell stands. */
const blocksOf = (page: Page) =>
  page.locator(".prose").evaluate(async (prose) => {
    await document.fonts.ready; // They come a moment after the text, and may move it.
    return [...prose.querySelectorAll(":scope > *, li, td, th, p, code")].map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [element.tagName, ...[left, top, width, height].map(Math.round)].join(" ");
    });
  });
