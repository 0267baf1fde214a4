"use client";
// A menu of actions, links and choices that hangs from a button. Used in rows, headers and for blocks. What
// hangs there is in menu-panel.tsx, and comes when it is wanted.

import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { opens } from "./opens.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  /** Given, the item is a choice: on or off. */
  readonly checked?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect?: () => void;
  readonly href?: string;
}

export type MenuEntry = MenuItem | "rule" | { readonly heading: string };

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly label: string;
  readonly align?: "start" | "center" | "end";
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly items: readonly MenuEntry[];
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

export const Menu = opens<MenuProps>("menu", () =>
  import("./menu-panel.tsx").then((module) => module.MenuPanel),
);
