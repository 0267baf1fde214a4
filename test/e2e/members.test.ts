// A server for people who sign in (REQUIRE_SIGN_IN=1): what a guest meets at home and at a link, and that one
// step leads in, back to where they were.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { portingSigns } from "../../app/_words/porting-signs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { arrive } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let provider: IdentityProvider;
let browser: Browser;

beforeAll(async () => {
  provider = await startIdentityProvider();
  const { issuer, clientId, clientSecret } = provider.settings;
  const env = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    REQUIRE_SIGN_IN: "1",
  };
  [stack, browser] = await Promise.all([startStack({ env }), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
  await provider?.close();
});

it("offers a guest nothing that would be refused, from the first HTML on", async () => {
  const gia = await arrive(browser, "Gia", { hue: 2 });
  // The server's word on who one is stays away: what is seen is what the page came with.
  await gia.page.route("**/api/me", () => {});
  const page = await gia.page.goto(stack.url);
  const html = (await page?.text()) ?? "";
  expect(html).toContain(en.home.signInToWrite);
  expect(html).not.toContain(en.home.newDocument);
  await gia.page.getByText(home.signIn).waitFor();
  // Said as what it is, and not as a fault.
  expect(await gia.page.getByRole("status").filter({ hasText: home.signIn }).locator("svg").count()).toBe(0);
  await gia.page.getByRole("button", { name: en.home.signInToWrite }).waitFor();
  expect(await gia.page.getByRole("button", { name: en.home.newDocument }).count()).toBe(0);
  expect(await gia.page.getByRole("button", { name: portingSigns.import, exact: true }).count()).toBe(0);
  await gia.leave();
});

it("leads a guest from home and from a link to signing in, and back into the document", async () => {
  provider.person = { sub: "olga", name: "Olga" };
  const olga = await arrive(browser, "Olga", { hue: 3 });
  await olga.page.goto(stack.url);
  await olga.page.getByText(home.signIn).waitFor();
  expect(await olga.page.getByText(home.empty.recent.title).count()).toBe(0);
  await olga.page.getByRole("button", { name: en.home.signInToWrite }).waitFor();
  // No file is asked for that would be refused; who drags one here reads why, and no request is made of it.
  const importing = olga.page.getByRole("button", { name: portingSigns.import, exact: true });
  expect(await importing.count()).toBe(0);
  await dropOn(olga.page, "dragenter");
  await olga.page.getByText(portingSigns.signInFirst).waitFor();
  await dropOn(olga.page, "drop");
  await olga.page.getByRole("button", { name: access.account.signIn, exact: true }).last().waitFor();
  expect(await olga.page.getByRole("dialog").count()).toBe(0);
  await olga.page.getByRole("button", { name: en.home.signInToWrite }).click();
  await importing.waitFor();
  await olga.page.getByRole("button", { name: en.home.newDocument }).click();
  await olga.page.waitForURL(/\/d\//);
  await olga.editor.waitFor();
  await olga.type("House rules");
  await olga.saved();
  const link = await olga.share();

  provider.person = { sub: "gus", name: "Gus" };
  const gus = await arrive(browser, "Gus", { hue: 5 });
  await gus.page.goto(olga.page.url());
  await gus.page.getByRole("heading", { name: access.closed.title, exact: true }).waitFor();
  await gus.page.goto(link);
  await gus.page.getByRole("heading", { name: en.sharing.open.signIn, exact: true }).waitFor();
  await gus.page.getByRole("button", { name: access.account.signIn, exact: true }).click();
  await gus.page.waitForURL(/\/d\//);
  await gus.editor.waitFor();
  await expect.poll(() => gus.title.inputValue()).toBe("House rules");
  // The secret went nowhere but to the door.
  const secret = new URL(link).hash.slice(1);
  expect(
    await gus.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])),
  ).not.toContain(secret);
  expect(stack.said()).not.toContain(secret);
  expect([...olga.errors, ...gus.errors]).toEqual([]);
});

const dropOn = (page: Page, type: "dragenter" | "drop") =>
  page.evaluate((kind) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["# Rules"], "rules.md", { type: "text/markdown" }));
    window.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }, type);
