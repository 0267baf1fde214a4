// The small hands of the caret layer (caret-layer.ts): where the letters of a range are, how a selection is
// painted there, and that a caret which nobody moved does not glide. They know no person and keep nothing.

import type { Box } from "./caret-places.ts";

/** Its next place is taken at once. */
export function glideLater(root: HTMLElement): void {
  root.classList.add("fresh");
  // One frame to draw, one to be seen.
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.remove("fresh")));
}

/** A range's own rectangles include whole blocks; only those of text and of atoms are wanted. */
export function* textRects(range: Range): Generator<DOMRect> {
  const { commonAncestorContainer: top } = range;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  const part = document.createRange();
  let node: Node | null = top.nodeType === Node.TEXT_NODE ? top : walker.nextNode();
  for (; node !== null; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    const length = node.textContent?.length ?? 0;
    part.setStart(node, node === range.startContainer ? range.startOffset : 0);
    part.setEnd(node, node === range.endContainer ? range.endOffset : length);
    yield* part.getClientRects();
  }
}

export function paint(taken: HTMLElement, boxes: readonly Box[], origin: Box): void {
  while (taken.childElementCount > boxes.length) taken.lastElementChild?.remove();
  while (taken.childElementCount < boxes.length) taken.append(document.createElement("i"));
  boxes.forEach((box, index) => {
    const element = taken.children[index];
    if (!(element instanceof HTMLElement)) return;
    element.style.transform = `translate(${box.left - origin.left}px, ${box.top - origin.top}px)`;
    element.style.width = `${box.right - box.left}px`;
    element.style.height = `${box.bottom - box.top}px`;
  });
}
