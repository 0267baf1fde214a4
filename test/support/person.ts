// Somebody at a browser: opens documents, types, looks. Finds things as people do, by role and by the
// words of app/_words/en.ts; only what has no words (carets, the save mark) is found by class.

import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { en } from "../../app/_words/en.ts";
import { parseAddress } from "../../lib/names.ts";
import type { LinkRole } from "../../lib/policy.ts";
import { closeContext } from "./browser.ts";
import type { LongDocument } from "./long-document.ts";

/** A bound for what never comes: a busy machine with two files at once may need seconds for a page. */
const STEP_TIMEOUT_MS = 30_000;

/** A phone as an editor knows one: what it does for Android it does by the name. */
export const ANDROID = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  userAgent:
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
} as const satisfies BrowserContextOptions;

export interface Person {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly title: Locator;
  readonly editor: Locator;
  /** The text, with an editor around it or without. */
  readonly shown: Locator;
  /** The slot of the save status, whatever it says. */
  readonly status: Locator;
  /** Everything that went wrong in the page and was not expected. */
  readonly errors: readonly string[];
  /**
   * A new document, caret in the title; resolves with the room's name. Asked for as a program would, and opened:
   * one page less to load. `createAtHome`: as people do, with one click.
   */
  createDocument(url: string): Promise<string>;
  createAtHome(url: string): Promise<string>;
  open(address: string, to?: "write" | "read"): Promise<void>;
  /** Makes a link to the document that is open, as the Share dialog does; gives its address. */
  share(role?: LinkRole, more?: object): Promise<string>;
  /** Says what anyone with the address of the document that is open may do. */
  letIn(role: LinkRole | "none"): Promise<void>;
  /** A personal token: with it a program outside the browser sees what this person sees. */
  key(): Promise<string>;
  /** Enter in the title, and the caret is in the text. */
  toText(): Promise<void>;
  /** Waits until the status slot says that everything is on the server's disk. */
  saved(): Promise<void>;
  paste(document: LongDocument): Promise<void>;
  /** Puts the caret at the end of a block (0 is the first, -1 the last) as a person does. */
  caretAtEndOf(block: number): Promise<void>;
  type(text: string): Promise<void>;
  /** The document as the editor holds it, in ProseMirror's JSON. */
  json(): Promise<unknown>;
  text(): Promise<string>;
  /** Where somebody else's caret stands on this screen, and what its label says. */
  caretOf(name: string): Locator;
  leave(): Promise<void>;
}

/**
 * Two things are off unless a test asks for them, because each costs every page seconds of a slow machine: the
 * service worker, which fetches the whole app (`serviceWorkers: "allow"`), and motion, for which each press waits
 * (`reducedMotion: "no-preference"`).
 */
export async function arrive(
  browser: Browser,
  name: string,
  options: BrowserContextOptions & { hue?: number } = {},
): Promise<Person> {
  const { hue = 1, ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: "block",
    reducedMotion: "reduce",
    ...contextOptions,
  });
  return arriveIn(context, name, hue);
}

