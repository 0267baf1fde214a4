// Draws a formula into an element and says kindly what is wrong with it. Called by the two kinds of formulas
// and by whoever shows a body without an editor. Promises: the source stays readable whatever happens.

import { formulaOf, MAX_FORMULA_CHARACTERS } from "../../../lib/schema/allowed.ts";
import { blockSigns } from "../../_words/block-signs.ts";

/** A block may be longer than a formula in a line. Drawing takes a moment that grows with it. */
const MAX_BLOCK_CHARACTERS = 5_000;

type Draw = typeof import("./katex.ts").drawInto;

let loading: Promise<Draw> | undefined;
/** There once it was loaded, so that what is drawn again does not flicker. */
let loaded: Draw | undefined;

function load(): Promise<Draw> {
  loading ??= import("./katex.ts").then(
    ({ drawInto }) => {
      loaded = drawInto;
      return drawInto;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Resolves with what is wrong, in words, or with nothing. The last call for an element is what it shows. */
export async function drawFormula(
  element: HTMLElement,
  source: string,
  block: boolean,
): Promise<string | undefined> {
  element.dataset.source = source;
  element.classList.toggle("empty", source.trim() === "");
  if (source.trim() === "") {
    element.textContent = blockSigns.mathEmpty;
    return undefined;
  }
  if (source.length > (block ? MAX_BLOCK_CHARACTERS : MAX_FORMULA_CHARACTERS)) {
    element.textContent = source;
    return blockSigns.mathTooLong;
  }
  let draw = loaded;
  if (draw === undefined) {
    element.textContent = source;
    try {
      draw = await load();
    } catch {
      return blockSigns.mathUnloaded;
    }
    if (element.dataset.source !== source) return undefined;
  }
  try {
    draw(element, source, block);
    return undefined;
  } catch (error) {
    element.textContent = source;
    return blockSigns.mathWrong(reasonOf(error));
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
