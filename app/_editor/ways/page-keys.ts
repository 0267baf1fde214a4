"use client";
// Keys that work anywhere on the page of a document: in the title, in the text, beside both. Called by
// ways.tsx. While a dialog is open only its own keys count.

import type { Editor } from "@tiptap/core";
import { useEffect } from "react";
import { actionOf } from "../commands/all.ts";
import { finderOf } from "../find/extension.ts";
import { pageKeyOf, writesIn } from "./page-key.ts";
import { openFind, panelsOf } from "./panels.ts";

export function usePageKeys(editor: Editor): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const key = pageKeyOf(event, writesIn(event.target));
      if (key === undefined) return;
      const panels = panelsOf(editor);
      const { dialog, find } = panels.get();
      const elsewhere = document.querySelector("[role=dialog][data-state=open], [role=menu]") !== null;
      if (dialog === "palette" && key === "palette") {
        event.preventDefault();
        panels.set({ dialog: undefined });
        return;
      }
      if (dialog !== undefined || elsewhere) return;
      switch (key) {
        case "palette":
        case "shortcuts":
          panels.set({ dialog: key });
          break;
        case "outline":
          actionOf("outline")?.run(editor);
          break;
        case "find":
        case "replace": {
          // Asked twice, the browser's own search opens: it also finds what is not of the document.
          const inBar =
            event.target instanceof HTMLElement && event.target.closest("[data-floating]") !== null;
          if (key === "find" && find !== undefined && inBar) return;
          openFind(editor, key);
          break;
        }
        case "next":
        case "previous":
          if (find === undefined) return;
          finderOf(editor).go(key === "next" ? 1 : -1);
      }
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [editor]);
}
