"use client";
// The dialog. Used for sharing, for you, for decisions. What opens is in dialog-panel.tsx, and comes when the
// page is at rest, or when it is wanted before.

import type { ReactNode } from "react";
import { later } from "./later.tsx";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  /** There is nothing in it but words: what does not fit is scrolled by keys too. */
  readonly reading?: boolean;
  /** Buttons, at the end; a danger button alone at the start goes first. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export const Dialog = later<DialogProps>(() =>
  import("./dialog-panel.tsx").then((module) => module.DialogPanel),
);
