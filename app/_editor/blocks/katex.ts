// KaTeX with its stylesheet and fonts, in a file of its own so that it is loaded with the first formula.
// Called by math-draw.ts through import(). Nothing in a formula is trusted: no links, no pictures, no HTML. What is
// wrong is said in words that come with it.

import "katex/dist/katex.min.css";
import katex from "katex";
import { formulaOf, MAX_FORMULA_CHARACTERS } from "../../../lib/schema/allowed.ts";
import { formulaWords } from "../../_words/formulas.ts";

/** A block may be longer than a formula in a line. Drawing takes a moment that grows with it. */
const MAX_BLOCK_CHARACTERS = 5_000;

/** Answers with what is wrong, in words, and shows the source then; or with nothing. */
export function drawInto(element: HTMLElement, source: string, block: boolean): string | undefined {
  if (source.length > (block ? MAX_BLOCK_CHARACTERS : MAX_FORMULA_CHARACTERS)) {
    element.textContent = source;
    return formulaWords.tooLong;
  }
  try {
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
    return undefined;
  } catch (error) {
    element.textContent = source;
    return formulaWords.wrong(reasonOf(error));
  }
}

/** KaTeX's own sentence, without its name and without the source, which stands there anyway. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const bare = message
    .replace(/^KaTeX parse error:\s*/, "")
    .replace(/ at (position \d+|end of input).*$/su, "");
  return formulaOf(bare).replace(/\.$/, "");
}
