// Home, alive: what one tab or one person does, another sees without a reload; searching, selecting, the
// trash and what is gone for ever; thousands of rows; keys, a phone, and a server that goes and comes.

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en } from "../../app/_words/en.ts";
import { home } from "../../app/_words/home.ts";
import { DOC_ID_BYTES, printDocId } from "../../lib/names.ts";
import { launchBrowser } from "../support/browser.ts";
import { arrive, type Person, roomOf } from "../support/person.ts";
import { type Stack, startStack } from "../support/stack.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let ada: Person;
let ben: Person;
/** Ada's second tab, always at home. */
let desk: Page;

const row = (page: Page, title: string | RegExp): Locator =>
  page.getByRole("listitem").filter({ has: page.locator("[data-main]", { hasText: title }) });
const view = (page: Page, name: keyof typeof home.views) =>
  page.getByRole("link", { name: home.views[name], exact: true });
const titles = (page: Page) => page.locator("[data-doc] [data-main]").allInnerTexts();
const choose = async (page: Page, title: string, act: string) => {
  await row(page, title)
    .getByRole("button", { name: home.moreFor(title) })
    .click();
  await page.getByRole("menuitem", { name: act }).click();
};

/** As a program would: the page's own identity, no clicks. */
const post = (page: Page, path: string, body: object = {}) =>
  page.evaluate(
    async ([to, sent]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(sent) });
      return (await answer.json()) as Record<string, never>;
    },
    [path, body] as const,
  );

/** Made and named, without opening it. */
async function make(page: Page, title: string): Promise<string> {
  const { doc } = (await post(page, "/api/docs")) as unknown as { doc: { id: string } };
  await post(page, `/api/docs/${doc.id}/document/rename`, { title });
  return doc.id;
}

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  [ada, ben] = await Promise.all([arrive(browser, "Ada", { hue: 3 }), arrive(browser, "Ben", { hue: 7 })]);
  await Promise.all([ada.page.goto(stack.url), ben.page.goto(stack.url)]);
  desk = await ada.context.newPage();
  await desk.goto(stack.url);
  await desk.getByText(home.empty.recent.title).waitFor();
  // A tab behind another draws one frame a second, and every press waits for several.
  await ada.page.bringToFront();
});

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

describe("without a reload", () => {
  it("a document of another tab appears, takes the title that is typed, and shows who is in it", async () => {
    await ada.createAtHome(stack.url);
    await ada.type("Harbour plan");
    await row(desk, "Harbour plan").waitFor();
    await row(desk, "Harbour plan").getByRole("img", { name: "Here now: Ada" }).waitFor();
    await ada.type(" for winter");
    await row(desk, "Harbour plan for winter").waitFor();
    await ada.toText();
    await ada.type("The north berth is closed.");
    await row(desk, "Harbour plan").getByText("The north berth is closed.").waitFor();
    await ada.saved();
  });

  it("another person is seen coming and going, and sees the document on the home of their own", async () => {
    const id = roomOf(ada.page);
    const { link } = (await post(ada.page, `/api/docs/${id}/sharing/add-link`, {
      role: "edit",
    })) as unknown as { link: { secret: string } };
    expect(await titles(ben.page)).toEqual([]);
    await post(ben.page, "/api/links/open", { secret: link.secret });
    await row(ben.page, "Harbour plan").waitFor();
    await view(ben.page, "shared").click();
    await row(ben.page, "Harbour plan").waitFor();
    await view(ben.page, "mine").click();
    await ben.page.getByText(home.empty.mine.title).waitFor();

    const visit = await ben.context.newPage();
    await visit.goto(ada.page.url());
    await row(desk, "Harbour plan")
      .getByRole("img", { name: /Here now: .*Ben/ })
      .waitFor();
    await visit.close();
    await expect
      .poll(() => row(desk, "Harbour plan").getByRole("img", { name: /Ben/ }).count(), PATIENCE)
      .toBe(0);
  });

  it("what is put in the trash leaves both homes, and comes back to both", async () => {
    await view(ben.page, "shared").click();
    await row(ben.page, "Harbour plan").waitFor();
    await ada.page.goto(stack.url);
    await choose(ada.page, "Harbour plan for winter", home.trash);
    await ada.page.getByText(home.trashed("Harbour plan for winter", 1)).waitFor();
    await row(ben.page, "Harbour plan").waitFor({ state: "detached" });
    await row(desk, "Harbour plan").waitFor({ state: "detached" });
    await ada.page.getByRole("button", { name: en.ui.undo }).click();
    await row(desk, "Harbour plan").waitFor();
    await row(ben.page, "Harbour plan").waitFor();
    await row(ada.page, "Harbour plan").waitFor();
  });

  it("a star of one tab shines in the other", async () => {
    await choose(ada.page, "Harbour plan for winter", home.star);
    await row(desk, "Harbour plan").getByRole("img", { name: home.starredMark }).waitFor();
    await ada.page.getByRole("heading", { name: home.starred, exact: true }).waitFor();
    await choose(ada.page, "Harbour plan for winter", home.unstar);
    await row(desk, "Harbour plan")
      .getByRole("img", { name: home.starredMark })
      .waitFor({ state: "detached" });
  });

  it("both tabs live on one stream, and the other takes over by the browser's word when its holder closes", async () => {
    const context = await browser.newContext();
    const streams: Page[] = [];
    context.on("request", (request) => {
      if (request.url().endsWith("/api/events")) streams.push(request.frame().page());
    });
    const first = await context.newPage();
    await first.goto(stack.url);
    await first.getByText(home.empty.recent.title).waitFor();
    const second = await context.newPage();
    await second.clock.install();
    await second.goto(stack.url);
    await second.getByText(home.empty.recent.title).waitFor();
    const held = () =>
      second.evaluate(async () => {
        const { held = [], pending = [] } = await navigator.locks.query();
        return [held.length, pending.length];
      });
    await expect.poll(held, PATIENCE).toEqual([1, 1]);
    expect(streams).toEqual([first]);
    await make(first, "Heard by both");
    await Promise.all([first, second].map((page) => row(page, "Heard by both").waitFor()));

    // With its clocks standing still: no timer has to run out first, so it is as quick as the browser.
    await second.clock.pauseAt(await second.evaluate(() => Date.now() + 1_000));
    await Promise.all([second.waitForRequest("**/api/events"), first.close()]);
    expect(streams).toEqual([first, second]);
    await second.clock.resume();
    await make(second, "After the hand-over");
    await row(second, "After the hand-over").waitFor();
    await context.close();
  });
});

