// How much room the caret's line keeps to the edges of what is seen when the page scrolls to it. Called by
// bound-text.tsx for ProseMirror, which measures the visual viewport as if it began where the window does, and
// reads these with every scroll. Promise: both sides together leave half of what is seen, or the line would
// be sent up and down by every key in a phone that lies on its side.

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** In px: below the header, and above the dock of a phone. */
export function scrollRoom(top: number, bottom: number): Room {
  const quarter = (): number => (window.visualViewport?.height ?? window.innerHeight) / 4;
  const panned = (): number => window.visualViewport?.offsetTop ?? 0;
  return {
    left: 0,
    right: 0,
    get top() {
      return Math.min(top, quarter()) + panned();
    },
    get bottom() {
      return Math.min(bottom, quarter()) - panned();
    },
  };
}
