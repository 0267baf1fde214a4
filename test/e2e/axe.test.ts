// Accessibility as far as a machine can judge it: axe-core finds nothing serious on any screen, light and
// dark, on a desk and on a phone; there everything is as large as a finger, and nothing wider than the
// smallest window. Then by keyboard alone from home to a finished, shared document.

import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { portingSigns } from "../../app/_words/porting-signs.ts";
import { ways } from "../../app/_words/ways.ts";
import { findingsOn, misfitsOn, SIZES } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const TEXT = {
  text: "",
  words: 0,
  counts: {} as never,
  html: `<p>We open on <strong>4 May</strong>. <a href="https://example.org/plan">Drawings</a> and <mark>marks</mark>.</p>
    <h2>What is decided</h2><ul><li><p>The long table stays.</p></li></ul><ol><li><p>First</p></li></ol>
    <table><tbody><tr><th><p>What</p></th><th><p>Who</p></th></tr><tr><td><p>Shelves</p></td><td><p>Mina</p></td></tr></tbody></table>
    <pre><code>shelve(books)</code></pre><blockquote><p>A room to read in needs little.</p></blockquote>`,
};

let stack: Stack;
let browser: Browser;
let tomas: Person;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  tomas = await arrive(browser, "Tomas Lind", { hue: 3 });
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe.each(Object.entries(SIZES))("on a %s", (device, viewport) => {
  it("no screen has a serious finding, light or dark", async () => {
    const phone = device === "phone";
    const mina = await arrive(browser, "Mina Okafor", {
      hue: 7,
      viewport,
      reducedMotion: "reduce",
      hasTouch: phone,
      isMobile: phone,
    });
    const { page } = mina;
    const found: string[] = [];
    const look = async (screen: string, part?: string) => {
      found.push(...(await findingsOn(page, screen, part)));
      if (phone) found.push(...(await misfitsOn(page, screen)));
    };
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).first();
    const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
    const closing = async () => {
      await page.keyboard.press("Escape");
      await expect.poll(() => page.locator('[role="menu"], [role="dialog"]').count()).toBe(0);
    };

    await page.goto(stack.url);
    await page.getByRole("button", { name: en.home.newDocument }).waitFor();
    await look("home, empty");

    await mina.createDocument(stack.url);
    await mina.type("The reading room");
    await mina.toText();
    await mina.paste(TEXT);
    await mina.letIn("edit");
    await mina.saved();
    const address = page.url();
    await tomas.open(address);
    await tomas.caretAtEndOf(0);
    await mina.caretOf("Tomas Lind").waitFor({ state: "attached" });
    await mina.caretAtEndOf(0);
    await look("document, writing");
    /** One panel after the other over the same page: only what each brings is new. */
    const panel = async (screen: string, open: () => Promise<unknown>, part: string) => {
      await open();
      await page.locator(part).first().waitFor();
      await look(screen, part);
      await closing();
    };
    const inPalette = async (query: string) => {
      if (phone) await button(ways.actions.palette).click();
      else await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("combobox").fill(query);
    };
    await panel("style", () => button(new RegExp(`^${en.editor.style}`)).click(), '[role="menu"]');
    await mina.caretAtEndOf(0);
    await panel("slash menu", () => mina.type(" /"), '[role="listbox"]');
    await panel("people and dates", () => mina.type(" @"), '[role="listbox"]');
    await mina.editor.locator("td").first().click();
    await panel("table", () => button(en.editor.tableMenu).click(), '[role="menu"]');
    await mina.editor.locator("p a").first().click();
    await look("link", `section[aria-label="${en.editor.link}"]`);
    await button(en.editor.linkEdit).click();
    await look("link, changed", `section[aria-label="${en.editor.link}"]`);
    await page.keyboard.press("Escape");
    if (phone) {
      await panel("blocks to add", () => button(en.editor.add).click(), '[role="menu"]');
      await panel("block", () => button(ways.block.menuShort).click(), '[role="menu"]');
      await button(en.editor.hideKeyboard).click();
      await button(ways.view.label).waitFor();
      await look("document, not writing", "[data-dock]");
      await panel("outline", () => button(ways.outline.label).click(), '[role="dialog"]');
    } else {
      await mina.editor.locator("strong").dblclick();
      const bubble = `[role="toolbar"][aria-label="${ways.bubble.label}"]`;
      await page.locator(bubble).waitFor();
      await look("bubble", bubble);
    }
    await panel("view", () => button(ways.view.label).click(), '[role="menu"]');
    await panel("palette", () => inPalette("o"), '[role="dialog"]');
    await inPalette(ways.actions.shortcuts);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: ways.shortcuts.title }).waitFor();
    await look("shortcuts", '[role="dialog"]');
    await closing();
    await inPalette(ways.actions.replace);
    await page.keyboard.press("Enter");
    const find = `section[aria-label="${ways.find.label}"]`;
    await page.locator(find).getByRole("textbox").first().fill("room");
    await look("find and replace", find);
    await page.locator(find).getByRole("button", { name: ways.find.close }).click();
    if (phone) await panel("people", () => button(en.document.everybody(1)).click(), '[role="dialog"]');
    await panel(
      "export",
      async () => {
        await button(en.document.more).click();
        await item(portingSigns.export).click();
      },
      '[role="dialog"]',
    );

    await page.getByRole("button", { name: en.document.more, exact: true }).click();
    await page.getByRole("menu").or(page.getByRole("dialog")).first().waitFor();
    await look("document, menu");
    await page
      .getByRole(phone ? "button" : "menuitem", { name: access.info.title, exact: true })
      .or(page.getByRole("menuitem", { name: access.info.title, exact: true }))
      .first()
      .click();
    await page.getByRole("dialog", { name: access.info.title }).waitFor();
    await look("document, about");
    await closing();
    await mina.status.click();
    await page.getByRole("dialog").waitFor();
    await look("document, status details");
    await closing();

    if (phone) {
      await page.getByRole("button", { name: en.document.more, exact: true }).click();
      await page.getByRole("menuitem", { name: en.sharing.share, exact: true }).click();
    } else await page.getByRole("button", { name: en.sharing.share, exact: true }).click();
    await page.getByRole("dialog", { name: en.sharing.title }).waitFor();
    await look("share");
    await closing();

    await page.goto(stack.url);
    await page.getByRole("link", { name: "The reading room" }).first().waitFor();
    await look("home, recent");
    await page
      .getByRole("button", { name: home.moreFor("The reading room") })
      .first()
      .click();
    await page.getByRole("menu").or(page.getByRole("dialog")).first().waitFor();
    await look("home, row menu");
    await closing();
    await page.getByRole("button", { name: en.me.button("Mina Okafor") }).click();
    await page.getByRole("dialog", { name: en.me.title }).waitFor();
    await look("home, you");
    await closing();
    await page
      .getByRole("searchbox")
      .or(page.getByRole("textbox", { name: en.home.search }))
      .focus();
    await mina.type("reading");
    await page.locator("mark").first().waitFor();
    await look("home, found");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    for (const view of ["mine", "shared", "trash"] as const) {
      await page
        .getByRole("link", { name: new RegExp(`^(${home.views[view]}|${home.viewsShort[view]})$`) })
        .click();
      await page.locator("main").waitFor();
      await look(`home, ${view}`);
    }

    await page.goto(`${stack.url}/settings`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look("settings");
    await page.goto(`${stack.url}/s`);
    await page.locator("main").waitFor();
    await look("a link without a secret");
    await page.goto(`${stack.url}/d/nothing-here-000000000000`);
    await page.getByRole("heading").first().waitFor();
    await look("closed or missing");

    await tomas.page.goto(address);
    await tomas.editor.waitFor();
    await mina.open(address);
    await mina.letIn("view");
    const reader = await arrive(browser, "Ines Duarte", {
      hue: 9,
      viewport,
      hasTouch: phone,
      isMobile: phone,
    });
    await reader.page.goto(address);
    await reader.page.getByRole("article").waitFor();
    found.push(...(await findingsOn(reader.page, "document, reading")));
    if (phone) found.push(...(await misfitsOn(reader.page, "document, reading")));
    await reader.leave();
    await mina.leave();
    expect(found).toEqual([]);
  });
});

