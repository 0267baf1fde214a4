// Buttons, and links that look like them. Used everywhere; one "primary" per view.
// Busy keeps the width (give busyLabel), says what it does, and swallows further presses.

import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, MouseEvent } from "react";
import style from "./button.module.css";
import { cx } from "./cx.ts";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

interface Looks {
  readonly kind?: ButtonKind;
  readonly size?: "large" | "small";
  readonly icon?: LucideIcon;
}

export interface ButtonProps extends ComponentProps<"button">, Looks {
  readonly busy?: boolean;
  /** Shown while busy, in the same width: "Copying…". */
  readonly busyLabel?: string;
}

const looks = ({ kind = "plain", size }: Looks, className: string | undefined) =>
  cx(style.button, style[kind], size && style[size], className);

export function Button({
  kind,
  size,
  icon: Icon,
  busy = false,
  busyLabel,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  // Not `disabled`: a disabled button loses the focus, and the reader with it.
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={looks({ kind, size }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy || onClick ? press : undefined}
    >
      {Icon ? <Icon className="icon" aria-hidden /> : null}
      {busyLabel === undefined ? (
        children
      ) : (
        <span className={style.words}>
          <span className={cx(busy && style.away)}>{children}</span>
          <span className={cx(!busy && style.away)}>{busyLabel}</span>
        </span>
      )}
    </button>
  );
}

export interface LinkButtonProps extends ComponentProps<typeof Link>, Looks {}

export function LinkButton({ kind, size, icon: Icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={looks({ kind, size }, className)}>
      {Icon ? <Icon className="icon" aria-hidden /> : null}
      {children}
    </Link>
  );
}
