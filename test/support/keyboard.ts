// A page by keyboard alone: from stop to stop of the Tab key, what can be seen of the focus there, and whether a
// pointer was used after all. Called by end-to-end tests.

import type { BrowserContext, Locator, Page } from "playwright-core";

/** Far more stops than a page of ours has. */
const MAX_STOPS = 120;

/** Every press of a mouse or finger in this context, from now on. */
export async function pressesIn(context: BrowserContext): Promise<readonly string[]> {
  const presses: string[] = [];
  await context.exposeBinding("tellPress", (_source, what: string) => void presses.push(what));
  await context.addInitScript(() => {
    const { tellPress } = window as unknown as { tellPress: (what: string) => void };
    for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel"])
      window.addEventListener(kind, ({ target }) => tellPress(`${kind} on ${target}`), true);
  });
  return presses;
}

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses the key until the focus is there. */
export async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`No way by ${key} to ${target}`);
}

/** What has the focus, in words. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const now = document.activeElement;
    if (now === null || now === document.body) return "";
    const name = now.getAttribute("aria-label") ?? now.getAttribute("placeholder") ?? now.textContent;
    return `${now.tagName.toLowerCase()} “${name?.trim().slice(0, 40)}”`;
  });

export interface Round {
  /** Each stop, in order. */
  readonly stops: readonly string[];
  /** Those at which nothing shows that the focus is there. */
  readonly unseen: readonly string[];
}

/**
 * Tab, from where the focus is until it has been everywhere: it leaves the page, or comes round. Fails where it does
 * not go on. A ring is an outline or a shadow that is there with the focus and not without, on the control or on the
 * frame right around it; where one writes, the caret is enough.
 */
export async function roundOf(page: Page, key = "Tab"): Promise<Round> {
  const stops: string[] = [];
  const unseen: string[] = [];
  await page.evaluate(() => Object.assign(window, { tabStops: [] }));
  for (let at = 0; at < MAX_STOPS; at++) {
    await page.keyboard.press(key);
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))),
    );
    const stop = await page.evaluate(() => {
      interface Stop {
        readonly element: Element;
        readonly look: string;
      }
      const { tabStops } = window as unknown as { tabStops: Stop[] };
      const now = document.activeElement;
      /** Outline and shadow of it and of its frame, where anything of them can be seen. */
      const lookOf = (element: Element): string =>
        [element, element.parentElement, element.parentElement?.parentElement ?? null]
          .flatMap((one) => (one === null ? [] : [getComputedStyle(one), getComputedStyle(one, "::after")]))
          .map(({ outlineStyle, outlineWidth, outlineColor, boxShadow }) => {
            const isDrawn = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1.5;
            const isClear = /(, 0\)|\/ 0\))$/.test(outlineColor) || outlineColor === "transparent";
            return `${isDrawn && !isClear ? outlineColor : ""} ${boxShadow === "none" ? "" : boxShadow}`;
          })
          .join("|");
      const last = tabStops.at(-1);
      // The one before is without the focus now.
      const blind = last?.element.isConnected === true && lookOf(last.element) === last.look;
      const over =
        now === null || now === document.body || (tabStops.length > 0 && tabStops[0]?.element === now);
      const stuck = last !== undefined && last.element === now;
      if (now !== null) tabStops.push({ element: now, look: lookOf(now) });
      const writes = (element: Element | undefined) =>
        element?.matches("textarea, [contenteditable=true]") === true;
      return { over, stuck, blind: blind && !writes(last?.element) };
    });
    const before = stops.at(-1);
    if (stop.blind && before !== undefined) unseen.push(before);
    if (stop.over) return { stops, unseen };
    if (stop.stuck) throw new Error(`${key} does not leave ${before}`);
    stops.push(await focused(page));
  }
  throw new Error(`${key} did not come round: ${stops.slice(-8).join(", ")}`);
}
