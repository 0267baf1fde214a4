// Word, on the desk and on the web: lists are paragraphs with a number in their style, headings may be
// paragraphs with a class, and every second element is there for Word alone.

import { all, comments, isBlank, rename, styleOf, unwrap } from "../dom.ts";
import type { Source } from "./source.ts";

const ITEM = /mso-list:\s*l\d+\s+level(\d+)/i;

export const word: Source = {
  name: "word",
  is: (_, html) => /urn:schemas-microsoft-com:office:word|class="?Mso|ProgId content="?Word/i.test(html),
  clean(page) {
    // `<![if !supportLists]>` stands around the bullet that Word draws; it is no text.
    for (const bullet of all(
      page.body,
      'span[style*="mso-list:Ignore" i], span[style*="mso-list: Ignore" i]',
    )) {
      const item = bullet.closest("p, h1, h2, h3, h4, h5, h6");
      if (item !== null) item.setAttribute("data-bullet", bullet.textContent?.trim() ?? "");
      bullet.remove();
    }
    for (const comment of comments(page)) comment.remove();
    for (const element of all(page.body, "*")) if (/^(o|w|m|v|st\d):/i.test(element.tagName)) unwrap(element);
    for (const heading of all(page.body, "p[class]")) {
      const level = /^Mso(?:Heading|Title)(\d)?$|^Heading(\d)$/i.exec(heading.className);
      if (level !== null) rename(heading, `h${level[1] ?? level[2] ?? 1}`);
    }
    lists(page);
    for (const line of all(page.body, "p"))
      if (isBlank(line) && line.closest("td, th") === null) line.remove();
  },
};

function lists(page: Document): void {
  let open: { list: HTMLElement; level: number; last: HTMLElement }[] = [];
  let after: Element | null = null;
  for (const line of [...page.body.querySelectorAll<HTMLElement>("p")]) {
    const level = Number(ITEM.exec(styleOf(line))?.[1] ?? 0);
    if (level === 0) {
      open = [];
      continue;
    }
    // Blank paragraphs of Word stand between items; anything else ends the list.
    if (after !== null && line.previousElementSibling !== after && !isGap(after, line)) open = [];
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) open.pop();
    const top = open.at(-1);
    const item = page.createElement("li");
    if (top === undefined || top.level < level) {
      const list = page.createElement(isNumber(line.dataset.bullet ?? "") ? "ol" : "ul");
      const start = Number.parseInt(line.dataset.bullet ?? "", 10);
      if (list.tagName === "OL" && start > 1) list.setAttribute("start", String(start));
      if (top === undefined) line.before(list);
      else top.last.append(list);
      open.push({ list, level, last: item });
      list.append(item);
    } else {
      top.list.append(item);
      top.last = item;
    }
    line.removeAttribute("style");
    item.append(line);
    after = open[0]?.list ?? null;
  }
}

function isGap(from: Element, to: Element): boolean {
  for (let one = from.nextElementSibling; one !== null && one !== to; one = one.nextElementSibling) {
    if (one.tagName !== "P" || !isBlank(one)) return false;
  }
  return true;
}

const isNumber = (bullet: string): boolean => /^\(?([0-9]+|[a-z]|[ivxlc]+)[.)]$/i.test(bullet);
