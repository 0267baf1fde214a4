// Google Docs: everything stands in a <b> that is not bold, every word in a span with its own style, lists in
// lists lie beside their item and not in it, and <br> between blocks stands for an empty line.

import { all, unwrap } from "../dom.ts";
import type { Source } from "./source.ts";

export const googleDocs: Source = {
  name: "google-docs",
  is: (_, html) => /id="docs-internal-guid-|docs\.google\.com\/document/i.test(html),
  clean(page) {
    for (const around of all(page.body, '[id^="docs-internal-guid-"]')) unwrap(around);
    for (const gap of all(page.body, "br")) {
      const before = gap.previousElementSibling;
      const alone = gap.parentElement === page.body || gap.parentElement?.tagName === "DIV";
      if (alone || gap.className === "Apple-interchange-newline") gap.remove();
      else if (before === null && gap.nextSibling === null && gap.parentElement?.tagName === "P")
        gap.parentElement.remove();
    }
    for (const list of all(page.body, "ul > ul, ul > ol, ol > ul, ol > ol")) {
      const item = list.previousElementSibling;
      if (item?.tagName === "LI") item.append(list);
    }
    for (const item of all(page.body, 'li[role="checkbox"]')) {
      item.setAttribute("data-type", "taskItem");
      item.setAttribute("data-checked", String(item.getAttribute("aria-checked") === "true"));
      item.parentElement?.setAttribute("data-type", "taskList");
      // The box is drawn as a picture.
      for (const box of all(item, "img")) box.remove();
    }
    // A link to elsewhere goes by way of Google.
    for (const link of page.body.querySelectorAll("a[href]")) {
      const address = link.getAttribute("href") ?? "";
      const to = /^https:\/\/www\.google\.com\/url\?(?:[^#]*&)?q=([^&#]+)/.exec(address)?.[1];
      if (to !== undefined) link.setAttribute("href", decoded(to));
    }
  },
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
