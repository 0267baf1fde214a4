"use client";
// The panel beside the control that opened it, and the control with it. Loaded by popover.tsx.
// Closes on Escape and on a press outside; the page behind stays usable.

import * as Base from "radix-ui/popover";
import { cx } from "./cx.ts";
import floating from "./floating.module.css";
import style from "./popover.module.css";
import type { PopoverProps } from "./popover.tsx";

export function PopoverPanel({
  trigger,
  label,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
  sheet,
  children,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content
          className={cx(floating.floating, sheet && floating.sheet, style.popover, className)}
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
