// What the toasts say: a list of at most two, newest last. Called by `toast` from anywhere in the browser.
// One list per page, because notices belong to the window, not to a component.

import type { LucideIcon } from "lucide-react";

const MAX_TOASTS = 2;

export interface Notice {
  readonly text: string;
  /** A second, quieter line. */
  readonly detail?: string;
  readonly icon?: LucideIcon;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly tone?: "caution" | "danger";
}

export interface Toast extends Notice {
  readonly id: number;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function show(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** For what the person did (Undo) and for what needs them; never for saving, joining or leaving. Returns its end. */
export function toast(notice: Notice): () => void {
  lastId += 1;
  const id = lastId;
  // The same words twice are one notice, shown anew.
  const others = toasts.filter((other) => other.text !== notice.text || other.detail !== notice.detail);
  show([...others, { ...notice, id }].slice(-MAX_TOASTS));
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  if (toasts.some((one) => one.id === id)) show(toasts.filter((one) => one.id !== id));
}

export const currentToasts = (): readonly Toast[] => toasts;

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
