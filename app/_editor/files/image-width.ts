// Handles at both sides of a picture: by pointer and finger, and the right one by keyboard too. Called by the
// picture's view. Widths are percents of the column, so that a picture stands alike on every screen.

import { MAX_WIDTH, MIN_WIDTH } from "../../../lib/pictures.ts";
import { fileSigns as words } from "../../_words/file-signs.ts";
import { make } from "./view-parts.ts";

const STEP = 5;

export interface WidthCalls {
  readonly now: () => number | null;
  readonly set: (percent: number) => void;
  readonly mayWrite: () => boolean;
}

const within = (percent: number): number => Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.round(percent)));

export function widthHandles(frame: HTMLElement, figure: HTMLElement, { now, set, mayWrite }: WidthCalls) {
  /** What one sees, where nobody has said a width. */
  const seen = (): number => within((frame.offsetWidth / columnOf(figure)) * 100);
  const current = (): number => now() ?? seen();

  const left = make("span", "picture-handle", { "data-side": "left", "aria-hidden": "true" });
  const right = make("span", "picture-handle", {
    "data-side": "right",
    role: "slider",
    tabindex: "0",
    "aria-label": words.width,
    "aria-valuemin": String(MIN_WIDTH),
    "aria-valuemax": String(MAX_WIDTH),
  });

  function show(percent: number | null): void {
    const value = percent ?? MAX_WIDTH;
    right.setAttribute("aria-valuenow", String(value));
    right.setAttribute("aria-valuetext", words.widthNow(value));
  }

  right.addEventListener("keydown", (event) => {
    if (!mayWrite()) return;
    const step = event.shiftKey ? 1 : STEP;
    const next =
      event.key === "ArrowLeft" || event.key === "ArrowDown"
        ? current() - step
        : event.key === "ArrowRight" || event.key === "ArrowUp"
          ? current() + step
          : event.key === "Home"
            ? MIN_WIDTH
            : event.key === "End"
              ? MAX_WIDTH
              : undefined;
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(within(next));
  });

  for (const handle of [left, right]) {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !mayWrite()) return;
      event.preventDefault();
      event.stopPropagation();
      handle.setPointerCapture(event.pointerId);
      const from = { x: event.clientX, width: frame.offsetWidth, column: columnOf(figure) };
      // In the middle it grows to both sides at once.
      const sides = figure.dataset.align === "center" || figure.dataset.align === undefined ? 2 : 1;
      const sign = handle === left ? -1 : 1;
      let percent = current();
      figure.dataset.sizing = "";
      const move = (to: PointerEvent) => {
        percent = within(((from.width + sign * sides * (to.clientX - from.x)) / from.column) * 100);
        figure.style.width = `${percent}%`;
        show(percent);
      };
      const end = (last: PointerEvent) => {
        handle.removeEventListener("pointermove", move);
        handle.removeEventListener("pointerup", end);
        handle.removeEventListener("pointercancel", end);
        delete figure.dataset.sizing;
        if (last.type === "pointerup") set(percent);
        else figure.style.width = now() === null ? "" : `${now()}%`;
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("pointerup", end);
      handle.addEventListener("pointercancel", end);
    });
  }

  return { elements: [left, right], show };
}

/** Pixels of the column that percents are of. */
function columnOf(figure: HTMLElement): number {
  const parent = figure.parentElement;
  if (parent === null) return 1;
  const style = getComputedStyle(parent);
  return Math.max(
    1,
    parent.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight),
  );
}
