// What a key means on the page of a document, wherever the focus is. Pure: called by page-keys.ts, which does it,
// and by early-keys.ts, which keeps it until that is here.

import { isApple } from "../../_ui/keys.ts";

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

export const writesIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true]") !== null;
