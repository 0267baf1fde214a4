// Where a place of the text stands in the window, as rectangles. Called by the layer of carets, before it writes
// anything. Promise: what lies in a table or in code that scrolls by itself ends at its edges, and a view between two
// documents gives nothing instead of an error.

import { textRects } from "./caret-drawing.ts";
import type { Box } from "./caret-places.ts";
import type { Place } from "./carets.ts";

/** What is needed of a view: the editor's has it, and so has a text that was only drawn. */
export interface Sheet {
  readonly dom: HTMLElement;
  readonly state: {
    readonly doc: { readonly content: { readonly size: number } };
    readonly selection: { readonly head: number };
  };
  hasFocus(): boolean;
  coordsAtPos(at: number): { readonly left: number; readonly top: number; readonly bottom: number };
  domAtPos(at: number): { readonly node: Node; readonly offset: number };
  posAtCoords(point: { readonly left: number; readonly top: number }): { readonly pos: number } | null;
}

/** Rectangles of one selection. */
const MAX_RECTS = 160;

/** The edges of what scrolls by itself, measured once for all carets of a frame. */
export type Clips = Map<Element, Box>;

export function boxAt(view: Sheet, at: number, clips: Clips): Box | undefined {
  try {
    const { left, top, bottom } = view.coordsAtPos(at);
    const box = { left, right: left, top, bottom };
    const { node } = view.domAtPos(at);
    return clipped(view, box, node, clips);
  } catch {
    return undefined; // the view is between two documents: the next frame knows
  }
}

/** A selection, as far as it lies between the two places that are in the window. */
export function boxesOf(
  view: Sheet,
  place: Place,
  [first, last]: readonly [number, number],
  clips: Clips,
): Box[] {
  const boxes: Box[] = [];
  try {
    const start = Math.max(Math.min(place.anchor, place.head), first);
    const end = Math.min(Math.max(place.anchor, place.head), last);
    if (start >= end) return boxes;
    const from = view.domAtPos(start);
    const to = view.domAtPos(end);
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    for (const rect of textRects(range)) {
      const box = clipped(view, rect, range.commonAncestorContainer, clips);
      if (box !== undefined && box.right - box.left >= 1) boxes.push(box);
      if (boxes.length === MAX_RECTS) break;
    }
  } catch {
    // as above
  }
  return boxes;
}

function clipped({ dom }: Sheet, box: Box, node: Node, clips: Clips): Box | undefined {
  const element = node instanceof Element ? node : node.parentElement;
  // In a toggle that is closed here it has no place on this screen.
  if (element?.getClientRects().length === 0) return undefined;
  const frame = element?.closest(".tableWrapper, pre");
  if (frame === null || frame === undefined || !dom.contains(frame)) return box;
  const clip = clips.get(frame) ?? frame.getBoundingClientRect();
  clips.set(frame, clip);
  const left = Math.max(box.left, clip.left);
  const right = Math.min(box.right, clip.right);
  return left > right ? undefined : { ...box, left, right };
}
