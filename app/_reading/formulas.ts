// Formulas drawn for those who read: over their source, which stays where it is for whoever copies, or counts
// letters in it (carets.ts). Called by text.tsx whenever blocks were drawn. Promises: what cannot be drawn is
// read as it was written; who listens hears one of the two, the drawing's MathML or the source, never both; who
// copies gets the source.

import { drawFormula } from "../_editor/blocks/math-draw.ts";

export const PICTURE = "math-picture";

/** On the root of the page while something is copied. */
const COPYING = "is-copying";

export function drawFormulas(article: HTMLElement): void {
  // The same listener each time: it is there once.
  document.addEventListener("copy", leaveOutPictures);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  for (const holder of article.querySelectorAll<HTMLElement>('[data-type="math"]')) {
    const isBlock = holder.tagName === "PRE";
    const letters = holder.querySelector<HTMLElement>(":scope > .math-letters");
    if (letters === null) continue;
    const known = holder.querySelector<HTMLElement>(`:scope > .${PICTURE}`);
    const source = letters.textContent ?? "";
    if (known?.dataset.source === source) continue;
    const picture = known ?? document.createElement(isBlock ? "div" : "span");
    if (known === null) {
      picture.className = PICTURE;
      // The letters of the source take no room; the picture has the size that they had.
      const around = isBlock ? article : (holder.parentElement ?? article);
      const size = `${Number.parseFloat(getComputedStyle(around).fontSize) / rem}rem`;
      picture.style.setProperty("--size", size);
      holder.append(picture);
    }
    void drawFormula(picture, source, isBlock).then((problem) => {
      if (picture.dataset.source !== source) return;
      const isDrawn = problem === undefined && source.trim() !== "";
      holder.classList.toggle("is-drawn", isDrawn);
      letters.ariaHidden = isDrawn ? "true" : null;
    });
  }
}

/** A drawing breaks the line that is copied, though no letter of it can be selected. Nobody sees it gone. */
function leaveOutPictures(): void {
  const root = document.documentElement;
  root.classList.add(COPYING);
  requestAnimationFrame(() => root.classList.remove(COPYING));
}
