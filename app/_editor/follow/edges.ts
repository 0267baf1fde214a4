// Who writes out of sight, above and below the window. Pure: called by sight.ts with what the caret layer
// measured, and by tests. Coordinates are those of the viewport.

import type { Box } from "../caret-places.ts";

export interface Edges {
  /** Client ids, the nearest first. */
  readonly above: readonly number[];
  readonly below: readonly number[];
}

export interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** Of `carets`, those that lie wholly outside `seen`. */
export function edgesOf(carets: Iterable<readonly [number, Box]>, seen: Span): Edges {
  const above: { id: number; far: number }[] = [];
  const below: { id: number; far: number }[] = [];
  for (const [id, { top, bottom }] of carets) {
    if (bottom <= seen.top) above.push({ id, far: seen.top - bottom });
    else if (top >= seen.bottom) below.push({ id, far: top - seen.bottom });
  }
  const nearest = (list: { id: number; far: number }[]) =>
    list.sort((a, b) => a.far - b.far || a.id - b.id).map(({ id }) => id);
  return { above: nearest(above), below: nearest(below) };
}

/** Lines of text kept between a followed caret and the edge of the window, in pixels. */
const MARGIN = { top: 48, bottom: 96 };
/** Where in the window a followed caret is put: with more room to read on than to look back. */
const REST = 0.38;

/** How far to scroll so that a followed caret is in sight; 0 while it is. */
export function scrollTo(caret: Span, seen: Span): number {
  if (caret.top >= seen.top + MARGIN.top && caret.bottom <= seen.bottom - MARGIN.bottom) return 0;
  return (caret.top + caret.bottom) / 2 - (seen.top + (seen.bottom - seen.top) * REST);
}
