"use client";
// A square button with one icon and a tooltip. Used in headers, toolbars, rows and dialogs.
// A mouse press never takes the focus (and so the selection) from the editor; the keyboard does.

import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";
import { cx } from "./cx.ts";
import { ariaShortcut } from "./keys.ts";
import { Tip } from "./tip.tsx";
import style from "./tool.module.css";

export interface ToolProps extends Omit<ComponentProps<"button">, "children"> {
  readonly icon: LucideIcon;
  readonly label: string;
  /** A shorter name for the tooltip, where the label says which of many. */
  readonly tip?: string;
  /** As in "Mod B". */
  readonly shortcut?: string;
  readonly pressed?: boolean;
  readonly side?: "top" | "bottom" | "left" | "right";
}

export function Tool({
  icon: Icon,
  label,
  tip = label,
  shortcut,
  pressed,
  side,
  className,
  onMouseDown,
  type = "button",
  ...rest
}: ToolProps) {
  const stay = (event: MouseEvent<HTMLButtonElement>) => {
    event.preventDefault();
    onMouseDown?.(event);
  };
  return (
    <Tip label={tip} shortcut={shortcut} side={side}>
      <button
        {...rest}
        type={type}
        className={cx(style.tool, className)}
        aria-label={label}
        // The tooltip repeats the label; only the keys are news, and they are said here.
        aria-describedby={rest["aria-describedby"]}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut)}
        aria-pressed={pressed}
        onMouseDown={stay}
        suppressHydrationWarning={shortcut !== undefined}
      >
        <Icon className="icon" aria-hidden />
      </button>
    </Tip>
  );
}