describe("search", () => {
  it("finds a word that was typed a second ago, marks it, and opens it with Enter", async () => {
    await desk.bringToFront();
    await row(desk, "Harbour plan").locator("[data-main]").click();
    await desk.getByRole("textbox", { name: en.document.bodyLabel, exact: true }).click();
    await desk.keyboard.press("ControlOrMeta+End");
    await desk.keyboard.type(" Beware of the kingfisher.");
    await desk.locator('header button[data-save="saved"]').waitFor();
    await ada.page.bringToFront();
    await ada.page.keyboard.press("/");
    await ada.page.keyboard.type("kingfi");
    await ada.page.locator("mark", { hasText: "kingfi" }).waitFor();
    expect(await titles(ada.page)).toEqual(["Harbour plan for winter"]);
    await ada.page.keyboard.press("ArrowDown");
    expect(await ada.page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Harbour plan for winter",
    );
    await ada.page.keyboard.press("ArrowUp");
    await ada.page.keyboard.press("Enter");
    await ada.page.waitForURL(/harbour-plan/);
    await ada.editor.waitFor();
    await Promise.all([ada.page.goto(stack.url), desk.goto(stack.url)]);
  });

  it("says so when nothing is found, and Escape brings everything back", async () => {
    await row(ada.page, "Harbour plan").waitFor();
    await ada.page.keyboard.press("/");
    await ada.page.keyboard.type("xylophone");
    await ada.page.getByText(home.nothingFoundIn.recent("xylophone")).waitFor();
    await ada.page.keyboard.press("Escape");
    await row(ada.page, "Harbour plan").waitFor();
  });
});

