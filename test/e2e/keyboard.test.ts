// By keyboard alone from home to a finished, shared document. Every control shows that it has the focus, in light
// and in dark, no place keeps the Tab key, a document's row and a block have their menus, and whatever was opened
// gives the focus back.

import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { portingSigns } from "../../app/_words/porting-signs.ts";
import { ways } from "../../app/_words/ways.ts";
import { launchBrowser } from "../support/browser.ts";
import { unseenFocus } from "../support/focus.ts";
import { focused, hasFocus, pressesIn, roundOf, tabTo } from "../support/keyboard.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };
const TITLE = "By hand";

let stack: Stack;
let browser: Browser;
let ada: Person;
let presses: readonly string[];
let address: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  ada = await arrive(browser, "Ada", { hue: 5 });
  presses = await pressesIn(ada.context);
  await ada.createDocument(stack.url);
  await ada.type(TITLE);
  await ada.toText();
  await ada.type("First line");
  await ada.page.keyboard.press("Enter");
  await ada.type("- an item");
  await ada.saved();
  address = ada.page.url();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

const key = (name: string) => ada.page.keyboard.press(name);
const button = (name: string) => ada.page.getByRole("button", { name, exact: true }).first();
const dialog = (name: string) => ada.page.getByRole("dialog", { name });
const menu = () => ada.page.getByRole("menu");
const inText = () => expect.poll(() => hasFocus(ada.editor), PATIENCE).toBe(true);
/** Out of the text, to the tools: they come after the editor. */
const toTools = async () => {
  await ada.page.getByRole("toolbar", { name: en.editor.toolbar }).waitFor();
  // A formula is closed first, and then the text is left.
  for (let at = 0; at < 2 && (await hasFocus(ada.editor)); at++) await key("Escape");
  await inTools();
};
const inTools = () =>
  expect
    .poll(
      () => ada.page.evaluate(() => document.activeElement?.closest('[role="toolbar"]') !== null),
      PATIENCE,
    )
    .toBe(true);

/** On whatever the Tab key can come to, the ring is as strong against what is behind it as it has to be. */
async function ringsStandOut(least: number): Promise<void> {
  const { stops, unseen } = await unseenFocus(ada.page);
  expect(stops).toBeGreaterThanOrEqual(least);
  expect(unseen).toEqual([]);
}

/** What has the focus, and where it stands: the first press on a button may have drawn it anew. */
const here = async () => {
  const box = await ada.page.evaluate(() => JSON.stringify(document.activeElement?.getBoundingClientRect()));
  return `${await focused(ada.page)} at ${box}`;
};

/** Opened with keys from where the focus is, and closed with Escape: the focus is where it was. */
async function givesBack(open: () => Promise<unknown>, opened: Locator): Promise<void> {
  const before = await here();
  await open();
  await opened.waitFor();
  await expect.poll(here, PATIENCE).not.toBe(before);
  await key("Escape");
  await opened.waitFor({ state: "detached" });
  await expect.poll(here, PATIENCE).toBe(before);
}

describe("the way of a document", () => {
  it("leads from home to a finished, shared document", async () => {
    const { page } = ada;
    const { keyboard } = page;
    const { sharing } = en;
    const share = page.getByRole("button", { name: sharing.share, exact: true });

    await page.goto(stack.url);
    await tabTo(page, page.getByRole("button", { name: en.home.newDocument }));
    await keyboard.press("Enter");
    await page.waitForURL(/\/d\//);
    await ada.editor.waitFor();
    await expect.poll(() => hasFocus(ada.title)).toBe(true);
    await ada.type("From home to its end");
    await ada.toText();
    await ada.type("## Plan");
    await keyboard.press("Enter");
    await ada.type("Write it ");
    await keyboard.press("ControlOrMeta+b");
    await ada.type("down");
    await keyboard.press("Enter");
    await ada.type("- one");
    await ada.saved();
    expect(JSON.stringify(await ada.json())).toMatch(/"heading".*"bold".*"bulletList"/);
    // Escape leaves the text for the tools; from there it goes back to the header.
    await toTools();
    await tabTo(page, share, "Shift+Tab");
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: sharing.title });
    await dialog.waitFor();
    await tabTo(page, dialog.getByRole("button", { name: sharing.copy, exact: true }).first());
    await keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/s#|\/d\//);
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => hasFocus(share)).toBe(true);
  });
});

