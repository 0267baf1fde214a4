"use client";
// Light, dark, or as the system: kept in localStorage, worn by <html data-theme>. Called by the choice in
// the dialog about you; the first paint is decided before React, by the script in theme-script.tsx.

import { useEffect, useSyncExternalStore } from "react";
import { CHOSEN_PAPER } from "../_styles/paper.ts";
import { remembered } from "./remembered.ts";

export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];
export const THEME_KEY = "concord.theme";
/** The id of the theme-color of a chosen theme; it stands before the pair that follows the system. */
export const THEME_META_ID = "theme-color";

const stored = remembered<Theme>(
  THEME_KEY,
  (text) => (text === "light" || text === "dark" ? text : "system"),
  (theme) => (theme === "system" ? null : theme),
);

export function setTheme(theme: Theme): void {
  stored.set(theme);
  wear(theme);
}

export const useTheme = (): Theme => useSyncExternalStore(stored.subscribe, stored.get, () => "system");

/** Follows a choice made in another tab, and dresses a page that came without the script. Mounted once. */
export function ThemeFollower(): null {
  useEffect(() => {
    wear(stored.get());
    return stored.subscribe(() => wear(stored.get()));
  }, []);
  return null;
}

function wear(theme: Theme): void {
  const root = document.documentElement;
  document.getElementById(THEME_META_ID)?.remove();
  if (theme === "system") {
    delete root.dataset.theme;
    return;
  }
  root.dataset.theme = theme;
  const meta = document.createElement("meta");
  meta.id = THEME_META_ID;
  meta.name = "theme-color";
  meta.content = CHOSEN_PAPER[theme];
  document.head.prepend(meta);
}
