// Who gets in and who does not, as people meet it: an owner shares three links, guests behave as their
// roles say, access is taken and given while they type, and somebody signs in and out. At the end the log of
// the whole run is searched for everything that was secret.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { access } from "../../app/_words/access.ts";
import { en } from "../../app/_words/en.ts";
import { launchBrowser } from "../support/browser.ts";
import { type IdentityProvider, startIdentityProvider } from "../support/identity-provider.ts";
import { meanwhile } from "../support/meanwhile.ts";
import { arrive, command, type Person, roomOf } from "../support/person.ts";
import { openRelay, type Relay } from "../support/relay.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };
/**
 * The server promises 5 s, of which A6 in test/access takes none; a browser on a busy machine has to draw it as well.
 */
const OUT_MS = 15_000;

const words = en.sharing;
const ROLES = ["view", "comment", "edit"] as const;
type Given = (typeof ROLES)[number];

let stack: Stack;
let provider: IdentityProvider;
let relay: Relay;
let browser: Browser;
let owner: Person;
const guests = {} as Record<Given, Person>;
const links = {} as Record<Given, string>;
/** Whatever must not stand in a log. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  provider = await startIdentityProvider();
  const { issuer, clientId, clientSecret } = provider.settings;
  const env = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
  [stack, browser] = await Promise.all([startStack({ env }), launchBrowser()]);
  relay = await openRelay(stack.url);
  owner = await arrive(browser, "Olga", { hue: 3 });
  await owner.createDocument(stack.url);
  await owner.type("House rules");
  await owner.toText();
  await owner.type("The kettle is everybody's.");
  await owner.saved();
});

afterAll(async () => {
  await browser?.close();
  await relay?.close();
  await stack?.close();
  await provider?.close();
});

const heading = ({ page }: Person, name: string) => page.getByRole("heading", { name, exact: true });
const note = ({ page }: Person, role: keyof typeof words.note) =>
  page.getByText(words.note[role], { exact: true });
const box = ({ page }: Person, label: string) => page.getByRole("textbox", { name: label, exact: true });

/** Presses a way into the text, as somebody does who wants to write there, and writes at its end. */
async function tryToType(person: Person, text: string): Promise<void> {
  await person.shown.locator("p").first().click();
  await person.page.keyboard.press("ControlOrMeta+End");
  await person.type(text);
}

async function sharing(verb: string, body: object): Promise<void> {
  await command(owner.page, `/api/docs/${roomOf(owner.page)}/sharing/${verb}`, body);
}

/** The ids of the document's links, by label or role, as its owner sees them. */
async function linkOf(isIt: (link: { role: string; label: string }) => boolean): Promise<string> {
  const state = await owner.page.evaluate(
    async (path) => (await fetch(path)).json(),
    `/api/docs/${roomOf(owner.page)}/sharing`,
  );
  return state.sharing.links.find(isIt).id;
}

describe("an address", () => {
  it("alone opens nothing, and looks the same where there never was a document", async () => {
    const stranger = await arrive(browser, "Sid");
    const seen = [];
    for (const address of [owner.page.url(), `${stack.url}/d/house-rules-${"0".repeat(21)}`]) {
      const answer = await stranger.page.goto(address);
      await heading(stranger, access.closed.title).waitFor();
      await stranger.page.getByRole("button", { name: access.closed.signIn }).waitFor();
      const text = await stranger.page.locator("body").innerText();
      seen.push([answer?.status(), text, await stranger.page.title()]);
      expect(text).not.toContain("kettle");
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.[0]).toBe(404);
    await stranger.leave();
  });
});

