// Dragging a block by its handle, with pointer events: a line of our own shows where it would go, the page
// scrolls at its edges, Escape leaves everything as it was. The move itself is one transaction at the drop,
// so nothing of a drag reaches others before it is done; what others change meanwhile is followed.

import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { applyToBlocks } from "./block-actions.ts";
import { gapUnder, lineOf } from "./block-places.ts";
import { type Blocks, moveTo } from "./blocks.ts";
import { differenceOf } from "./difference.ts";
import { markBlocks } from "./here.ts";

/** So near to the edge of what one sees, the page scrolls. */
const EDGE_PX = 72;
const FASTEST_PX = 16;

export interface DragOptions {
  readonly editor: Editor;
  readonly blocks: Blocks;
  /** The line, positioned in the window. */
  readonly line: HTMLElement;
  /** The lower edge of what stands still at the top. */
  readonly topOf: () => number;
  readonly onEnd: (moved: boolean) => void;
}

export function startDrag({ editor, blocks: start, line, topOf, onEnd }: DragOptions) {
  let blocks: Blocks | undefined = start;
  let gap: number | undefined;
  let at = { x: 0, y: 0 };
  let frame = 0;
  let doc: Node = editor.state.doc;
  markBlocks(editor, blocks);
  document.documentElement.dataset.dragging = "block";

  const follow = () => {
    const { doc: now } = editor.state;
    if (now === doc || blocks === undefined) return;
    const map = differenceOf(doc, now);
    doc = now;
    if (map === undefined) return;
    const from = map.map(blocks.from, 1);
    const to = map.map(blocks.to, -1);
    blocks = to > from && now.resolve(from).depth === blocks.depth ? { ...blocks, from, to } : undefined;
    if (blocks === undefined) finish(false);
    else markBlocks(editor, blocks);
  };
  const look = () => {
    if (blocks === undefined) return;
    gap = gapUnder(editor.view, blocks, at.x, at.y);
    const place = gap === undefined ? undefined : lineOf(editor.view, gap);
    line.hidden = place === undefined;
    if (place === undefined) return;
    line.style.left = `${place.left}px`;
    line.style.top = `${place.y - 1}px`;
    line.style.width = `${place.right - place.left}px`;
  };
  const tick = () => {
    const top = topOf();
    const bottom = window.innerHeight;
    const near =
      at.y < top + EDGE_PX ? at.y - top - EDGE_PX : at.y > bottom - EDGE_PX ? at.y - bottom + EDGE_PX : 0;
    const step = Math.max(-1, Math.min(1, near / EDGE_PX)) * FASTEST_PX;
    if (step !== 0) {
      const before = window.scrollY;
      window.scrollBy({ top: step, behavior: "instant" });
      if (window.scrollY !== before) look();
    }
    frame = requestAnimationFrame(tick);
  };
  const onMove = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    look();
  };
  const onUp = () => finish(true);
  const onCancel = () => finish(false);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  };
  const finish = (drop: boolean) => {
    cancelAnimationFrame(frame);
    line.hidden = true;
    delete document.documentElement.dataset.dragging;
    window.removeEventListener("pointermove", onMove, true);
    window.removeEventListener("pointerup", onUp, true);
    window.removeEventListener("pointercancel", onCancel, true);
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("blur", onCancel);
    editor.off("transaction", follow);
    if (!editor.isDestroyed) markBlocks(editor, undefined);
    const [what, where] = [blocks, gap];
    const moved =
      drop &&
      what !== undefined &&
      where !== undefined &&
      applyToBlocks(editor, (state) => moveTo(state, what, where));
    onEnd(moved);
  };

  window.addEventListener("pointermove", onMove, true);
  window.addEventListener("pointerup", onUp, true);
  window.addEventListener("pointercancel", onCancel, true);
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("blur", onCancel);
  editor.on("transaction", follow);
  frame = requestAnimationFrame(tick);
  return { move: onMove };
}
