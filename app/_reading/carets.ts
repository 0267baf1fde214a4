// Carets of others over a text that was only drawn: the editor's own layer, which is told here where a
// letter stands in the page. Called by text.tsx for those who read. A place is one number: the block's,
// times STRIDE, and the letters before it in that block.

import type { Block } from "../../lib/render/piece.ts";
import type { Body } from "../_client/body.ts";
import { CaretLayer } from "../_editor/caret-layer.ts";
import type { Sheet } from "../_editor/caret-measure.ts";
import { followingIn } from "../_editor/follow/following.ts";
import { Sight } from "../_editor/follow/sight.ts";
import { type Other, othersIn, shortNames } from "../_editor/others.ts";
import { PICTURE } from "./formulas.ts";
import { numbersOf, spotOf } from "./places.ts";

/** More letters than one block may have (live.ts). */
const STRIDE = 10_000_000;

export function sheetOf(article: HTMLElement): Sheet {
  const blockAt = (at: number): Element => {
    const block = article.children[Math.floor(at / STRIDE)];
    // The layer draws nothing for it in this frame.
    if (block === undefined) throw new RangeError("This block is not drawn yet.");
    return block;
  };

  function domAtPos(at: number): { node: Node; offset: number } {
    const block = blockAt(at);
    let left = at % STRIDE;
    const walker = document.createTreeWalker(
      block,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => {
        if (node instanceof Text) return NodeFilter.FILTER_ACCEPT;
        // A drawn formula has letters that the document does not have.
        const isPicture = node instanceof Element && node.classList.contains(PICTURE);
        return isPicture ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      },
    );
    let last: Node | undefined;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.nodeValue?.length ?? 0;
      if (left <= length) return { node, offset: left };
      left -= length;
      last = node;
    }
    return last === undefined
      ? { node: block, offset: 0 }
      : { node: last, offset: last.nodeValue?.length ?? 0 };
  }

  return {
    dom: article,
    state: {
      doc: { content: { size: Number.MAX_SAFE_INTEGER } },
      // Who reads has no caret.
      selection: { head: 0 },
    },
    hasFocus: () => false,
    domAtPos,
    coordsAtPos(at) {
      const { node, offset } = domAtPos(at);
      if (!(node instanceof Text)) return lineOf(node as Element);
      const range = document.createRange();
      // A place between two lines belongs to the letter before it; at the beginning there is none.
      const from = Math.max(0, offset - 1);
      range.setStart(node, from);
      range.setEnd(node, Math.min(from + 1, node.length));
      const box = [...range.getClientRects()].at(-1);
      if (box === undefined) return lineOf(blockAt(at));
      return { left: offset === 0 ? box.left : box.right, top: box.top, bottom: box.bottom };
    },
    posAtCoords({ top }) {
      const { children } = article;
      let low = 0;
      let high = children.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((children[middle]?.getBoundingClientRect().bottom ?? 0) < top) low = middle + 1;
        else high = middle;
      }
      // The upper edge of the window asks for where a block begins, the lower one for where it ends.
      return { pos: top <= 1 ? low * STRIDE : low * STRIDE + STRIDE - 1 };
    },
  };
}

/** An empty line, as high as a caret in it. */
function lineOf(element: Element): { left: number; top: number; bottom: number } {
  const { left, top } = element.getBoundingClientRect();
  const height = Number.parseFloat(getComputedStyle(element).lineHeight) || 0;
  return { left, top, bottom: top + height };
}

export interface ReaderCarets {
  /** The text is another: carets are where they are now. */
  moved(blocks: readonly Block[]): void;
  stop(): void;
}

export function showCarets(article: HTMLElement, { doc, awareness }: Body): ReaderCarets {
  let numbers: ReadonlyMap<string, number> = new Map();
  let frame: number | undefined;
  const schedule = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      const others = othersIn(awareness);
      layer.draw(places(others));
      sight.draw(others, layer.boxes());
    });
  };
  const sheet = sheetOf(article);
  const layer = new CaretLayer(sheet, schedule);
  const sight = new Sight({
    column: article,
    following: followingIn(awareness),
    goTo(clientId) {
      const place = places().find(({ other }) => other.clientId === clientId);
      if (place === undefined) return;
      const { top, bottom } = sheet.coordsAtPos(place.head);
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      window.scrollBy({
        top: (top + bottom) / 2 - window.innerHeight / 2,
        behavior: calm ? "auto" : "smooth",
      });
      layer.point(clientId);
    },
    redraw: schedule,
  });

  function places(others: readonly Other[] = othersIn(awareness)) {
    const found = others.flatMap((other) => {
      const head = other.cursor && spotOf(doc, other.cursor.head, numbers);
      if (other.cursor === undefined || head === undefined) return [];
      const anchor = spotOf(doc, other.cursor.anchor, numbers) ?? head;
      const at = ({ block, letters }: typeof head) => block * STRIDE + Math.min(letters, STRIDE - 1);
      return [{ other, label: "", anchor: at(anchor), head: at(head) }];
    });
    const names = shortNames(found.map(({ other }) => other.person.name));
    return found.map((place, index) => ({ ...place, label: names[index] ?? "" }));
  }

  const onAwareness = (_changes: unknown, origin: unknown) => {
    if (origin !== "local") schedule();
  };
  awareness.on("change", onAwareness);
  return {
    moved(blocks) {
      numbers = numbersOf(blocks);
      schedule();
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      awareness.off("change", onAwareness);
      layer.destroy();
      sight.destroy();
    },
  };
}
