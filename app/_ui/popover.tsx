"use client";
// A small panel beside the control that opened it: save details, who is here, a link. Used all over. What
// opens is in popover-panel.tsx, and comes when it is wanted.

import type { ReactElement, ReactNode } from "react";
import { opens } from "./opens.tsx";

/** For a panel that brings what stands in it along (status-panel.tsx): then nothing of it is here before. */
export interface PanelProps {
  /** One button element that takes props and a ref (Button and Tool do). */
  readonly trigger: ReactElement;
  /** What the panel is, for those who listen. */
  readonly label: string;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
  /** At the bottom of the window on phones. Not for what is written in: the keyboard comes from there. */
  readonly sheet?: boolean;
}

export interface PopoverProps extends PanelProps {
  readonly children: ReactNode;
}

export const Popover = opens<PopoverProps>("dialog", () =>
  import("./popover-panel.tsx").then((module) => module.PopoverPanel),
);
