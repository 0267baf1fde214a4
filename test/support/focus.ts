// Whether the focus can be seen wherever it may be. Called by end-to-end tests on the pages that they visit. What is
// compared is how a thing looks with the focus and without: a ring, a shadow or a border of another colour.

import type { Page } from "playwright-core";

/** WCAG 1.4.11: as much as anything needs that is no text. */
const LEAST_CONTRAST = 3;

/** How many things the Tab key comes to, and one line for each that looks the same with the focus. */
export const unseenFocus = (page: Page): Promise<{ readonly stops: number; readonly unseen: string[] }> =>
  page.evaluate((least) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (canvas === null) throw new Error("There is no canvas.");
    const lightOf = (color: string): number => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      if (alpha < 128) return Number.NaN;
      const linear = [red, green, blue].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
    };
    const contrast = (one: number, other: number) =>
      (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const ground = (element: Element | null): number => {
      if (element === null) return 1;
      const own = lightOf(getComputedStyle(element).backgroundColor);
      return Number.isNaN(own) ? ground(element.parentElement) : own;
    };
    /** The colours that stand around it: ring, shadow, border, of it and of what frames it. */
    const marks = (element: Element): Map<string, string> => {
      const found = new Map<string, string>();
      let one: Element | null = element;
      for (let level = 0; one !== null && level < 3; level++, one = one.parentElement) {
        for (const part of ["", "::before", "::after"]) {
          const drawn = getComputedStyle(one, part || undefined);
          if (part !== "" && drawn.content === "none") continue;
          const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopWidth, borderTopColor } =
            drawn;
          const at = `${level}${part}`;
          if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2)
            found.set(`${at} ring`, outlineColor);
          const shadow = /^(?:[a-z-]+\([^)]*\)|#\w+)/.exec(boxShadow)?.[0];
          if (shadow !== undefined) found.set(`${at} shadow`, shadow);
          if (Number.parseFloat(borderTopWidth) > 0) found.set(`${at} border`, borderTopColor);
        }
      }
      return found;
    };
    const before = document.activeElement;
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        "a[href], button, input, select, summary, [tabindex]:not([contenteditable='true'])",
      ),
    ].filter(
      (one) =>
        one.tabIndex >= 0 && !one.matches(":disabled") && one.checkVisibility({ visibilityProperty: true }),
    );
    const unseen: string[] = [];
    let stops = 0;
    for (const one of all) {
      (document.activeElement as HTMLElement | null)?.blur();
      const without = marks(one);
      one.focus({ preventScroll: true });
      if (document.activeElement !== one) continue;
      stops++;
      const around = ground(one.parentElement);
      const isSeen = [...marks(one)].some(
        ([where, color]) => without.get(where) !== color && contrast(lightOf(color), around) >= least,
      );
      if (!isSeen) unseen.push(one.outerHTML.slice(0, 140));
    }
    (before as HTMLElement | null)?.focus();
    return { stops, unseen };
  }, LEAST_CONTRAST);
