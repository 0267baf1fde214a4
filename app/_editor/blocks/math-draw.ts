// Draws a formula into an element and says kindly what is wrong with it. Called by the two kinds of formulas
// and by whoever shows a body without an editor. Promises: the source stays readable whatever happens.

import { blockSigns } from "../../_words/block-signs.ts";

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
  return draw(element, source, block);
}
