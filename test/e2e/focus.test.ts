// The ring of the focus is seen: on whatever the Tab key can come to, in the light and in the dark, it stands out from
// what is behind it. axe-core looks at words only.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { en } from "../../app/_words/en.ts";
import { launchBrowser } from "../support/browser.ts";
import { unseenFocus } from "../support/focus.ts";
import { arrive, type Person } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  ada = await arrive(browser, "Ada", { hue: 5 });
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

/** At the screen that is open. `least`: so many stops it has at any rate. */
async function unseen(screen: string, least: number): Promise<string[]> {
  // The last that was used is a key: else no browser draws a ring.
  await ada.page.keyboard.press("Shift");
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await ada.page.emulateMedia({ colorScheme });
    const { stops, unseen } = await unseenFocus(ada.page);
    expect(stops, screen).toBeGreaterThanOrEqual(least);
    found.push(...unseen.map((one) => `${screen}, ${colorScheme}: ${one}`));
  }
  return found;
}

it("at home, in a document, in the dialog to share and in the settings, light and dark", async () => {
  const { page } = ada;
  const found: string[] = [];
  await ada.createDocument(stack.url);
  await ada.type("Bread");
  await ada.toText();
  await ada.type("Enough for everybody.");
  await ada.saved();
  found.push(...(await unseen("document", 6)));
  await page.getByRole("button", { name: en.sharing.share, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: en.sharing.title }).waitFor();
  found.push(...(await unseen("share", 3)));
  await page.goto(stack.url);
  await page.getByRole("link", { name: "Bread", exact: true }).first().waitFor();
  found.push(...(await unseen("home", 6)));
  await page.goto(`${stack.url}/settings`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  found.push(...(await unseen("settings", 4)));
  expect(found).toEqual([]);
  expect(ada.errors).toEqual([]);
});
