"use client";
// Whether somebody writes: then a phone's dock has the tools of the text. Called by what stands around the text.

import type { Editor as Core } from "@tiptap/core";
import { type RefObject, useEffect, useState } from "react";

/** True while the caret is in the text, or a tool of the dock is being used. */
export function useWriting(editor: Core, dock: RefObject<HTMLElement | null>): boolean {
  const [writing, setWriting] = useState(editor.isFocused);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      // Between two elements the focus is nowhere for a moment.
      timer = setTimeout(() => {
        const now = document.activeElement;
        const inMenu = now?.closest('[role="menu"], [role="group"]') ?? null;
        const here = editor.view.hasFocus() || dock.current?.contains(now) === true;
        // A menu belongs to the dock it was opened from.
        setWriting((before) => here || (before && inMenu !== null));
      }, 50);
    };
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    // The focus may have come between the first drawing and now.
    look();
    return () => {
      clearTimeout(timer);
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
    };
  }, [editor, dock]);
  return writing;
}