describe("by keyboard", () => {
  it("a document is renamed in its row, and its own page has the new title", async () => {
    const id = await make(ada.page, "Draft");
    await row(ada.page, "Draft").locator("[data-main]").focus();
    await ada.page.keyboard.press("F2");
    await ada.page.getByLabel(home.renameLabel("Draft")).waitFor();
    await ada.page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
    await ada.page.keyboard.type("Final");
    await ada.page.keyboard.press("Enter");
    await row(desk, "Final").waitFor();
    await expect
      .poll(() => ada.page.evaluate(() => document.activeElement?.textContent), PATIENCE)
      .toBe("Final");
    await ada.open(`${stack.url}/d/${id}`);
    await expect.poll(() => ada.title.inputValue(), PATIENCE).toBe("Final");
    await ada.page.goto(stack.url);
  });

  it("the four lists have addresses, and Back comes back to them", async () => {
    await view(ada.page, "mine").press("Enter");
    await view(ada.page, "trash").press("Enter");
    await expect.poll(() => new URL(ada.page.url()).search, PATIENCE).toBe("?view=trash");
    await ada.page.goBack();
    await expect.poll(() => view(ada.page, "mine").getAttribute("aria-current"), PATIENCE).toBe("page");
    await row(ada.page, "Harbour plan").waitFor();
    await ada.page.goto(`${stack.url}/?view=trash&sort=title`);
    await ada.page.getByText(home.empty.trash.title).waitFor();
    await view(ada.page, "recent").click();
    await row(ada.page, "Harbour plan").waitFor();
    // The order goes along from list to list.
    await expect.poll(() => new URL(ada.page.url()).search, PATIENCE).toBe("?sort=title");
    await ada.page.goto(stack.url);
  });

  it("a list chosen in the moment in which the page comes to life is shown, and Back comes back to it", async () => {
    const page = await ada.context.newPage();
    // Between the first paint that React makes and Next's first effect: a slow machine has time to press there.
    await page.addInitScript(() => {
      const write = history.replaceState;
      if (location.search !== "") return;
      history.replaceState = function replaceState(state, unused, url) {
        history.replaceState = write;
        queueMicrotask(() => document.querySelector<HTMLElement>('nav a[href*="view=mine"]')?.click());
        return write.call(history, state, unused, url);
      };
    });
    await page.goto(stack.url);
    await expect.poll(() => new URL(page.url()).search, PATIENCE).toBe("?view=mine");
    await expect.poll(() => view(page, "mine").getAttribute("aria-current"), PATIENCE).toBe("page");
    await view(page, "trash").press("Enter");
    await expect.poll(() => view(page, "trash").getAttribute("aria-current"), PATIENCE).toBe("page");
    await page.goBack();
    await expect.poll(() => view(page, "mine").getAttribute("aria-current"), PATIENCE).toBe("page");
    await page.close();
  });

  it("several are selected, put in the trash at once, restored, and deleted for ever", async () => {
    const ids = [];
    for (const title of ["Rota A", "Rota B", "Rota C", "Rota D"]) ids.push(await make(ada.page, title));
    await row(ada.page, "Rota D").waitFor();
    await row(ada.page, "Rota A").locator("[data-main]").focus();
    await ada.page.keyboard.press(" ");
    await ada.page.keyboard.press("Shift+ArrowUp");
    await row(ada.page, "Rota D")
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    await ada.page.getByText(home.selected(4)).waitFor();
    await ada.page.keyboard.press("Delete");
    await ada.page.getByText(home.trashed("", 4)).waitFor();
    await expect
      .poll(async () => (await titles(ada.page)).filter((title) => title.startsWith("Rota")), PATIENCE)
      .toEqual([]);

    await view(ada.page, "trash").click();
    await expect.poll(async () => (await titles(ada.page)).length, PATIENCE).toBe(4);
    await row(ada.page, "Rota B")
      .getByRole("button", { name: home.moreFor("Rota B") })
      .click();
    await ada.page.getByRole("menuitem", { name: home.restore }).click();
    await row(desk, "Rota B").waitFor();

    await row(ada.page, "Rota A").locator("[data-main]").focus();
    await ada.page.keyboard.press("ControlOrMeta+a");
    await ada.page.getByText(home.selected(3)).waitFor();
    await ada.page.keyboard.press("Delete");
    const dialog = ada.page.getByRole("dialog", { name: home.deleteTitle("", 3) });
    await dialog.getByText(home.deleteText(3)).waitFor();
    // A key pressed without a thought deletes nothing.
    await ada.page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect((await titles(ada.page)).length).toBe(3);
    await ada.page.keyboard.press("Delete");
    await dialog.getByRole("button", { name: home.deleteForEver }).click();
    await ada.page.getByText(home.empty.trash.title).waitFor();
    const [gone, kept] = await ada.page.evaluate(
      (some) => Promise.all(some.map(async (one) => (await fetch(`/api/docs/${one}`)).status)),
      [ids[0], ids[1]],
    );
    expect([gone, kept]).toEqual([404, 200]);
    await view(ada.page, "recent").click();
  });

  it("what somebody else owns is taken off the list, not deleted", async () => {
    await view(ben.page, "recent").click();
    await row(ben.page, "Harbour plan").locator("[data-main]").focus();
    await ben.page.keyboard.press("Delete");
    await ben.page.getByText(home.left("Harbour plan for winter", 1)).waitFor();
    await ben.page.reload();
    await ben.page.getByText(home.empty.recent.title).waitFor();
    expect(await titles(desk)).toContain("Harbour plan for winter");
  });
});