describe("by keyboard alone", () => {
  it("leads from home to a finished, shared document", async () => {
    const ada = await arrive(browser, "Ada", { hue: 5 });
    const { page } = ada;
    const { keyboard } = page;
    const { sharing } = en;
    const has = (target: Locator) => target.evaluate((element) => element === document.activeElement);
    /** Presses the key until the focus is there; far fewer stops than a page may have. */
    const tabTo = async (target: Locator, key = "Tab") => {
      await target.waitFor();
      for (let stops = 0; stops < 60; stops++) {
        if (await has(target)) return;
        await keyboard.press(key);
      }
      throw new Error(`No way by ${key} to ${target}`);
    };
    const share = page.getByRole("button", { name: sharing.share, exact: true });

    await page.goto(stack.url);
    await tabTo(page.getByRole("button", { name: en.home.newDocument }));
    await keyboard.press("Enter");
    await page.waitForURL(/\/d\//);
    await ada.editor.waitFor();
    await expect.poll(() => has(ada.title)).toBe(true);
    await ada.type("By hand");
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
    await keyboard.press("Escape");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[role="toolbar"]') !== null))
      .toBe(true);
    await tabTo(share, "Shift+Tab");
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: sharing.title });
    await dialog.waitFor();
    await tabTo(dialog.getByRole("button", { name: sharing.copy, exact: true }).first());
    await keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/s#|\/d\//);
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => has(share)).toBe(true);
    expect(ada.errors).toEqual([]);
    await ada.leave();
  });
});
