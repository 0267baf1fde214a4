// What can be measured of a phone's screen: whether each thing to press is as large as a finger, and whether
// anything is wider than the window. Called by end-to-end tests on every screen they visit.

import type { Page } from "playwright-core";

/** One line for each target that a finger would miss. By hit tests, so that a larger area around it counts. */
export const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const controls =
      'a[href],button,input,select,textarea,summary,[role="menuitem"],[role="menuitemcheckbox"],[role="option"]';
    // Links in running text are as large as their words; WCAG 2.5.5 has the same exception.
    const inText = ".prose :is(p, li, td, th) a";
    const top = document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]');
    const found: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>(controls)) {
      if (one.matches(inText) || one.closest(".hidden-text, .skip, [hidden]") !== null) continue;
      // What lies behind an open panel was measured before.
      if (top !== null && !top.contains(one)) continue;
      if (top !== null) one.scrollIntoView({ block: "nearest" });
      const { left, top: upper, width, height } = one.getBoundingClientRect();
      const x = left + width / 2;
      const y = upper + height / 2;
      const labels = one instanceof HTMLInputElement ? [...(one.labels ?? [])] : [];
      const isOwn = (atX: number, atY: number): boolean => {
        const hit = document.elementFromPoint(atX, atY);
        if (hit === null) return false;
        // The frame of a field around its input, and whatever names it.
        return [one, ...labels, one.closest("label")].some((part) => part?.contains(hit) === true);
      };
      if (!isOwn(x, y)) continue;
      // Most are large enough: four looks instead of a hundred.
      const half = least / 2 - 0.5;
      if (isOwn(x - half, y) && isOwn(x + half, y) && isOwn(x, y - half) && isOwn(x, y + half)) continue;
      const reach = (stepX: number, stepY: number): number => {
        let far = 0;
        while (far < least && isOwn(x + stepX * (far + 1), y + stepY * (far + 1))) far++;
        return far;
      };
      const wide = reach(-1, 0) + reach(1, 0) + 1;
      const high = reach(0, -1) + reach(0, 1) + 1;
      // At the edge of what is scrolled a part of it is hidden.
      const cut = upper < 0 || upper + height > window.innerHeight;
      if (wide < least || (high < least && !cut)) {
        const name = one.getAttribute("aria-label") ?? one.textContent?.trim().slice(0, 40);
        found.push(`${one.tagName.toLowerCase()} “${name}” ${wide} × ${high} px`);
      }
    }
    return found;
  }, 44);

/** What stands beside the window without a frame of its own to scroll in, and a page that can be pushed aside. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    // What is fixed is as wide as the page has become: that is not the cause.
    const isHeld = (one: Element | null): boolean => {
      if (one === null) return false;
      const { position, overflowX } = getComputedStyle(one);
      return position === "fixed" || /auto|scroll|hidden/.test(overflowX) || isHeld(one.parentElement);
    };
    const beyond = [...document.querySelectorAll("body *")].filter((one) => {
      const { left, right, height } = one.getBoundingClientRect();
      return height > 0 && (right > clientWidth + 1 || left < -1) && !isHeld(one);
    });
    const names = beyond.map((one) => one.outerHTML.slice(0, 80));
    return scrollWidth > clientWidth ? [...names, `${scrollWidth} px in a window of ${clientWidth}`] : names;
  });
