// Word in the browser: every word in spans of its own, each item in a list of its own that says how deep it is,
// headings as paragraphs with a role, a span with a blank at the end of each paragraph.

import { all, rename, unwrap } from "../dom.ts";
import type { Source } from "./source.ts";

export const wordOnline: Source = {
  name: "word-online",
  is: (_, html) => /class="[^"]*\bSCXW\d+/.test(html),
  clean(page) {
    for (const end of all(page.body, ".EOP, .SelectionPlaceholder")) end.remove();
    for (const around of all(page.body, "div.ListContainerWrapper, div.OutlineElement, div.TableContainer"))
      unwrap(around);
    for (const line of all(page.body, "p[role=heading][aria-level], p > span[role=heading][aria-level]")) {
      const level = Math.min(6, Math.max(1, Number(line.getAttribute("aria-level")) || 1));
      rename(line.tagName === "P" ? line : (line.parentElement as HTMLElement), `h${level}`);
    }
    lists(page);
  },
};

/** Lists of one item each, side by side, become lists in lists. */
function lists(page: Document): void {
  let open: { list: Element; level: number; last: Element }[] = [];
  for (const list of page.body.querySelectorAll("ul, ol")) {
    const items = [...list.children].filter((item) => item.hasAttribute("data-aria-level"));
    if (items.length === 0 || items.length < list.children.length) continue;
    if (open[0] === undefined || list.previousElementSibling !== open[0].list) open = [];
    for (const item of items) {
      const level = Number(item.getAttribute("data-aria-level")) || 1;
      while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop();
      let top = open.at(-1);
      // Another kind at the same depth is another list.
      if (top !== undefined && top.level === level && top.list.tagName !== list.tagName) {
        open.pop();
        top = open.at(-1);
      }
      if (top === undefined || top.level < level) {
        const made = page.createElement(list.tagName);
        const start = Number(list.getAttribute("start"));
        if (list.tagName === "OL" && start > 1) made.setAttribute("start", String(start));
        if (top === undefined) list.before(made);
        else top.last.append(made);
        open.push({ list: made, level, last: item });
        made.append(item);
      } else {
        top.list.append(item);
        top.last = item;
      }
    }
    list.remove();
  }
}
