// KaTeX with its stylesheet and fonts, in a file of its own so that it is loaded with the first formula.
// Called by math-draw.ts through import(). Nothing in a formula is trusted: no links, no pictures, no HTML.

import "katex/dist/katex.min.css";
import katex from "katex";

/** Throws what KaTeX says of a source that is none. */
export function drawInto(element: HTMLElement, source: string, block: boolean): void {
  katex.render(source, element, {
    displayMode: block,
    throwOnError: true,
    trust: false,
    strict: "ignore",
    // Without bounds a short source may become a page of boxes, or never end.
    maxExpand: 500,
    maxSize: 40,
    output: "htmlAndMathml",
  });
}
