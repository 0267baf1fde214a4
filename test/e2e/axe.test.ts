// Accessibility as far as a machine can judge it: axe-core finds nothing serious on any screen, light and
// dark, on a desk and on a phone; there everything is as large as a finger, and nothing wider than the
// smallest window. By keyboard alone: keyboard.test.ts.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { portingSigns } from "../../app/_words/porting-signs.ts";
import { ways } from "../../app/_words/ways.ts";
import { become, DEVICES, findingsAs, findingsEverywhere, SIZES } from "../support/axe.ts";
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

it("no screen has a serious finding, on a desk and on a phone, light or dark", async () => {
  const mina = await arrive(browser, "Mina Okafor", { hue: 7, viewport: SIZES.desk });
  const { page } = mina;
  const found: string[] = [];
  const look = async (screen: string) => {
    found.push(...(await findingsEverywhere(page, screen)));
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).first();
  const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
  const closing = async () => {
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator('[role="menu"], [role="dialog"]').count()).toBe(0);
  };
  const DIALOG = '[role="dialog"]';
  const MENU = '[role="menu"]';
  const OPENED = `${DIALOG}, ${MENU}`;

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

  // What opens, opens under a finger otherwise than under a mouse.
  for (const device of DEVICES) {
    const phone = device === "phone";
    await become(page, device);
    const lookAt = async (screen: string, part?: string) => {
      found.push(...(await findingsAs(page, device, screen, part)));
    };
    /** One panel after the other over the same page: only what each brings is new. */
    const panel = async (screen: string, open: () => Promise<unknown>, part: string) => {
      await open();
      await page.locator(part).first().waitFor();
      await lookAt(screen, part);
      await closing();
    };
    const inPalette = async (query: string) => {
      if (phone) await button(ways.actions.palette).click();
      else await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("combobox").fill(query);
    };
    await mina.caretAtEndOf(0);
    await panel("style", () => button(new RegExp(`^${en.editor.style}`)).click(), MENU);
    await mina.caretAtEndOf(0);
    await panel("slash menu", () => mina.type(" /"), '[role="listbox"]');
    await panel("people and dates", () => mina.type(" @"), '[role="listbox"]');
    await mina.editor.locator("td").first().click();
    await panel("table", () => button(en.editor.tableMenu).click(), MENU);
    await mina.editor.locator("p a").first().click();
    await lookAt("link", `section[aria-label="${en.editor.link}"]`);
    await button(en.editor.linkEdit).click();
    await lookAt("link, changed", `section[aria-label="${en.editor.link}"]`);
    await page.keyboard.press("Escape");
    if (phone) {
      await panel("blocks to add", () => button(en.editor.add).click(), MENU);
      await panel("block", () => button(ways.block.menuShort).click(), MENU);
      await button(en.editor.hideKeyboard).click();
      await button(ways.view.label).waitFor();
      await lookAt("document, not writing", "[data-dock]");
      await panel("outline", () => button(ways.outline.label).click(), DIALOG);
    } else {
      await mina.editor.locator("strong").dblclick();
      const bubble = `[role="toolbar"][aria-label="${ways.bubble.label}"]`;
      await page.locator(bubble).waitFor();
      await lookAt("bubble", bubble);
    }
    await panel("view", () => button(ways.view.label).click(), MENU);
    await panel("palette", () => inPalette("o"), DIALOG);
    await inPalette(ways.actions.shortcuts);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: ways.shortcuts.title }).waitFor();
    await lookAt("shortcuts", DIALOG);
    await closing();
    await inPalette(ways.actions.replace);
    await page.keyboard.press("Enter");
    const find = `section[aria-label="${ways.find.label}"]`;
    await page.locator(find).getByRole("textbox").first().fill("room");
    await lookAt("find and replace", find);
    await page.locator(find).getByRole("button", { name: ways.find.close }).click();
    if (phone) await panel("people", () => button(en.document.everybody(1)).click(), DIALOG);
    await panel(
      "export",
      async () => {
        await button(en.document.more).click();
        await item(portingSigns.export).click();
      },
      DIALOG,
    );

    await button(en.document.more).click();
    await page.locator(OPENED).first().waitFor();
    await lookAt("document, menu");
    await page
      .getByRole(phone ? "button" : "menuitem", { name: access.info.title, exact: true })
      .or(item(access.info.title))
      .first()
      .click();
    await page.getByRole("dialog", { name: access.info.title }).waitFor();
    await lookAt("document, about");
    await closing();
    await mina.status.click();
    await page.getByRole("dialog").waitFor();
    await lookAt("document, status details");
    await closing();

    if (phone) {
      await button(en.document.more).click();
      await item(en.sharing.share).click();
    } else await button(en.sharing.share).click();
    await page.getByRole("dialog", { name: en.sharing.title }).waitFor();
    await lookAt("share");
    await closing();
  }

  await page.goto(stack.url);
  await page.getByRole("link", { name: "The reading room" }).first().waitFor();
  await look("home, recent");
  for (const device of DEVICES) {
    await become(page, device);
    await button(home.moreFor("The reading room")).click();
    await page.locator(OPENED).first().waitFor();
    found.push(...(await findingsAs(page, device, "home, row menu")));
    await closing();
    await page.getByRole("button", { name: en.me.button("Mina Okafor") }).click();
    await page.getByRole("dialog", { name: en.me.title }).waitFor();
    found.push(...(await findingsAs(page, device, "home, you")));
    await closing();
  }
  await become(page, "desk");
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

  await mina.open(address);
  await mina.letIn("view");
  const reader = await arrive(browser, "Ines Duarte", { hue: 9, viewport: SIZES.desk });
  await reader.page.goto(address);
  await reader.page.getByRole("article").waitFor();
  found.push(...(await findingsEverywhere(reader.page, "document, reading")));
  await reader.leave();
  await mina.leave();
  expect(found).toEqual([]);
});
