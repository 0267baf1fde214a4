"use client";
// A small panel beside the control that opened it: save details, who is here, a link.
// Closes on Escape and on a press outside; the page behind stays usable.

import * as Base from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";
import style from "./popover.module.css";

export interface PopoverProps {
  /** One button element that takes props and a ref (Button and Tool do). */
  readonly trigger: ReactElement;
  /** What the panel is, for those who listen. */
  readonly label: string;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
  readonly children: ReactNode;
}

export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
  children,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content
          className={cx(style.popover, className)}
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}
