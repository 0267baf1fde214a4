// Takes the focus to what just unfolded. Called by questions and forms in place, which mostly come out of a
// menu: that menu is still closing, and an item under the pointer may take the focus away once more.

import { type RefObject, useEffect } from "react";

/** Longer than any menu takes to leave. */
const MENU_GONE_MS = 300;

export function useFocus(target: RefObject<HTMLElement | null>, wanted = true): void {
  useEffect(() => {
    if (!wanted) return;
    const take = () => target.current?.focus({ preventScroll: true });
    take();
    const timer = setTimeout(() => document.activeElement === document.body && take(), MENU_GONE_MS);
    return () => clearTimeout(timer);
  }, [target, wanted]);
}
