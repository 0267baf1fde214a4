// Formulas drawn for those who read: over their source, which stays where it is for whoever copies, listens to the
// page, or counts letters in it (carets.ts). Called by text.tsx whenever blocks were drawn. Promise: what
// cannot be drawn is read as it was written.

import { drawFormula } from "../_editor/blocks/math-draw.ts";

export const PICTURE = "math-picture";

export function drawFormulas(article: HTMLElement): void {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  for (const holder of article.querySelectorAll<HTMLElement>('[data-type="math"]')) {
    const isBlock = holder.tagName === "PRE";
    const known = holder.querySelector<HTMLElement>(`:scope > .${PICTURE}`);
    const source = textOf(holder);
    if (known?.dataset.source === source) continue;
    const picture = known ?? document.createElement(isBlock ? "div" : "span");
    if (known === null) {
      picture.className = PICTURE;
      picture.ariaHidden = "true";
      // The letters of the source take no room; the picture has the size that they had.
      const around = isBlock ? article : (holder.parentElement ?? article);
      picture.style.fontSize = `${Number.parseFloat(getComputedStyle(around).fontSize) / rem}rem`;
      holder.append(picture);
    }
    void drawFormula(picture, source, isBlock).then((problem) => {
      if (picture.dataset.source === source)
        holder.classList.toggle("is-drawn", problem === undefined && source.trim() !== "");
    });
  }
}

function textOf(holder: HTMLElement): string {
  let text = "";
  for (const child of holder.childNodes) {
    if (!(child instanceof Element && child.classList.contains(PICTURE))) text += child.textContent ?? "";
  }
  return text;
}
