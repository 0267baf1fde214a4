// A witness in the page: notes at every frame what the screen shows, for tests that ask afterwards what
// somebody had been shown at some moment. Marks are numbered words such as `ada-17.`

import type { Page } from "playwright-core";

export interface Sight {
  /** Milliseconds by the browser's clock. */
  readonly at: number;
  /** What the save status says, by its mark. */
  readonly save: string;
  /** For each prefix, how many of its marks the screen shows. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Marks `prefix-1.` to `prefix-n.`, as one line to type. */
export const marks = (prefix: string, count: number): string =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}.`).join(" ");

/** Which of the marks stand in the text, in the order of the text. */
export const marksIn = (text: string, prefix: string): number[] =>
  [...text.matchAll(new RegExp(`\\b${prefix}-(\\d+)\\.`, "g"))].map((match) => Number(match[1]));

export async function watchScreen(page: Page, prefixes: readonly string[]): Promise<void> {
  await page.evaluate((names) => {
    const sights: { at: number; save: string; counts: object }[] = [];
    // Whoever watched before has asked already.
    const watched = window as unknown as { sights: unknown };
    watched.sights = sights;
    // A frame in which nothing changed is not read: it is a thousand words, sixty times a second.
    let changed = true;
    new MutationObserver(() => {
      changed = true;
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    let last = "";
    const look = () => {
      if (watched.sights !== sights) return;
      const at = performance.now();
      if (changed) {
        changed = false;
        const text = document.querySelector(".prose")?.textContent ?? "";
        const counts = Object.fromEntries(
          names.map((name) => [name, text.match(new RegExp(`\\b${name}-\\d+\\.`, "g"))?.length ?? 0]),
        );
        const save = document.querySelector("header [data-save]")?.getAttribute("data-save") ?? "none";
        const now = JSON.stringify([counts, save]);
        // A frame that shows the same still proves that "Saved" went on being shown: keep the last one.
        if (now === last) sights.pop();
        last = now;
        sights.push({ at, save, counts });
      } else {
        const before = sights.at(-1);
        if (before !== undefined) before.at = at;
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, prefixes);
}

export const sightsOf = (page: Page): Promise<readonly Sight[]> =>
  page.evaluate(() => (window as unknown as { sights: Sight[] }).sights);

/** The last of them alone: what may be asked often. */
export const sightOf = (page: Page): Promise<Sight | undefined> =>
  page.evaluate(() => (window as unknown as { sights: Sight[] }).sights.at(-1));

/**
 * How many marks of `prefix` the screen has called saved: shown at least `graceMs` before a moment at
 * which the status said "Saved". (Shorter unsaved moments are not told, so as not to flicker.)
 */
export function shownAsSaved(sights: readonly Sight[], prefix: string, graceMs: number): number {
  let most = 0;
  for (const { at, save } of sights) {
    if (save !== "saved") continue;
    for (const earlier of sights) {
      if (earlier.at <= at - graceMs) most = Math.max(most, earlier.counts[prefix] ?? 0);
    }
  }
  return most;
}

export const mostShown = (sights: readonly Sight[], prefix: string): number =>
  Math.max(0, ...sights.map((sight) => sight.counts[prefix] ?? 0));
