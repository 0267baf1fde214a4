// Hits as decorations: only those near the screen, for ten thousand would be slower than the text itself.
// Called by the finder.

import { PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { Range } from "./ranges.ts";

/** Beyond the screen, so that a small scroll shows what is drawn already. */
const DRAWN_AROUND_PX = 800;
export interface Drawn {
  readonly decorations: DecorationSet;
}

export const findKey = new PluginKey<Drawn>("find");

export function decorationsOf(
  view: EditorView,
  hits: readonly Range[],
  current: Range | undefined,
): DecorationSet {
  if (hits.length === 0) return DecorationSet.empty;
  const [from, to] = nearScreen(view);
  const decorations = hits
    .filter((hit) => (hit.to >= from && hit.from <= to) || hit === current)
    .map((hit) =>
      Decoration.inline(hit.from, hit.to, { class: hit === current ? "find-hit find-current" : "find-hit" }),
    );
  return DecorationSet.create(view.state.doc, decorations);
}

/** The positions that are on the screen or little beside it. */
function nearScreen(view: EditorView): readonly [number, number] {
  const box = view.dom.getBoundingClientRect();
  const { innerHeight } = window;
  const blocks = view.dom.children;
  // Blocks stand one below the other, so the first and the last are found by halving.
  const firstBelow = (y: number) => {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((blocks[middle]?.getBoundingClientRect().bottom ?? 0) < y) low = middle + 1;
      else high = middle;
    }
    return blocks[low];
  };
  const positionOf = (element: Element | undefined, otherwise: number) => {
    if (element === undefined) return otherwise;
    return view.posAtDOM(element, 0);
  };
  const { size } = view.state.doc.content;
  if (box.height === 0) return [0, size];
  const first = firstBelow(-DRAWN_AROUND_PX);
  const last = firstBelow(innerHeight + DRAWN_AROUND_PX)?.nextElementSibling ?? undefined;
  return [Math.max(0, positionOf(first, 0) - 1), positionOf(last, size)];
}
