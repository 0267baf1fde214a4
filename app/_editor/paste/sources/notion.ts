// Notion: lists of things to do are lists with a drawn box, callouts are <aside>, toggles are lists of <details>.

import { all, unwrap } from "../dom.ts";
import type { Source } from "./source.ts";

export const notion: Source = {
  name: "notion",
  is: (page, html) =>
    /<!--\s*notionvc:/i.test(html) || page.querySelector("ul.to-do-list, ul.toggle, figure.callout") !== null,
  clean(page) {
    // Each thing to do comes in a list of its own.
    for (const list of all(page.body, "ul.to-do-list + ul.to-do-list")) {
      list.previousElementSibling?.append(...list.children);
      list.remove();
    }
    for (const item of all(page.body, "ul.to-do-list > li")) {
      const box = item.querySelector(".checkbox");
      item.setAttribute("data-type", "taskItem");
      item.setAttribute("data-checked", String(box?.classList.contains("checkbox-on") === true));
      item.parentElement?.setAttribute("data-type", "taskList");
      box?.remove();
      for (const words of all(item, ".to-do-children-checked, .to-do-children-unchecked")) unwrap(words);
    }
    // As Markdown's own boxes, in what newer versions copy: "[x] done".
    for (const item of all(page.body, "ul > li")) {
      const first =
        item.firstChild?.nodeType === Node.TEXT_NODE ? item.firstChild : item.querySelector("p")?.firstChild;
      const box = /^\[([ x])\]\s+/.exec(first?.textContent ?? "");
      if (box === null || first?.nodeType !== Node.TEXT_NODE) continue;
      first.textContent = (first.textContent ?? "").slice(box[0].length);
      item.setAttribute("data-type", "taskItem");
      item.setAttribute("data-checked", String(box[1] === "x"));
      item.parentElement?.setAttribute("data-type", "taskList");
    }
    for (const item of all(page.body, "ul.toggle > li")) unwrap(item);
    for (const list of all(page.body, "ul.toggle")) unwrap(list);
    for (const icon of all(page.body, "aside > img, figure.callout .icon")) icon.remove();
  },
};
