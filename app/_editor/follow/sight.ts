// What is done about carets that are out of sight: a mark at the edge of the window, and following. Called
// after each drawing of the caret layer, by the editor's carets and by those of a page without an editor.

import type { Box } from "../caret-places.ts";
import type { Other } from "../others.ts";
import { EdgeMark } from "./edge-mark.ts";
import { edgesOf, type Span, scrollTo } from "./edges.ts";
import type { Following } from "./following.ts";

/** ms that a smooth scroll takes at most: until then nobody scrolls again. */
const SCROLL_MS = 600;
/** Windows that one glides over; what is further away is jumped to, or it would be a blur. */
const GLIDE_WINDOWS = 3;
const GAP_PX = 10;

export interface SightOptions {
  /** The text: marks stand over its middle. */
  readonly column: HTMLElement;
  readonly following: Following;
  readonly goTo: (clientId: number) => void;
  readonly redraw: () => void;
}

export class Sight {
  private readonly options: SightOptions;
  private readonly above: EdgeMark;
  private readonly below: EdgeMark;
  private readonly forget: () => void;
  private scrolledAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SightOptions) {
    this.options = options;
    this.above = new EdgeMark("above", options.goTo);
    this.below = new EdgeMark("below", options.goTo);
    options.column.after(this.above.dom, this.below.dom);
    this.forget = options.following.subscribe(options.redraw);
  }

  /** `boxes`: where carets of `others` are in the viewport, those that have a place at all. */
  draw(others: readonly Other[], boxes: ReadonlyMap<number, Box>): void {
    const { column, following } = this.options;
    const parent = column.parentElement;
    if (parent === null) return;
    if (this.above.dom.parentElement !== parent) column.after(this.above.dom, this.below.dom);
    if (others.length === 0) {
      this.above.draw([], 0, 0);
      this.below.draw([], 0, 0);
      return;
    }
    const seen = seenPart();
    const byId = new Map(others.map((other) => [other.clientId, other]));
    // Who looked away long ago writes nothing there now.
    const awake = [...boxes].filter(([id]) => byId.get(id)?.away === undefined);
    const edges = edgesOf(awake, seen);
    const people = (ids: readonly number[]) =>
      ids.map((id) => byId.get(id)).filter((other) => other !== undefined);
    const { left, right } = column.getBoundingClientRect();
    const middle = (left + right) / 2;
    this.above.draw(people(edges.above), middle, seen.top + GAP_PX);
    this.below.draw(people(edges.below), middle, window.innerHeight - seen.bottom + GAP_PX);

    const who = following.who();
    if (who !== undefined) this.follow(boxes.get(who), byId.get(who), seen);
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.forget();
    this.above.dom.remove();
    this.below.dom.remove();
  }

  private follow(caret: Box | undefined, other: Other | undefined, seen: Span): void {
    const by = caret !== undefined ? scrollTo(caret, seen) : other?.at === "title" ? -window.scrollY : 0;
    if (Math.abs(by) < 1) return;
    const wait = this.scrolledAt + SCROLL_MS - performance.now();
    clearTimeout(this.timer);
    if (wait > 0) {
      this.timer = setTimeout(this.options.redraw, wait);
      return;
    }
    this.scrolledAt = performance.now();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(by) > GLIDE_WINDOWS * window.innerHeight;
    window.scrollBy({ top: by, behavior: calm || far ? "auto" : "smooth" });
  }
}

/** Between the header and what stands at the bottom: a phone's keyboard, and the tools above it. */
function seenPart(): Span {
  const top = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  const viewport = window.visualViewport;
  const end = viewport === null ? window.innerHeight : viewport.offsetTop + viewport.height;
  const dock = document.querySelector("[data-dock]")?.getBoundingClientRect().top ?? end;
  // What stands at the bottom of a phone may stand in the header of a desk.
  return { top: Math.max(0, top), bottom: dock > end / 2 ? Math.min(end, dock) : end };
}
