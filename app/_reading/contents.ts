// The lists of contents for those who read: they come drawn (lib/render/contents.ts), and here they get a name and
// lead to their headings. Called by reader.ts whenever blocks were drawn. Nothing is shared with the editor's: a piece
// of code in both would be one more file for everybody who writes.

import { contentsWords } from "../_words/contents.ts";

/** Those that lead somewhere already. */
const alive = new WeakSet<Element>();

export function enliven(article: HTMLElement): void {
  for (const nav of article.querySelectorAll('nav[data-type="toc"]')) {
    if (alive.has(nav)) continue;
    alive.add(nav);
    nav.setAttribute("aria-label", contentsWords.toc);
    nav.addEventListener("click", ({ target }) => {
      const entry = target instanceof Element ? target.closest("button")?.parentElement : null;
      if (entry) goTo(article, [...(entry.parentElement?.children ?? [])].indexOf(entry));
    });
  }
}

/** The heading as it is at the press: the text may have been drawn anew since. */
function goTo(article: HTMLElement, index: number): void {
  const headings = [...article.querySelectorAll("h1, h2, h3, h4, h5")].filter(({ textContent }) =>
    textContent?.trim(),
  );
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  headings[index]?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
