// Prints keyboard shortcuts the way the platform writes them. Called by tooltips, menus and home.
// Write "Mod B": Mod is Control, on Apple devices Command. What is printed already stays as it is.

import { useSyncExternalStore } from "react";

const APPLE: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Ctrl: "⌃",
  Alt: "⌥",
  Shift: "⇧",
  Enter: "↵",
  Backspace: "⌫",
  Del: "⌦",
};

const ARIA: Readonly<Record<string, string>> = { Ctrl: "Control", Del: "Delete", Esc: "Escape" };

export function isApple(): boolean {
  if (typeof navigator === "undefined") return false;
  // userAgentData is not in every browser; platform is old, but says exactly this.
  return /mac|iphone|ipad|ipod/i.test(navigator.platform || navigator.userAgent);
}

/** "Mod Shift 7" becomes "Ctrl Shift 7", or "⇧⌘7" on Apple devices. */
export function shortcut(keys: string, apple: boolean = isApple()): string {
  const parts = keys.split(" ").filter(Boolean);
  if (!apple) return parts.map((part) => (part === "Mod" ? "Ctrl" : part)).join(" ");
  // Apple writes modifiers in a fixed order, without gaps.
  const order = ["Ctrl", "Alt", "Shift", "Mod"];
  const rank = (part: string) => (order.includes(part) ? order.indexOf(part) : order.length);
  return [...parts]
    .sort((a, b) => rank(a) - rank(b))
    .map((part) => APPLE[part] ?? part)
    .join("");
}

/** For `aria-keyshortcuts`: "Control+B", on Apple devices "Meta+B". */
export function ariaShortcut(keys: string, apple: boolean = isApple()): string {
  return keys
    .split(" ")
    .filter(Boolean)
    .map((part) => (part === "Mod" ? (apple ? "Meta" : "Control") : (ARIA[part] ?? part)))
    .join("+");
}

/** The shortcut for a place that the server renders too: "Ctrl …" first, the platform's own after hydration. */
export const useShortcut = (keys: string): string =>
  useSyncExternalStore(
    never,
    () => shortcut(keys),
    () => shortcut(keys, false),
  );

const never = () => () => {};