describe.each(["light", "dark"] as const)("the Tab key, in %s", (colorScheme) => {
  beforeAll(() => ada.page.emulateMedia({ colorScheme }));

  it("shows where it is on every control of home, and comes round", async () => {
    await ada.page.goto(stack.url);
    await ada.page.getByRole("link", { name: TITLE }).waitFor();
    const { stops, unseen } = await roundOf(ada.page);
    expect(stops.length).toBeGreaterThan(6);
    expect(unseen).toEqual([]);
    const back = await roundOf(ada.page, "Shift+Tab");
    expect([...back.stops].sort()).toEqual([...stops].sort());
    expect(back.unseen).toEqual([]);
    await ringsStandOut(6);
  });

  it("shows where it is on every control of a document, and comes round", async () => {
    await ada.open(address);
    await ada.saved();
    const { stops, unseen } = await roundOf(ada.page);
    expect(stops.length).toBeGreaterThan(8);
    expect(stops).toContain(`button “${en.sharing.share}”`);
    expect(unseen).toEqual([]);
    await ringsStandOut(6);
  });

  it("shows where it is in the settings and in the Share dialog", async () => {
    await ada.page.goto(`${stack.url}/settings`);
    await ada.page.getByRole("heading", { level: 1 }).waitFor();
    expect((await roundOf(ada.page)).unseen).toEqual([]);
    await ringsStandOut(4);
    await ada.open(address);
    await ada.saved();
    await tabTo(ada.page, button(en.sharing.share));
    await key("Enter");
    await dialog(en.sharing.title).waitFor();
    const { stops, unseen } = await roundOf(ada.page);
    expect(stops.length).toBeGreaterThan(3);
    expect(unseen).toEqual([]);
    await ringsStandOut(3);
    await key("Escape");
  });
});

describe("no place in the text keeps the keyboard", () => {
  it.each([
    ["a list", "- an item"],
    ["a task", "[] a task"],
    ["code", "```\ncode"],
    ["a quote", "> words"],
    ["a formula", "$$ x^2"],
  ])("%s is left with Escape, to the tools, and from there with Tab", async (_what, typed) => {
    await ada.open(address);
    await ada.editor.focus();
    await key("ControlOrMeta+End");
    for (let at = 0; at < 3; at++) await key("Enter");
    for (const part of typed.split("\n")) {
      await ada.type(part);
      if (part !== typed.split("\n").at(-1)) await key("Enter");
    }
    await toTools();
    const tool = await focused(ada.page);
    await key("Tab");
    await expect.poll(() => focused(ada.page), PATIENCE).not.toBe(tool);
    await ada.saved();
  });
});

describe("the focus goes back to where it was", () => {
  it("from what is opened out of the text", async () => {
    await ada.open(address);
    // It is drawn a moment after the text, and higher than its source.
    await ada.editor.locator(".math-block .katex").first().waitFor();
    await ada.editor.focus();
    await inText();
    await givesBack(() => key("ControlOrMeta+k"), ada.page.getByRole("dialog"));
    await givesBack(() => key("ControlOrMeta+/"), dialog(ways.shortcuts.title));
    await givesBack(
      () => key("ControlOrMeta+f"),
      ada.page.locator(`section[aria-label="${ways.find.label}"]`),
    );
    await givesBack(() => key("Alt+Shift+F10"), menu());
  });

  it("from what hangs from the header", async () => {
    await tabTo(ada.page, button(en.sharing.share), "Shift+Tab");
    await givesBack(() => key("Enter"), dialog(en.sharing.title));
    await tabTo(ada.page, button(en.document.more));
    await givesBack(() => key("Enter"), menu());
    for (const name of [portingSigns.export, access.info.title]) {
      await givesBack(async () => {
        await key("Enter");
        await tabTo(ada.page, ada.page.getByRole("menuitem", { name, exact: true }), "ArrowDown");
        await key("Enter");
      }, ada.page.getByRole("dialog"));
    }
    await tabTo(ada.page, ada.status, "Shift+Tab");
    await givesBack(() => key("Enter"), ada.page.getByRole("dialog"));
    await tabTo(ada.page, button(ways.view.label), "Shift+Tab");
    await givesBack(() => key("Enter"), menu());
  });

  it("from what is opened at home: you, and a row's menu by its own key", async () => {
    await ada.page.goto(stack.url);
    await tabTo(ada.page, ada.page.getByRole("button", { name: en.me.button("Ada") }));
    await givesBack(() => key("Enter"), dialog(en.me.title));
    const row = ada.page.getByRole("link", { name: TITLE });
    await tabTo(ada.page, row);
    await givesBack(() => key("Shift+F10"), menu());
    await givesBack(() => key("ContextMenu"), menu());
    await tabTo(ada.page, button(home.moreFor(TITLE)));
    await givesBack(() => key("Enter"), menu());
  });
});

describe("a block's menu", () => {
  it("opens by key for the block of the caret, and does what it says", async () => {
    await ada.open(address);
    await ada.editor.focus();
    await key("ControlOrMeta+Home");
    await key("Alt+Shift+F10");
    await menu().waitFor();
    await tabTo(ada.page, ada.page.getByRole("menuitem", { name: ways.actions.duplicate }), "ArrowDown");
    await key("Enter");
    await inText();
    await expect.poll(() => ada.text(), PATIENCE).toMatch(/^First line\n+First line/);
    await ada.type("!");
    await ada.saved();
  });

  it("and nobody used a mouse for any of this", () => {
    expect(presses).toEqual([]);
    expect(ada.errors).toEqual([]);
  });
});