describe("thousands of documents", () => {
  it("are scrolled through with few rows in the page", async () => {
    const total = 3_000;
    const page = await ada.context.newPage();
    const ids = Array.from({ length: total }, (_, n) => {
      const bytes = new Uint8Array(DOC_ID_BYTES).fill(n % 62);
      bytes[0] = Math.floor(n / 62) % 62;
      return printDocId(bytes);
    });
    // The server's part of it is timed elsewhere: here stands its answer.
    await page.route(/\/api\/docs\?view/, async (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const from = Number(asked.get("cursor") ?? 0);
      const to = Math.min(total, from + Number(asked.get("limit") ?? 50));
      const docs = ids.slice(from, to).map((id, n) => ({
        id,
        title: `Document ${from + n}`,
        excerpt: "A first line.",
        words: 3,
        createdAt: 1,
        editedAt: Date.now() - (from + n) * 3_600_000,
        openedAt: 1,
        people: [],
        role: "own",
      }));
      await route.fulfill({ json: { docs, next: to < total ? String(to) : undefined } });
    });
    await page.goto(stack.url);
    await page.bringToFront();
    await row(page, /^Document 0$/).waitFor();
    let most = 0;
    await expect
      .poll(
        async () => {
          await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
          most = Math.max(most, await page.locator("[data-doc]").count());
          return row(page, `Document ${total - 1}`).count();
        },
        { timeout: 60_000, interval: 30 },
      )
      .toBe(1);
    expect(most).toBeLessThan(300);
    await page.evaluate(() => window.scrollTo(0, 0));
    await row(page, /^Document 0$/).waitFor();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.close();
  });
});

describe("on a phone", () => {
  it("a long press selects, a tap adds, and the menu is a sheet", async () => {
    const phone = await arrive(browser, "Cleo", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = phone;
    await page.goto(stack.url);
    for (const title of ["One", "Two", "Three"]) await make(page, title);
    await row(page, "Three").waitFor();
    await row(page, "Two")
      .getByRole("button", { name: home.moreFor("Two") })
      .tap();
    const sheet = page.getByRole("dialog", { name: "Two" });
    await sheet.getByRole("button", { name: home.duplicate }).tap();
    await row(page, "Two (copy)").waitFor();

    const box = await row(page, "Three").boundingBox();
    if (box === null) throw new Error("no row");
    const touch = await page.context().newCDPSession(page);
    const at = [{ x: box.x + 60, y: box.y + 24 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at });
    await page.getByText(home.selected(1)).waitFor();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await row(page, "One").locator("[data-main]").tap();
    await page.getByText(home.selected(2)).waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
    await page.getByRole("button", { name: home.trash }).tap();
    await page.getByText(home.trashed("", 2)).waitFor();
    await expect.poll(async () => (await titles(page)).sort(), PATIENCE).toEqual(["Two", "Two (copy)"]);
    expect(phone.errors).toEqual([]);
    await phone.leave();
  });
});

describe("while the server is away", () => {
  it("home says so, shows what it knows, finds in it, and is itself again when the server is back", async () => {
    await row(desk, "Harbour plan").waitFor();
    await stack.kill();
    await desk.getByText(home.offlineMore).waitFor();
    await row(desk, "Harbour plan").getByText(home.onDevice).waitFor();
    await row(desk, "Final").getByText(home.onDevice).waitFor();
    await row(desk, "Rota B").getByText(home.notOnDevice).waitFor();
    // On a phone the note stands under what it is about, where the other lines begin.
    for (const width of [390, 320]) {
      await desk.setViewportSize({ width, height: 844 });
      const [title, note] = await Promise.all(
        [
          desk.locator("h4", { hasText: "Harbour plan" }),
          row(desk, "Harbour plan").getByText(home.onDevice),
        ].map((one) => one.boundingBox()),
      );
      expect([width, note?.x]).toEqual([width, title?.x]);
      expect(note?.y).toBeGreaterThanOrEqual((title?.y ?? 0) + (title?.height ?? 0));
    }
    await desk.setViewportSize({ width: 1280, height: 800 });
    await desk.keyboard.press("/");
    await desk.keyboard.type("harb");
    await expect.poll(() => titles(desk), PATIENCE).toEqual(["Harbour plan for winter"]);
    await desk.keyboard.press("Escape");
    await stack.restart();
    await desk.getByText(home.offlineMore).waitFor({ state: "hidden", timeout: 45_000 });
    await make(ada.page, "After the night");
    await row(desk, "After the night").waitFor();
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
