"use client";
// Keys that work anywhere on the page of a document: in the title, in the text, beside both. Called by
// ways.tsx. While a dialog is open only its own keys count.

import type { Editor } from "@tiptap/core";
import { useEffect } from "react";
import { isApple } from "../../_ui/keys.ts";
import { actionOf } from "../commands/all.ts";
import { finderOf } from "../find/finder.ts";
import { openFind, panelsOf } from "./panels.ts";

export type PageKey = "palette" | "find" | "replace" | "shortcuts" | "outline" | "next" | "previous";

type Pressed = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"
>;

/** What a key means on the page; `inText`: it may be a letter that somebody writes. */
export function pageKeyOf(event: Pressed, inText: boolean, apple: boolean = isApple()): PageKey | undefined {
  if (event.isComposing) return undefined;
  const command = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (event.key === "F3" && !command && !event.altKey) return event.shiftKey ? "previous" : "next";
  if (!command) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    return plain && event.key === "?" && !inText ? "shortcuts" : undefined;
  }
  const key = event.key.toLowerCase();
  if (event.altKey) {
    // With Option a Mac types other letters, so the key itself counts.
    if (event.shiftKey) return undefined;
    if (event.code === "KeyO") return "outline";
    return apple && event.code === "KeyF" ? "replace" : undefined;
  }
  // On some keyboards "/" needs Shift.
  if (key === "/" || (event.code === "Slash" && !event.shiftKey)) return "shortcuts";
  if (key === "g") return event.shiftKey ? "previous" : "next";
  if (event.shiftKey) return undefined;
  if (key === "k") return "palette";
  if (key === "f") return "find";
  return key === "h" && !apple ? "replace" : undefined;
}

const writesIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true]") !== null;

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
