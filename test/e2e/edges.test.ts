// The screens that nobody plans to see: away from the server, put out, gone, asked for a password, a page that
// failed, signing in. They are held to what axe.test.ts holds the others to, each on a desk and as it is when its
// window becomes a phone's. What a new version says: offline-app.test.ts.

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { offline } from "../../app/_words/offline.ts";
import { become, DEVICES, findingsAs, findingsEverywhere, SIZES } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { arrive, command, type Person, roomOf } from "../support/person.ts";
import { openRelay } from "../support/relay.ts";
import { type Stack, type StackOptions, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };
const PASSWORD = "correct horse battery";

let provider: IdentityProvider;
let browser: Browser;

beforeAll(async () => {
  [provider, browser] = await Promise.all([startIdentityProvider(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await provider?.close();
});

/** A server that knows an identity provider, and who must have signed in for what. */
function startWithAccounts(required: "create" | "1"): Promise<Stack> {
  const { issuer, clientId, clientSecret } = provider.settings;
  const env = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
  return startStack({ env: { ...env, REQUIRE_SIGN_IN: required } } satisfies StackOptions);
}

const found: string[] = [];

const come = (name: string, hue: number, options: BrowserContextOptions = {}): Promise<Person> =>
  arrive(browser, name, { hue, viewport: SIZES.desk, ...options });

async function look(page: Page, screen: string): Promise<void> {
  found.push(...(await findingsEverywhere(page, screen)));
}
/** What is open for a while only, or opens otherwise under a finger: on each device anew. Escape closes it. */
async function lookAtOpened(page: Page, screen: string, open: () => Promise<void>): Promise<void> {
  for (const device of DEVICES) {
    await become(page, device);
    await open();
    found.push(...(await findingsAs(page, device, screen)));
    await page.keyboard.press("Escape");
  }
  await become(page, "desk");
}
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first();
/** What one may do stands between the header and the title: it lies over no word, and goes with them. */
const noteIsFree = async (page: Page, kind: keyof typeof en.sharing.note): Promise<boolean> => {
  const note = await page.getByText(en.sharing.note[kind]).first().boundingBox();
  const header = await page.locator("header").boundingBox();
  const title = await page.getByRole("heading", { level: 1 }).boundingBox();
  if (note === null || header === null || title === null) return false;
  return header.y + header.height <= note.y && note.y + note.height <= title.y;
};
/** Nothing was found since the last test looked. */
const clean = () => expect(found.splice(0)).toEqual([]);

describe("where guests may read and write, and who begins something signs in", () => {
  let stack: Stack;
  let owner: Person;
  let address: string;
  /** For whoever comes to read. */
  let link: string;

  beforeAll(async () => {
    stack = await startWithAccounts("create");
    owner = await come("Mina Okafor", 7);
  });
  afterAll(async () => {
    await owner?.leave();
    await stack?.close();
  });

  const sharing = (verb: string, body: object) =>
    command(owner.page, `/api/docs/${roomOf(owner.page)}/sharing/${verb}`, body);
  const linkLabelled = async (label: string): Promise<string> => {
    const state = await owner.page.evaluate(
      async (path) => (await fetch(path)).json(),
      `/api/docs/${roomOf(owner.page)}/sharing`,
    );
    return state.sharing.links.find((link: { label: string }) => link.label === label).id;
  };

  it("home asks to sign in, the refusal says so, and settings know the account", async () => {
    const { page } = owner;
    await page.goto(stack.url);
    await button(page, en.home.signInToWrite).waitFor();
    await look(page, "home, sign in to write");
    provider.twist = { foreignKey: true };
    await button(page, en.home.signInToWrite).click();
    await heading(page, "You are not signed in").waitFor();
    const way = page.getByRole("link", { name: "Sign in" });
    // Its policy lets its own lines of style in, and nothing else.
    const fill = await way.evaluate((link) => getComputedStyle(link).backgroundColor);
    expect(fill).not.toBe("rgba(0, 0, 0, 0)");
    await look(page, "not signed in");
    provider.twist = {};
    await way.click();
    await page.getByRole("button", { name: en.home.newDocument }).waitFor();
    await page.goto(`${stack.url}/settings`);
    await button(page, access.account.signOut).waitFor();
    const name = page.getByLabel(en.settings.tokenName);
    await button(page, en.settings.make).click();
    await page.getByText(en.settings.tokenNameEmpty).waitFor();
    await look(page, "settings, no name for a token");
    await name.fill("Nightly backup of everything that we have written, to the cellar");
    await button(page, en.settings.make).click();
    await button(page, en.settings.noted).waitFor();
    await look(page, "settings, new token");
    await button(page, en.settings.noted).click();
    await page.getByRole("button", { name: /^End the token/ }).click();
    await button(page, en.settings.endYes).waitFor();
    await button(page, access.account.signOut).click();
    await page.getByRole("switch").waitFor({ state: "attached" });
    await look(page, "settings, ending and signing out");
    clean();
  });

  it("a document to be read, to be commented on, locked; and panels without a pen", async () => {
    await owner.createDocument(stack.url);
    await owner.type("The reading room");
    await owner.toText();
    await owner.type("We open on 4 May.");
    await owner.saved();
    address = owner.page.url();
    link = await owner.share("view");
    for (const role of ["view", "comment"] as const) {
      const guest = await come("Ines Duarte", 9);
      const { page } = guest;
      await guest.open(await owner.share(role), "read");
      await expect.poll(() => guest.status.innerText(), PATIENCE).toMatch(/Read-only/);
      await page
        .getByText(en.sharing.note[role === "view" ? "viewer" : "commenter"])
        .first()
        .waitFor();
      for (const device of DEVICES) {
        await become(page, device);
        await expect.poll(() => noteIsFree(page, role === "view" ? "viewer" : "commenter")).toBe(true);
      }
      await look(page, `document, ${role}`);
      await lookAtOpened(page, `document, ${role}, refused`, async () => {
        await guest.shown.locator("p").first().click();
        await page.keyboard.type("x");
        await page.getByText(access.refusal[role === "view" ? "viewer" : "commenter"]).waitFor();
      });
      if (role === "view") {
        await lookAtOpened(page, "document, view, status", async () => {
          await guest.status.click();
          await page.getByRole("dialog").waitFor();
        });
        await lookAtOpened(page, "document, view, menu", async () => {
          await button(page, en.document.more).click();
          await page.getByRole("menu").or(page.getByRole("dialog")).first().waitFor();
        });
      }
      await guest.leave();
    }
    await sharing("set", { locked: true });
    await owner.page.getByText(en.sharing.note.locked).first().waitFor();
    await become(owner.page, "phone");
    await expect.poll(() => noteIsFree(owner.page, "locked")).toBe(true);
    await look(owner.page, "document, locked");
    await sharing("set", { locked: false });
    await owner.saved();
    clean();
  });

  it("access that ends: lowered, taken with words on their way, and the address afterwards", async () => {
    const relay = await openRelay(stack.url);
    const guest = await come("Tomas Lind", 3);
    const { page } = guest;
    page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    const own = await owner.share("edit", { label: "for Tomas" });
    await guest.open(own.replace(stack.url, relay.url));
    await guest.saved();
    relay.cutSync();
    await page.locator('header button[data-save="offline"]').waitFor();
    await guest.caretAtEndOf(0);
    await guest.type(" Written on a train.");
    await look(page, "document, offline");
    await lookAtOpened(page, "document, offline, status", async () => {
      await guest.status.click();
      await page.getByRole("dialog").waitFor();
    });
    const id = await linkLabelled("for Tomas");
    await sharing("change-link", { link: id, role: "view" });
    relay.mend();
    await heading(page, access.over.lowered).waitFor();
    await look(page, "access lowered");
    await sharing("end-link", { link: id });
    await heading(page, access.over.forbidden).waitFor();
    // The address leads nowhere any more: the one step is to take one's words along.
    await expect.poll(() => button(page, en.document.copyLink).count()).toBe(0);
    await look(page, "access ended");
    await button(page, access.over.again).click();
    await page.getByText(access.over.still).waitFor();
    await button(page, access.remove).click();
    await button(page, access.removeYes).waitFor();
    await look(page, "access ended, removing");
    await page.reload();
    await heading(page, access.closed.title).waitFor();
    await page.getByRole("textbox", { name: access.closed.copyLabel }).waitFor();
    await look(page, "closed, with a copy");
    await page.goto(own);
    await heading(page, en.sharing.open.ended).waitFor();
    await look(page, "link, ended");
    await page.goto(`${stack.url}/nowhere`);
    await heading(page, en.lost.title).waitFor();
    await look(page, "no such page");
    await guest.leave();
    await relay.close();
    clean();
  });

  it("a link with a password, before and after a wrong one", async () => {
    const guest = await come("Pia", 5);
    const { page } = guest;
    await page.goto(await owner.share("view", { password: PASSWORD }));
    await page.getByLabel(en.sharing.password, { exact: true }).waitFor();
    await look(page, "link, password");
    await page.getByLabel(en.sharing.password, { exact: true }).fill("wrong donkey");
    await page.keyboard.press("Enter");
    await page.getByText(en.sharing.open.wrong).waitFor();
    await look(page, "link, wrong password");
    await guest.leave();
    clean();
  });

  it("in the trash, and signed out elsewhere, while the page is open", async () => {
    const { page } = owner;
    await command(page, `/api/docs/${roomOf(page)}/document/trash`, {});
    await heading(page, access.over.gone).waitFor();
    await look(page, "document gone");
    await page.goto(address);
    await heading(page, access.closed.inTrash("The reading room")).waitFor();
    await look(page, "document in the trash, opened");
    await button(page, access.closed.restore).click();
    await owner.editor.waitFor();
    await owner.saved();
    // What the page would ask anew of the document gets no answer: it knows by itself.
    await page.route("**/api/docs/**", () => {});
    await page.evaluate(() => fetch("/api/sign-out", { method: "POST" }));
    await heading(page, access.over["signed-out"]).waitFor();
    // Everything was saved: nothing is red, and nothing is shared before one has signed in.
    await expect.poll(() => owner.status.innerText()).toContain(en.status.readOnly);
    await expect.poll(() => button(page, en.sharing.share).count()).toBe(0);
    expect(await button(page, en.document.copyLink).count()).toBe(0);
    await page.unroute("**/api/docs/**");
    await look(page, "signed out");
    clean();
  });

  it("a page that failed while it was drawn", async () => {
    const guest = await come("Ada", 2);
    // A calendar that fails fails every row of the list.
    await guest.context.addInitScript(() => {
      Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
        get: () => {
          throw new RangeError("No calendar today");
        },
      });
    });
    await guest.page.goto(link);
    await guest.shown.waitFor();
    await guest.page.goto(stack.url);
    await heading(guest.page, en.broken.title).waitFor();
    await look(guest.page, "page failed");
    await guest.leave();
    clean();
  });

  it("a page that failed with all that stands around it", async () => {
    const guest = await come("Ada", 2);
    const { page } = guest;
    await guest.context.addInitScript(() => {
      // Only what keeps the app at hand, a part of the layout, waits for so long; once, it fails at that.
      const wait = window.setTimeout;
      window.setTimeout = ((run: () => void, ms?: number) => {
        if (ms !== 1_500) return wait(run, ms);
        window.setTimeout = wait;
        throw new Error("No rest today");
      }) as typeof wait;
    });
    await page.goto(stack.url);
    await heading(page, en.broken.title).waitFor();
    // Where only the page has failed, the layout's way past the header is there.
    expect(await page.locator("a.skip").count()).toBe(0);
    await look(page, "page and layout failed");
    await button(page, en.broken.again).click();
    await button(page, en.home.signInToWrite).waitFor();
    await guest.leave();
    clean();
  });

  it("with no server at all: home, a document that is here, one that is not, settings", async () => {
    const guest = await come("Cleo", 4, { serviceWorkers: "allow" });
    const { page } = guest;
    await guest.open(link, "read");
    await page.waitForFunction(async () => {
      const { active } = await navigator.serviceWorker.ready;
      return active?.state === "activated" && navigator.serviceWorker.controller !== null;
    });
    await expect.poll(() => guest.status.innerText(), PATIENCE).toMatch(/Read-only/);
    await stack.kill();
    await page.goto(stack.url);
    await page.getByText(home.offline).waitFor();
    await look(page, "home, offline");
    await page.getByRole("link", { name: "The reading room" }).click();
    await page.locator('header button[data-save="offline"]').waitFor();
    // Nobody answers, and still whoever may only read gets no pen.
    await page.getByText(en.sharing.note.viewer).waitFor();
    expect(await guest.text()).toContain("We open on 4 May.");
    expect(await page.locator('[contenteditable="true"]').count()).toBe(0);
    await look(page, "document, offline, reading");
    await page.goto(`${stack.url}/d/AAAAAbbbbbCCCCCddddd1`);
    await heading(page, offline.notHere.title).waitFor();
    await look(page, "document not on this device");
    await page.goto(`${stack.url}/settings`);
    await heading(page, en.settings.title).waitFor();
    await page.getByRole("main").getByRole("alert").waitFor();
    await look(page, "settings, offline");
    await stack.restart();
    await guest.leave();
    clean();
  });
});

describe("where everybody must sign in", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startWithAccounts("1");
  });
  afterAll(() => stack?.close());

  it("home, a link and a document say so", async () => {
    const guest = await come("Gil", 6);
    const { page } = guest;
    await page.goto(stack.url);
    await page.getByText(home.signInMore).waitFor();
    await look(page, "home, must sign in");
    await page.goto(`${stack.url}/s#${"a".repeat(32)}`);
    await heading(page, en.sharing.open.signIn).waitFor();
    await look(page, "link, must sign in");
    await page.goto(`${stack.url}/d/${"0".repeat(21)}`);
    await button(page, access.closed.signIn).waitFor();
    await look(page, "document, must sign in");
    await guest.leave();
    clean();
  });
});