/** The same in a browser of one's own, which can be closed and opened again. */
export async function arriveIn(context: BrowserContext, name: string, hue = 1): Promise<Person> {
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await context.addInitScript(
    ([key, value]) => {
      // The browser's own page for an address that does not answer has no storage.
      if (location.origin !== "null" && localStorage.getItem(key) === null) localStorage.setItem(key, value);
    },
    ["concord.me", JSON.stringify({ name, hue })] as const,
  );
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // A lost connection is a console error of the browser's own, and what many of these tests are about.
    if (message.type() === "error" && !/ERR_|WebSocket|Failed to load resource/.test(message.text())) {
      errors.push(message.text());
    }
  });

  const title = page.getByRole("textbox", { name: en.document.titleLabel, exact: true });
  const editor = page.getByRole("textbox", { name: en.document.bodyLabel, exact: true });
  const status = page.locator("header button[data-save]");
  // Who may only read has the text without an editor around it.
  const shown = page.locator('article.prose, .prose[contenteditable="false"]').or(editor).first();

  return {
    name,
    page,
    context,
    title,
    editor,
    shown,
    status,
    errors,
    async createDocument(url) {
      const { doc } = (await (await context.request.post(`${url}/api/docs`, { data: {} })).json()) as {
        doc: { id: string };
      };
      await page.goto(`${url}/d/${doc.id}`);
      await editor.waitFor();
      await page.waitForFunction(() => document.activeElement?.matches("h1 textarea"));
      return roomOf(page);
    },
    async createAtHome(url) {
      await page.goto(url);
      await page.getByRole("button", { name: en.home.newDocument }).click();
      await page.waitForURL(/\/d\//);
      await editor.waitFor();
      return roomOf(page);
    },
    async open(address, to = "write") {
      await page.goto(address);
      await (to === "write" ? editor : shown).waitFor();
    },
    async share(role = "edit", more = {}) {
      const { link } = await command(page, `/api/docs/${roomOf(page)}/sharing/add-link`, { role, ...more });
      return `${new URL(page.url()).origin}/s#${(link as { secret: string }).secret}`;
    },
    async letIn(general) {
      await command(page, `/api/docs/${roomOf(page)}/sharing/set`, { general });
    },
    async key() {
      return (await command(page, "/api/me/tokens", { name: "a look from outside" })).secret as string;
    },
    async toText() {
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.classList.contains("prose"));
    },
    saved: () => page.locator('header button[data-save="saved"]').waitFor(),
    async paste({ html, text }) {
      await editor.focus();
      await page.evaluate(
        async ([rich, plain]) => {
          const of = (content: string, type: string) => new Blob([content], { type });
          const item = { "text/html": of(rich, "text/html"), "text/plain": of(plain, "text/plain") };
          await navigator.clipboard.write([new ClipboardItem(item)]);
        },
        [html, text] as const,
      );
      await page.keyboard.press("ControlOrMeta+v");
      await editor.locator("h2").last().waitFor();
    },
    async caretAtEndOf(block) {
      const blocks = editor.locator(":scope > *");
      const target = block < 0 ? blocks.nth((await blocks.count()) + block) : blocks.nth(block);
      await target.click();
      await moveToEnd(page, target);
    },
    type: (text) => page.keyboard.type(text, { delay: 4 }),
    json: () =>
      editor.evaluate((element) =>
        (element as unknown as { editor: { getJSON(): unknown } }).editor.getJSON(),
      ),
    text: () => shown.evaluate((element) => (element as HTMLElement).innerText),
    // A label says the first name, where nobody else here has the same.
    // Labels hold the first name, or more where two begin alike.
    caretOf: (other) =>
      page.locator(".carets .caret").filter({
        has: page.locator(".name").getByText(new RegExp(`^${other.split(" ", 1)[0]}\\b`)),
      }),
    leave: () => closeContext(context),
  };
}

/** What a page of ours asks of the server, with this person's cookie. */
export async function command(page: Page, path: string, body: object): Promise<Record<string, unknown>> {
  const { status, text } = await page.evaluate(
    async ([to, json]) => {
      const answer = await fetch(to, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: json,
      });
      return { status: answer.status, text: await answer.text() };
    },
    [path, JSON.stringify(body)] as const,
  );
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
  return JSON.parse(text);
}

/** A long paragraph wraps: a click lands in its middle, and End ends only that line. */
async function moveToEnd(page: Page, block: Locator): Promise<void> {
  await block.evaluate((element) => {
    const selection = element.ownerDocument.getSelection();
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(element);
    range.collapse(false);
    selection?.removeAllRanges();
    selection?.addRange(range);
  });
  // The editor takes a changed selection over with the browser's own event, which comes a little later.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

export function roomOf(page: Page): string {
  const segment = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  const id = parseAddress(segment);
  if (id === undefined) throw new Error(`No document at ${page.url()}`);
  return id;
}
