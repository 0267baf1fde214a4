"use client";
// Whether the window is narrow, and where the dock stands above the keyboard of a phone.
// Called by the editor. The dock follows the visual viewport: the layout viewport goes on under the keyboard.

import { type RefObject, useEffect, useSyncExternalStore } from "react";

const NARROW = "(max-width: 40rem)";

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

/** Keeps the element's bottom on the top of the keyboard while `on`. */
export function useAboveKeyboard(dock: RefObject<HTMLElement | null>, on: boolean): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!on || viewport === null) return;
    const place = () => {
      const hidden = document.documentElement.clientHeight - viewport.height - viewport.offsetTop;
      dock.current?.style.setProperty("transform", `translateY(${-Math.max(0, Math.round(hidden))}px)`);
    };
    place();
    viewport.addEventListener("resize", place);
    viewport.addEventListener("scroll", place);
    return () => {
      viewport.removeEventListener("resize", place);
      viewport.removeEventListener("scroll", place);
    };
  }, [dock, on]);
}
