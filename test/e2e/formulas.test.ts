// Formulas for who sees, who listens and who copies, in the editor and where one only reads. What a screen reader
// is told is Chromium's own accessibility tree: each formula is there once, as mathematics, and its TeX is not
// read beside it.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockWords } from "../../app/_words/blocks.ts";
import { en } from "../../app/_words/en.ts";
import { reading as words } from "../../app/_words/reading.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let writer: Person;
let reader: Person;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  writer = await arrive(browser, "Emmy Noether", { hue: 2 });
  await writer.createDocument(stack.url);
  await writer.type("Formulas");
  await writer.toText();
  await writer.type("It takes $\\frac{a}{b}$");
  await writer.type(" hours.");
  await writer.page.keyboard.press("Enter");
  await writer.type("$$ \\sqrt{c}");
  await writer.page.keyboard.press("ControlOrMeta+Enter");
  await writer.type("Not $\\mine$");
  await writer.type(" yet");
  await writer.saved();
  await writer.letIn("view");
  reader = await arrive(browser, "Ines Duarte", { hue: 9 });
  await reader.page.goto(writer.page.url());
  await reader.page.locator("pre.is-drawn .katex-html").waitFor();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

interface Node {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly childIds?: readonly string[];
}

/** What is heard of the text, in order: letters as they are, and what stands around mathematics in brackets. */
async function heard(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const top = nodes.find(
    ({ role, name, ignored }) => !ignored && role?.value !== "StaticText" && isText(name?.value),
  );
  const say = (node: Node | undefined): string => {
    if (node === undefined) return "";
    const role = node.role?.value ?? "";
    if (!node.ignored && role === "StaticText") return node.name?.value ?? "";
    const inner = (node.childIds ?? []).map((id) => say(byId.get(id))).join("");
    if (node.ignored) return inner;
    if (/^(Math|math)/.test(role)) return `[${role.replace(/^MathML(?=.)/, "")} ${inner}]`;
    return role === "group" ? `(${node.name?.value}: ${inner})` : inner;
  };
  expect(top, "the text is in the tree").toBeDefined();
  return say(top);
}

const isText = (name: string | undefined) => name === words.text || name === en.document.bodyLabel;

const FRACTION = "[Math [Row [Row [Fraction [Identifier 𝑎][Identifier 𝑏]]]]]";
const ROOT = "[Math [Row [Row [SquareRoot [Identifier 𝑐]]]]]";

describe("a formula", () => {
  it("is heard once where one only reads, as mathematics; what is none is heard as it was written", async () => {
    expect(await heard(reader.page)).toBe(`It takes ${FRACTION} hours.${ROOT}Not \\mine yet`);
  });

  it("is heard once by who writes: as mathematics, and as its source where the caret is in it", async () => {
    const inBlock = (what: string) =>
      `It takes ${FRACTION} hours.(${blockWords.math}: ${what})Not \\mine yet`;
    await expect.poll(() => heard(writer.page), PATIENCE).toBe(inBlock(ROOT));
    await writer.page.keyboard.press("ArrowUp");
    await expect.poll(() => heard(writer.page), PATIENCE).toBe(inBlock("\\sqrt{c}"));
    await writer.page.keyboard.press("Escape");
    await expect.poll(() => heard(writer.page), PATIENCE).toBe(inBlock(ROOT));
  });

  it("is copied by who reads as it was written", async () => {
    await reader.page.getByRole("article", { name: words.text }).evaluate((article) => {
      document.getSelection()?.selectAllChildren(article);
    });
    await reader.page.keyboard.press("ControlOrMeta+c");
    const copied = await reader.page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split(/\n+/)).toEqual(["It takes \\frac{a}{b} hours.", "\\sqrt{c}", "Not \\mine yet"]);
  });

  it("is heard anew where somebody changes it", async () => {
    await writer.editor.locator('span[data-type="math"] .math-picture').first().click();
    const source = writer.page.getByRole("textbox", { name: blockWords.mathSource });
    await source.fill("b");
    await writer.page.keyboard.press("Enter");
    await expect
      .poll(() => heard(reader.page), PATIENCE)
      .toMatch(/^It takes \[Math [^F]*Identifier 𝑏\]+ hours/);
    // Emptied of its sense, it is text again.
    await writer.editor.locator('span[data-type="math"] .math-picture').first().click();
    await source.fill("\\mine");
    await writer.page.keyboard.press("Enter");
    await expect.poll(() => heard(reader.page), PATIENCE).toMatch(/^It takes \\mine hours/);
    expect([writer.errors, reader.errors]).toEqual([[], []]);
  });
});
