// Where a floating panel stands: beside an anchor, inside what one sees of the page (a phone's keyboard
// covers the rest). Called by the slash menu and the bubble, in window coordinates.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  /** How high it may be where it stands. */
  readonly maxHeight: number;
  readonly side: "above" | "below";
}

const MARGIN_PX = 8;
/** Less room than this is none: the other side is tried. */
const LEAST_PX = 132;

export function seenOf(window: Window): Box {
  const viewport = window.visualViewport;
  const { clientWidth, clientHeight } = window.document.documentElement;
  // Some say null, some do not know it.
  if (!viewport) return { left: 0, top: 0, right: clientWidth, bottom: clientHeight };
  return {
    left: Math.max(0, viewport.offsetLeft),
    top: Math.max(0, viewport.offsetTop),
    right: Math.min(clientWidth, viewport.offsetLeft + viewport.width),
    bottom: viewport.offsetTop + viewport.height,
  };
}

/** The same without what the dock of a phone covers. */
export function freeOf(window: Window): Box {
  const seen = seenOf(window);
  const dock = window.document.querySelector("[data-dock]")?.getBoundingClientRect().top ?? seen.bottom;
  // What stands at the bottom of a phone may stand in the header of a desk.
  return dock > seen.top + (seen.bottom - seen.top) / 2
    ? { ...seen, bottom: Math.min(seen.bottom, dock) }
    : seen;
}

export function placeBeside(
  anchor: Box,
  size: { readonly width: number; readonly height: number },
  seen: Box,
  prefer: Placed["side"],
  gap = 6,
): Placed {
  const above = anchor.top - gap - MARGIN_PX - seen.top;
  const below = seen.bottom - MARGIN_PX - gap - anchor.bottom;
  const fits = (side: Placed["side"]) =>
    (side === "above" ? above : below) >= Math.min(size.height, LEAST_PX * 2);
  const other = prefer === "above" ? "below" : "above";
  const larger = above > below ? "above" : "below";
  const side = fits(prefer) ? prefer : fits(other) ? other : larger;
  const maxHeight = Math.max(LEAST_PX, side === "above" ? above : below);
  const height = Math.min(size.height, maxHeight);
  const widest = Math.max(seen.left + MARGIN_PX, seen.right - MARGIN_PX - size.width);
  const left = Math.min(Math.max(anchor.left, seen.left + MARGIN_PX), widest);
  const free = side === "above" ? anchor.top - gap - height : anchor.bottom + gap;
  const top = Math.max(seen.top + MARGIN_PX, Math.min(free, seen.bottom - MARGIN_PX - height));
  return { left, top, maxHeight, side };
}