describe("three links", () => {
  it("are made and copied by their owner, one press each", async () => {
    const { page } = owner;
    await page.getByRole("button", { name: words.share, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: words.title });
    for (const role of ROLES) {
      await dialog.getByRole("radio", { name: words.roles[role], exact: true }).check({ force: true });
      await dialog.getByRole("button", { name: words.copy, exact: true }).click();
      await expect
        .poll(() => page.evaluate(() => navigator.clipboard.readText()), PATIENCE)
        .toMatch(/\/s#[\w-]{32}$/);
      await dialog.getByRole("button", { name: words.moreForLink(words.linkFor[role]) }).waitFor();
      links[role] = await page.evaluate(() => navigator.clipboard.readText());
      secrets.set(`the link to ${role}`, links[role].split("#")[1] ?? "");
    }
    expect(new Set(Object.values(links)).size).toBe(3);
    await dialog.getByRole("button", { name: en.ui.done, exact: true }).click();
  });

  it("let three guests in, to the clean address, with the text and without its moving", async () => {
    for (const [i, role] of ROLES.entries()) {
      const guest = await arrive(browser, `Guest ${role}`, { hue: 4 + i, reducedMotion: "no-preference" });
      guests[role] = guest;
      await guest.page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await guest.open(links[role], role === "edit" ? "write" : "read");
      await expect.poll(() => guest.text(), PATIENCE).toContain("The kettle is everybody's.");
      expect(new URL(guest.page.url()).pathname).toBe(`/d/house-rules-${roomOf(owner.page)}`);
      expect(guest.page.url()).not.toContain("#");
      await expect
        .poll(() => guest.status.innerText(), PATIENCE)
        .toMatch(role === "edit" ? /Saved/ : /Read-only/);
      const moved = await guest.page.evaluate(() =>
        (window as unknown as { shifts: number[] }).shifts.reduce((sum, one) => sum + one, 0),
      );
      expect(moved, role).toBeLessThan(0.01);
    }
  });

  it.each([
    ["view", "viewer"],
    ["comment", "commenter"],
  ] as const)("typing into it as one who may %s does nothing and says why", async (role, kind) => {
    const guest = guests[role];
    await note(guest, kind).waitFor();
    const before = await owner.text();
    await tryToType(guest, "not mine to write");
    await guest.page.getByText(access.refusal[kind]).waitFor();
    await guest.page.getByRole("heading", { level: 1 }).click();
    await guest.type("nor here");
    expect(await guest.text()).not.toContain("not mine");
    expect(await guest.page.getByRole("heading", { level: 1 }).innerText()).toBe("House rules");
    // The editor's words come after the attempt: what was refused would be there before them.
    await tryToType(guests.edit, "Heard. ");
    await expect.poll(() => owner.text(), PATIENCE).toContain("Heard. ");
    expect((await owner.text()).replace("Heard. ", "")).toBe(before);
    expect(await owner.title.inputValue()).toBe("House rules");
    // Typed slowly it is several steps.
    const withoutIt = async () => {
      await guests.edit.page.keyboard.press("ControlOrMeta+z");
      return owner.text();
    };
    await expect.poll(withoutIt, PATIENCE).not.toContain("Hear");
  });

  it("a role that is lowered and raised takes effect while the page is open, and moves no text", async () => {
    const guest = guests.edit;
    const top = async () => (await guest.editor.locator("p").first().boundingBox())?.y;
    await guest.page.evaluate(() => Object.assign(window, { stayed: true }));
    const [link, before] = [await linkOf(({ role }) => role === "edit"), await top()];
    await sharing("change-link", { link, role: "view" });
    await note(guest, "viewer").waitFor({ timeout: OUT_MS });
    expect(await top()).toBe(before);
    await tryToType(guest, "no");
    await guest.page.getByText(access.refusal.viewer).waitFor();
    await sharing("change-link", { link, role: "edit" });
    await note(guest, "viewer").waitFor({ state: "detached", timeout: OUT_MS });
    expect(await top()).toBe(before);
    await tryToType(guest, "Welcome back. ");
    await expect.poll(() => owner.text(), PATIENCE).toContain("Welcome back. ");
    expect(await guest.page.evaluate(() => "stayed" in window)).toBe(true);
    await guest.saved();
  });
});

describe("the (i)", () => {
  it("counts words and characters while they are written, and knows who wrote last and when", async () => {
    const { page } = owner;
    await page.getByRole("button", { name: access.info.title, exact: true }).click();
    const panel = page.getByRole("dialog", { name: access.info.title });
    const fact = (name: string) => panel.locator(`dt:text-is("${name}") + dd`).innerText();
    await expect.poll(() => fact(access.info.words), PATIENCE).toMatch(/^\d+$/);
    const before = Number(await fact(access.info.words));
    const lines = (await owner.text()).split("\n").map((line) => line.trim());
    await expect.poll(() => fact(access.info.characters), PATIENCE).toBe(String(lines.join("").length));
    await guests.edit.caretAtEndOf(0);
    await guests.edit.type(" Three more words");
    await expect.poll(() => fact(access.info.words), PATIENCE).toBe(String(before + 3));
    await expect.poll(() => fact(access.info.edited), PATIENCE).toContain(access.info.by("Guest edit"));
    await page.keyboard.press("Escape");
  });
});

describe("access that ends", () => {
  it("puts somebody out who is typing, and says what is safe", async () => {
    const guest = guests.edit;
    const { page } = owner;
    const dialog = page.getByRole("dialog", { name: words.title });
    await guest.caretAtEndOf(0);
    await meanwhile(
      () => guest.page.keyboard.type("on and on ", { delay: 10 }),
      async () => {
        await expect.poll(() => owner.text(), PATIENCE).toContain("on and on");
        await page.getByRole("button", { name: words.share, exact: true }).click();
        await dialog.getByRole("button", { name: words.moreForLink(words.linkFor.edit) }).click();
        await page.getByRole("menuitem", { name: words.endLink }).click();
        const start = performance.now();
        await dialog.getByRole("button", { name: words.endLinkYes, exact: true }).click();
        await heading(guest, access.over.forbidden).waitFor({ timeout: OUT_MS });
        console.log(`From the press to being out: ${(performance.now() - start).toFixed(0)} ms`);
      },
    );
    await dialog.getByRole("button", { name: en.ui.done, exact: true }).click();
    const shown = await owner.text();
    await tryToType(guest, "still here");
    expect(await guest.text()).not.toContain("still here");
    expect(await owner.text()).toBe(shown);
  });

  it("leaves no way back in: not by asking, not by the address, not by the old link", async () => {
    const guest = guests.edit;
    const address = guest.page.url();
    await guest.page.getByRole("button", { name: access.over.again, exact: true }).click();
    await guest.page.getByText(access.over.still).waitFor();
    guest.page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    await guest.page.goto(address);
    await heading(guest, access.closed.title).waitFor();
    await guest.page.goto("about:blank");
    await guest.page.goto(links.edit);
    await heading(guest, words.open.ended).waitFor();
  });

  it("keeps words that were not sent in a box to copy, over a reload, until they can be sent", async () => {
    const far = await arrive(browser, "Farid", { hue: 9 });
    far.page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    const link = await owner.share("edit", { label: "for Farid" });
    secrets.set("Farid's link", link.split("#")[1] ?? "");
    await far.open(link.replace(stack.url, relay.url));
    await expect.poll(() => far.text(), PATIENCE).toContain("Welcome back.");
    await far.saved();
    relay.cutSync();
    await far.page.locator('header button[data-save="offline"]').waitFor();
    await tryToType(far, "Written on a train. ");
    await sharing("end-link", { link: await linkOf(({ role }) => role === "edit") });
    relay.mend();
    await heading(far, access.over.forbidden).waitFor();
    const unsent = box(far, access.over.unsentLabel);
    await expect.poll(() => unsent.inputValue(), PATIENCE).toBe("Written on a train.");
    await far.page.getByRole("button", { name: access.copy, exact: true }).click();
    await far.page.getByText(access.copied).waitFor();
    expect(await far.page.evaluate(() => navigator.clipboard.readText())).toBe("Written on a train.");

    await far.page.reload();
    await heading(far, access.closed.title).waitFor();
    await expect
      .poll(() => box(far, access.closed.copyLabel).inputValue(), PATIENCE)
      .toContain("Written on a train.");
    expect(await owner.text()).not.toContain("train");

    await far.open((await owner.share("edit")).replace(stack.url, relay.url));
    await far.saved();
    await expect.poll(() => owner.text(), PATIENCE).toContain("Written on a train. ");
    expect(far.errors).toEqual([]);
    await far.leave();
  });

  it("opens again by itself for who is let in again, and a trashed document is told from that", async () => {
    const guest = guests.comment;
    const doc = roomOf(owner.page);
    await command(owner.page, `/api/docs/${doc}/document/trash`, {});
    await heading(guest, access.over.gone).waitFor({ timeout: OUT_MS });
    await heading(owner, access.over.gone).waitFor({ timeout: OUT_MS });
    await command(owner.page, `/api/docs/${doc}/document/restore`, {});
    for (const one of [guest, owner]) {
      await one.page.evaluate(() => window.dispatchEvent(new Event("focus")));
      await heading(one, access.over.gone).waitFor({ state: "detached" });
    }
    await owner.saved();
    await note(guest, "commenter").waitFor();
  });
});

describe("a link", () => {
  it("with a password asks for it, and again where it was not right", async () => {
    const guest = await arrive(browser, "Pia");
    const password = "correct horse battery";
    secrets.set("a password", password);
    await guest.page.goto(await owner.share("view", { password }));
    await guest.page.getByLabel(words.password, { exact: true }).fill("wrong donkey");
    await guest.page.keyboard.press("Enter");
    await guest.page.getByText(words.open.wrong).waitFor();
    await guest.page.getByLabel(words.password, { exact: true }).fill(password);
    await guest.page.keyboard.press("Enter");
    await guest.shown.waitFor();
    await expect.poll(() => guest.text(), PATIENCE).toContain("Welcome back.");
    await guest.leave();
  });

  it("that expires puts out whoever came by it, at its time", async () => {
    const guest = await arrive(browser, "Eve");
    const label = "for an evening";
    await guest.open(await owner.share("edit", { label }));
    await guest.saved();
    // The time is set when she is in: how long a page takes to open is no part of this.
    const link = await linkOf((one) => one.label === label);
    const expires = Date.now() + 1_000;
    await sharing("change-link", { link, expires });
    await heading(guest, access.over.forbidden).waitFor();
    expect(Date.now()).toBeGreaterThanOrEqual(expires);
    expect(Date.now()).toBeLessThan(expires + OUT_MS);
    await guest.leave();
  });
});

describe("signing in and out", () => {
  const me = (name: string) => owner.page.getByRole("button", { name: en.me.button(name) });
  const dialog = () => owner.page.getByRole("dialog", { name: en.me.title });

  it("begins and ends at the same document, which is the account's from then on", async () => {
    const address = owner.page.url();
    await me("Olga").click();
    await dialog().getByRole("button", { name: access.account.signIn, exact: true }).click();
    await owner.page.waitForURL(address);
    await owner.editor.waitFor();
    await me("Olga").click();
    await dialog().getByText(access.account.member("Olga")).waitFor();
    await owner.page.keyboard.press("Escape");
    await owner.page.getByRole("button", { name: words.share, exact: true }).waitFor();
    await owner.saved();
    for (const { name, value } of await owner.context.cookies(stack.url))
      secrets.set(`a cookie ${name}`, value);
  });

  it("out in one tab ends the other, which opens by itself after signing in again", async () => {
    const other = await owner.context.newPage();
    await other.goto(owner.page.url());
    await other.locator('header button[data-save="saved"]').waitFor();
    // A tab behind another draws one frame a second, and every press waits for several.
    await owner.page.bringToFront();
    await other.evaluate(() => Object.assign(window, { stayed: true }));
    await me("Olga").click();
    await dialog().getByRole("button", { name: access.account.signOut, exact: true }).click();
    await dialog().getByRole("switch", { name: access.account.clear }).uncheck({ force: true });
    await dialog().getByText(access.account.stays).waitFor();
    await dialog().getByRole("button", { name: access.account.signOut, exact: true }).click();
    await owner.page.waitForURL(`${stack.url}/`);
    await other.getByRole("heading", { name: access.over["signed-out"], exact: true }).waitFor();

    await owner.page.goto(`${stack.url}/settings`);
    await owner.page.getByRole("button", { name: access.account.signIn, exact: true }).click();
    await owner.page.getByText(access.account.member("Olga")).waitFor();
    expect(new URL(owner.page.url()).pathname).toBe("/settings");
    await other.evaluate(() => window.dispatchEvent(new Event("focus")));
    await other.locator('header button[data-save="saved"]').waitFor();
    expect(await other.evaluate(() => "stayed" in window)).toBe(true);
    await other.close();
  });

  it("out leaves nothing in the browser, where that is wanted, and the documents closed", async () => {
    const other = await owner.context.newPage();
    await other.goto(guests.view.page.url());
    await other.locator('header button[data-save="saved"]').waitFor();
    // A tab behind another draws one frame a second, and every press waits for several.
    await owner.page.bringToFront();
    await owner.page.goto(`${stack.url}/settings`);
    await owner.page.getByRole("button", { name: access.account.signOut, exact: true }).click();
    await owner.page.getByText(access.account.clearText(1)).waitFor();
    await owner.page.getByRole("button", { name: access.account.signOut, exact: true }).click();
    await owner.page.waitForURL(`${stack.url}/`);
    await other.waitForURL(`${stack.url}/`);
    await other.close();
    const left = await owner.page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("concord");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const counts = await Promise.all(
        [...db.objectStoreNames].map(
          (name) =>
            new Promise<number>((resolve) => {
              const request = db.transaction(name).objectStore(name).count();
              request.onsuccess = () => resolve(request.result);
            }),
        ),
      );
      return { counts, recents: localStorage.getItem("concord.recents") };
    });
    expect(left.recents).toBeNull();
    expect(new Set(left.counts)).toEqual(new Set([0]));
    await owner.page.goto(new URL(guests.view.page.url()).href);
    await heading(owner, access.closed.title).waitFor();
  });
});

describe("the whole run", () => {
  it("has left no secret and no word of a document in the log, and no error on any page", async () => {
    for (const [i, one] of provider.secrets.entries()) secrets.set(`a code or token (${i})`, one);
    for (const guest of Object.values(guests)) {
      for (const { name, value } of await guest.context.cookies(stack.url)) {
        secrets.set(`${guest.name}'s ${name}`, value);
      }
    }
    secrets.set("the text", "everybody's");
    const said = stack.said();
    // It has spoken, of this run, and at its most talkative.
    expect(stack.log().map(({ msg }) => msg)).toContain("sign-in.entered");
    expect([...secrets].filter(([, one]) => one.length < 8)).toEqual([]);
    const found = [...secrets].filter(
      ([, one]) => said.includes(one) || said.includes(one.split(".")[2] ?? one),
    );
    expect(found.map(([what]) => what)).toEqual([]);
    expect(stack.log().filter((line) => Number(line.level) >= 50)).toEqual([]);
    expect([owner, ...Object.values(guests)].flatMap(({ errors }) => errors)).toEqual([]);
  });
});
