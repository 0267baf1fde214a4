// The lists of contents for those who read: the elements that the editor makes of them (blocks/toc.ts), from the
// headings that are drawn. Called by reader.ts whenever blocks were drawn. A press leads to the heading. Nothing is
// shared with the editor's: a piece of code in both would be one more file for everybody who writes.

import { contentsWords } from "../_words/contents.ts";

/** A longer list is no help to anybody. */
const MAX_ENTRIES = 500;

/** What each list was made of. */
const made = new WeakMap<Element, string>();

const headingsOf = (article: HTMLElement): Element[] =>
  [...article.querySelectorAll("h1, h2, h3, h4, h5")]
    .filter(({ textContent }) => textContent?.trim())
    .slice(0, MAX_ENTRIES);

const levelOf = ({ tagName }: Element): number => Number(tagName.slice(1));

export function drawContents(article: HTMLElement): void {
  const lists = article.querySelectorAll('nav[data-type="toc"]');
  if (lists.length === 0) return;
  const headings = headingsOf(article);
  const top = Math.min(...headings.map(levelOf));
  const print = headings.map((one) => `${levelOf(one)} ${one.textContent}`).join("\n");
  for (const nav of lists) {
    if (made.get(nav) === print) continue;
    made.set(nav, print);
    nav.setAttribute("aria-label", contentsWords.toc);
    const list = document.createElement("ul");
    headings.forEach((heading, index) => {
      const item = document.createElement("li");
      item.dir = "auto";
      item.dataset.depth = String(Math.min(levelOf(heading) - top, 4));
      const press = document.createElement("button");
      press.type = "button";
      press.textContent = (heading.textContent ?? "").trim();
      press.addEventListener("click", () => goTo(headingsOf(article)[index]));
      item.append(press);
      list.append(item);
    });
    nav.replaceChildren(list);
  }
}

/** The heading as it is at the press: the text may have been drawn anew since the list was made. */
function goTo(heading: Element | undefined): void {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  heading?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
