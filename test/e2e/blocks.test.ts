// Blocks and marks in a real browser, as two people use them: what is loaded only when it is needed, what needs
// a layout (tables, toggles, the lists under the caret), and that the other one sees the same.

import type { Browser, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockWords } from "../../app/_words/blocks.ts";
import { en } from "../../app/_words/en.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;
const asked: Request[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([
    arrive(browser, "Ada Berg", { hue: 3 }),
    arrive(browser, "Ben Okafor", { hue: 7 }),
  ]);
  ada.page.on("request", (request) => asked.push(request));
  await ada.createDocument(stack.url);
  await ada.type("Blocks");
  await ada.toText();
  await ada.saved();
  await ben.open(await ada.share());
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

const same = async () => {
  await expect
    .poll(async () => JSON.stringify(await ben.json()), PATIENCE)
    .toBe(JSON.stringify(await ada.json()));
};

/** A new paragraph at the end, by the room under the text. */
async function atEnd(person: Person): Promise<void> {
  await person.page.keyboard.press("Escape");
  await person.editor.evaluate((element) => {
    const { editor } = element as unknown as {
      editor: { state: { doc: { content: { size: number } } }; chain(): Chain };
    };
    interface Chain {
      insertContentAt(at: number, node: unknown): Chain;
      focus(at: string): Chain;
      run(): boolean;
    }
    editor.chain().insertContentAt(editor.state.doc.content.size, { type: "paragraph" }).focus("end").run();
  });
  // The focus comes with the next frame.
  await person.page.waitForFunction(() => document.activeElement?.classList.contains("prose"));
}

describe("what is loaded", () => {
  it("is neither the highlighter nor formulas nor the names of emoji, until somebody needs them", async () => {
    const scripts = () => asked.filter((one) => one.resourceType() === "script").length;
    const before = scripts();
    await ada.type("```js ");
    await ada.type("const tide = 1;");
    await ada.editor.locator(".hljs-keyword").waitFor();
    const withColors = scripts();
    expect(withColors).toBeGreaterThan(before);
    await atEnd(ada);
    await ada.type("so $x^2$ it is");
    await ada.editor.locator(".katex").waitFor();
    expect(scripts()).toBeGreaterThan(withColors);
    await ada.type(" :tada: and :sailb");
    await ada.page.locator(".choices [role=option]").first().waitFor();
    await ada.page.keyboard.press("Enter");
    await expect.poll(() => ada.text(), PATIENCE).toMatch(/it is 🎉 and ⛵/);
  });

  it("comes from this server alone, fonts of formulas too", async () => {
    await ada.page.evaluate(() => document.fonts.ready);
    await expect.poll(() => asked.some((one) => /KaTeX_.*\.woff2/.test(one.url())), PATIENCE).toBe(true);
    const origin = new URL(stack.url).host;
    for (const one of asked) {
      if (!/^(data|blob):/.test(one.url())) expect(new URL(one.url()).host).toBe(origin);
    }
    expect(ada.errors).toEqual([]);
  });

  it("shows the other one the same", async () => {
    await ben.editor.locator(".hljs-keyword").waitFor();
    await ben.editor.locator(".katex").first().waitFor();
    await same();
  });
});

describe("formulas", () => {
  it("are edited where they stand, say what is wrong, and go back to the text", async () => {
    await ada.editor.locator('span[data-type="math"] .math-picture').click();
    const source = ada.page.getByRole("textbox", { name: blockWords.mathSource });
    await source.fill("\\frac{a");
    await expect
      .poll(() => ada.editor.locator(".math-wrong").first().textContent(), PATIENCE)
      .toContain("not a formula");
    await source.fill("\\frac{a}{b}");
    await ada.page.keyboard.press("Enter");
    await source.waitFor({ state: "detached" });
    await ada.type("!");
    await expect.poll(() => ben.editor.locator(".mfrac").count(), PATIENCE).toBe(1);
    expect(await ada.text()).toContain("! it is");
  });

  it("as blocks show their source while the caret is in it, by mouse and by arrow keys", async () => {
    await atEnd(ada);
    await ada.type("$$ e=mc^2");
    const block = ada.editor.locator(".math-block");
    await block.locator(".katex").waitFor();
    expect(await block.locator("pre").evaluate((pre) => getComputedStyle(pre).opacity)).toBe("1");
    await ada.page.keyboard.press("ControlOrMeta+Enter");
    await ada.type("below");
    await expect
      .poll(() => block.locator("pre").evaluate((pre) => getComputedStyle(pre).opacity), PATIENCE)
      .toBe("0");
    await ada.page.keyboard.press("ArrowUp");
    await expect
      .poll(() => block.locator("pre").evaluate((pre) => getComputedStyle(pre).opacity), PATIENCE)
      .toBe("1");
    await same();
  });
});

describe("toggles", () => {
  it("open for each reader alone", async () => {
    await atEnd(ada);
    await ada.editor.evaluate((element) => {
      const { editor } = element as unknown as {
        editor: { commands: { insertContent(node: unknown): void } };
      };
      const line = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
      editor.commands.insertContent({ type: "toggle", content: [line("The line"), line("The secret")] });
    });
    const secret = (person: Person) => person.editor.getByText("The secret");
    await ben.editor.getByText("The line").waitFor();
    expect(await secret(ben).isVisible()).toBe(false);
    await ben.page.getByRole("button", { name: blockWords.toggleOpen }).click();
    await secret(ben).waitFor({ state: "visible" });
    await ada.editor.getByText("The line").click();
    const mark = ada.editor.locator(".toggle-mark");
    if ((await mark.getAttribute("aria-expanded")) === "true") await mark.click();
    expect(await secret(ada).isVisible()).toBe(false);
    expect(await secret(ben).isVisible()).toBe(true);
    await ada.page.emulateMedia({ media: "print" });
    expect(await secret(ada).isVisible()).toBe(true);
    await ada.page.emulateMedia({ media: "screen" });
  });
});

describe("people and days", () => {
  it("are put in from the list: who is here, by a few letters, and today", async () => {
    await atEnd(ada);
    await ada.type("ask @oka");
    const list = ada.page.getByRole("listbox", { name: blockWords.suggestPeople });
    await list.getByRole("option", { name: /Ben Okafor/ }).waitFor();
    expect(await ada.editor.getAttribute("aria-activedescendant")).not.toBeNull();
    await ada.page.keyboard.press("Enter");
    await ada.type("by @tod");
    await list.getByRole("option", { name: /Today/ }).waitFor();
    await ada.page.keyboard.press("Tab");
    await list.waitFor({ state: "detached" });
    await expect
      .poll(() => ben.editor.locator('[data-type="mention"]').textContent(), PATIENCE)
      .toBe("@Ben Okafor");
    expect(await ben.editor.locator("time").getAttribute("datetime")).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it("Escape leaves what was typed, and the caret in the text", async () => {
    await ada.type("mail@example.org @no");
    await ada.type("body");
    await ada.page.keyboard.press("Escape");
    await expect.poll(() => ada.text(), PATIENCE).toContain("mail@example.org @nobody");
  });
});

describe("links", () => {
  it("are made by pasting an address over words, and become a card", async () => {
    await atEnd(ada);
    await ada.type("tide tables");
    await ada.page.keyboard.press("ControlOrMeta+Shift+ArrowLeft");
    await ada.page.evaluate(() => navigator.clipboard.writeText("https://example.org/tide"));
    await ada.page.keyboard.press("ControlOrMeta+v");
    await ada.editor.locator('a[href="https://example.org/tide"]', { hasText: "tables" }).waitFor();
    await ada.page.keyboard.press("ArrowLeft");
    await ada.editor.locator('a[href="https://example.org/tide"]').click();
    await ada.page.getByRole("button", { name: blockWords.actions.linkToCard }).click();
    const card = ben.editor.locator('[data-type="bookmark"] a');
    await card.waitFor();
    expect(await card.getAttribute("href")).toBe("https://example.org/tide");
    expect(await card.textContent()).toBe("tablesexample.org");
  });
});

describe("tables", () => {
  it("come from a spreadsheet, are no wider than the text, and sort", async () => {
    await atEnd(ada);
    await ada.page.evaluate(() => navigator.clipboard.writeText("Boat\tSeats\nIda\t12\nAda\t4"));
    await ada.page.keyboard.press("ControlOrMeta+v");
    const table = ada.editor.locator("table");
    await table.waitFor();
    const width = async (selector: string) =>
      (await ada.editor.locator(selector).first().boundingBox())?.width ?? 0;
    expect(await width("table")).toBeLessThanOrEqual((await width("p")) + 1);
    await table.getByText("Seats").click();
    const tool = ada.page.getByRole("button", { name: en.editor.tableMenu, exact: true });
    const choose = async (role: "menuitem" | "menuitemcheckbox", name: string) => {
      await tool.click();
      await ada.page.getByRole(role, { name }).click();
      await ada.page.getByRole("menu").waitFor({ state: "detached" });
    };
    await choose("menuitem", en.editor.headerRow);
    await choose("menuitem", blockWords.actions.sorts.up);
    await expect
      .poll(() => table.locator("tr").allTextContents(), PATIENCE)
      .toEqual(["BoatSeats", "Ada4", "Ida12"]);
    await choose("menuitemcheckbox", blockWords.actions.cells.right);
    await expect
      .poll(
        () =>
          ben.editor
            .locator("th")
            .last()
            .evaluate((cell) => getComputedStyle(cell).textAlign),
        PATIENCE,
      )
      .toBe("right");
    await same();
  });

  it("are resized by their lines, and then scroll inside themselves", async () => {
    const head = ada.editor.locator("th").first();
    const box = await head.boundingBox();
    if (box === null) throw new Error("The table is on the screen");
    await ada.page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    await ada.page.mouse.move(box.x + box.width - 1, box.y + box.height / 2);
    await ada.page.mouse.down();
    await ada.page.mouse.move(box.x + box.width + 60, box.y + box.height / 2, { steps: 4 });
    await ada.page.mouse.up();
    await expect
      .poll(async () => ((await head.boundingBox())?.width ?? 0) - box.width, PATIENCE)
      .toBeGreaterThan(40);
    await ada.page.setViewportSize({ width: 390, height: 800 });
    const beyond = () => ada.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await beyond()).toBeLessThanOrEqual(0);
    await ada.page.setViewportSize({ width: 320, height: 800 });
    expect(await beyond()).toBeLessThanOrEqual(0);
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await same();
  });
});

describe("the list of contents", () => {
  it("follows the headings of both, and leads to them", async () => {
    await ada.editor.evaluate((element) => {
      const { editor } = element as unknown as {
        editor: { commands: { insertContentAt(at: number, node: unknown): void } };
      };
      editor.commands.insertContentAt(0, { type: "toc" });
    });
    await atEnd(ben);
    await ben.type("## The far end");
    const entry = ada.editor.locator('nav[data-type="toc"]').getByRole("button", { name: "The far end" });
    await entry.click();
    await expect
      .poll(
        () =>
          ada.editor
            .locator("h3", { hasText: "The far end" })
            .evaluate((h) => h.getBoundingClientRect().top < window.innerHeight),
        PATIENCE,
      )
      .toBe(true);
    await ada.type("Here: ");
    await expect.poll(() => ben.text(), PATIENCE).toContain("Here: The far end");
  });
});

describe("code", () => {
  it("is copied by its button, and left by keyboard", async () => {
    await ada.editor.locator(".code-copy").click();
    await ada.editor.getByText(blockWords.codeCopied).waitFor();
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe("const tide = 1;");
    await ada.editor.locator(".code-block code").click();
    await ada.page.keyboard.press("End");
    await ada.page.keyboard.press("Tab");
    await expect
      .poll(() => ada.editor.locator(".code-block code").textContent(), PATIENCE)
      .toBe("const tide = 1;  ");
    await ada.page.keyboard.press("Escape");
    const inTools = () =>
      ada.page.evaluate(() => document.activeElement?.closest('[role="toolbar"]') !== null);
    await expect.poll(inTools, PATIENCE).toBe(true);
    await ada.page.keyboard.press("Tab");
    await expect.poll(inTools, PATIENCE).toBe(false);
  });

  it("has its language by the list, for both", async () => {
    await ada.page.getByRole("combobox", { name: blockWords.codeLanguage }).selectOption("rust");
    await expect.poll(() => ben.editor.locator("code.language-rust").count(), PATIENCE).toBe(1);
  });
});

describe("a text that has such blocks", () => {
  it("has them whole in the moment in which it can be written in", async () => {
    await ben.page.addInitScript(() => {
      const { mark } = performance;
      performance.mark = (name, options) => {
        const parts = [
          "nav li",
          ".toggle-mark",
          "span .math-picture",
          ".math-block",
          ".bookmark-host",
          "time",
        ];
        const text = document.querySelector(".prose[role=textbox]");
        if (name === "concord-can-write")
          Object.assign(window, {
            lackingAtFirst: parts.filter((part) => text?.querySelector(part) === null),
          });
        return mark.call(performance, name, options);
      };
    });
    await ben.page.reload();
    await ben.editor.waitFor();
    const lacking = () =>
      ben.page.evaluate(() => (window as { lackingAtFirst?: readonly string[] }).lackingAtFirst);
    await expect.poll(lacking, PATIENCE).toEqual([]);
    await same();
  });
});

describe("afterwards", () => {
  it("nothing went wrong in either page, and both hold the same", async () => {
    await same();
    expect([ada.errors, ben.errors]).toEqual([[], []]);
  });
});
