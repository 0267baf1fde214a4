"use client";
// Whether the window is narrow, and where the dock stands above the keyboard of a phone.
// Called by the editor. The dock follows the visual viewport: the layout viewport goes on under the keyboard.

import type { Editor } from "@tiptap/core";
import { type RefObject, useEffect, useSyncExternalStore } from "react";

/** A phone, also one that lies on its side: there the keyboard leaves no room for tools above the text. */
const NARROW = "(max-width: 40rem), (max-height: 26rem) and (pointer: coarse)";
/** In px, between the caret's line and the dock. */
const LINE_GAP = 12;

/** Asked once; what must follow the window takes the hook. */
export const isNarrow = (): boolean => window.matchMedia(NARROW).matches;

const subscribe = (listener: () => void) => {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );

/**
 * Keeps the element's bottom on the top of the keyboard while `on`, and the caret's line above the element
 * whenever it comes or the keyboard does. --keyboard on the root says how much of the page lies under the
 * keyboard, for what else stands at the bottom of the window.
 */
export function useAboveKeyboard(editor: Editor, dock: RefObject<HTMLElement | null>, on: boolean): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!on || viewport === null) return;
    const { style: root } = document.documentElement;
    let lifted = 0;
    const place = () => {
      const element = dock.current;
      if (element === null) return;
      // Where it would stand by itself: browsers disagree on what `fixed` and the window's height mean here.
      const bottom = element.getBoundingClientRect().bottom + lifted;
      const hidden = Math.max(0, Math.round(bottom - viewport.offsetTop - viewport.height));
      if (hidden === lifted) return;
      lifted = hidden;
      element.style.setProperty("transform", `translateY(${-hidden}px)`);
      // The keyboard covers the edge of the screen that the dock keeps free otherwise.
      element.style.setProperty("padding-block-end", hidden > 0 ? "0" : "");
      root.setProperty("--keyboard", `${hidden}px`);
    };
    const follow = () => {
      place();
      if (dock.current !== null && editor.isFocused) keepAbove(editor, dock.current);
    };
    follow();
    viewport.addEventListener("resize", follow);
    viewport.addEventListener("scroll", place);
    return () => {
      viewport.removeEventListener("resize", follow);
      viewport.removeEventListener("scroll", place);
      dock.current?.style.removeProperty("transform");
      root.removeProperty("--keyboard");
    };
  }, [editor, dock, on]);
}

/** The page moves only as far as it must. */
function keepAbove({ view, state }: Editor, dock: HTMLElement): void {
  const over = view.coordsAtPos(state.selection.head).bottom + LINE_GAP - dock.getBoundingClientRect().top;
  if (over > 0) window.scrollBy({ top: over, behavior: "instant" });
}
