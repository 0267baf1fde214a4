// Text that comes from elsewhere and goes elsewhere: pasted from Google Docs and as Markdown, exported, opened
// by itself, dropped on the home page, and the same again.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en } from "../../app/_words/en.ts";
import { porting } from "../../app/_words/porting.ts";
import { portingSigns } from "../../app/_words/porting-signs.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  ada = await arrive(browser, "Ada", { acceptDownloads: true });
});
afterAll(async () => {
  await ada?.leave();
  await browser?.close();
  await stack?.close();
});

const paste = async (page: Page, text: string, html?: string) => {
  await page.evaluate(
    async ([plain, rich]) => {
      const of = (content: string, type: string) => new Blob([content], { type });
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/plain": of(plain, "text/plain"),
          ...(rich === undefined ? {} : { "text/html": of(rich, "text/html") }),
        }),
      ]);
    },
    [text, html] as const,
  );
  await page.keyboard.press("ControlOrMeta+v");
};

const exported = async (page: Page, kind: keyof typeof porting.export.kinds) => {
  await page.getByRole("button", { name: en.document.more }).click();
  await page.getByRole("menuitem", { name: portingSigns.export }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: porting.export.kinds[kind].name }).click(),
  ]);
  await page.getByText(porting.export.done(file.suggestedFilename())).waitFor();
  await page.keyboard.press("Escape");
  return { name: file.suggestedFilename(), path: await file.path() };
};

describe("text from elsewhere", () => {
  it("is pasted as it was meant, goes out as files, and comes back the same", async () => {
    const { page } = ada;
    await ada.createDocument(stack.url);
    await ada.type("Trip");
    await ada.toText();
    const docs = await readFile(join(import.meta.dirname, "../paste/fixtures/google-docs.clip"), "utf8");
    await paste(page, "Trip plan", docs);
    await ada.editor.locator("ul ul li", { hasText: "Tent" }).waitFor();
    expect(await ada.editor.locator("strong").allInnerTexts()).toEqual(["really"]);
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Enter");

    const markdown = "## Later\n\n1. **swim** *far*\n2. `sleep`";
    await page.evaluate(() => {
      const { editor } = document.querySelector(".prose") as unknown as {
        editor: {
          commands: { insertContentAt(at: number, of: object): void; focus(at: string): void };
          state: { doc: { content: { size: number } } };
        };
      };
      editor.commands.insertContentAt(editor.state.doc.content.size, { type: "paragraph" });
      editor.commands.focus("end");
    });
    await paste(page, markdown);
    await ada.editor.locator("h2", { hasText: "Later" }).waitFor();
    await page.keyboard.press("ControlOrMeta+z");
    await ada.editor.getByText("## Later").waitFor();
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await ada.editor.locator("ol strong", { hasText: "swim" }).waitFor();
    await ada.saved();

    const before = await ada.json();
    const md = await exported(page, "md");
    expect(md.name).toBe("trip.md");
    const text = await readFile(md.path, "utf8");
    expect(text).toMatch(/^# Trip\n/);
    expect(text).toContain("1. **swim** *far*");

    const html = await exported(page, "html");
    const alone = await ada.context.newPage();
    const asked: string[] = [];
    alone.on("request", (one) => asked.push(one.url()));
    const file = join(await import("node:os").then((os) => os.tmpdir()), `concord-${process.pid}.html`);
    await import("node:fs/promises").then((fs) => fs.copyFile(html.path, file));
    await alone.goto(pathToFileURL(file).href);
    await alone.getByRole("heading", { name: "Later" }).waitFor();
    expect(asked).toHaveLength(1);
    await alone.close();

    await page.goto(stack.url);
    await page.getByRole("button", { name: portingSigns.import }).waitFor();
    await drop(page, "trip.md", text);
    await page.waitForURL(/\/d\//);
    await ada.editor.locator("h2", { hasText: "Later" }).waitFor();
    await expect.poll(() => ada.title.inputValue()).toBe("Trip");
    await expect.poll(() => ada.json()).toEqual(before);
    expect(ada.errors).toEqual([]);
  });

  it("says what could not be kept, and why a file is none", async () => {
    const { page } = ada;
    await page.goto(stack.url);
    await page.getByRole("button", { name: portingSigns.import }).waitFor();
    await drop(page, "cat.md", "![A cat](https://example.org/cat.png)");
    const dialog = page.getByRole("dialog", { name: porting.import.title });
    await dialog.getByText(porting.lost.pictures(1)).waitFor();
    await page.keyboard.press("Escape");
    await drop(page, "cat.exe", "MZ");
    await dialog.getByText(porting.import.wrongKind).waitFor();
  });
});

/** A file let go over the page. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const held = await page.evaluateHandle(
    ([called, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], called));
      return data;
    },
    [name, text] as const,
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer: held });
  await page.getByText(portingSigns.drop).waitFor();
  await page.dispatchEvent("body", "drop", { dataTransfer: held });
}
