"use client";
// The dialog: 480 wide, on phones a sheet at the bottom. Loaded by dialog.tsx.
// Holds the focus while open and gives it back after; Escape and the scrim close it. Never two deep.

import { X } from "lucide-react";
import * as Base from "radix-ui/dialog";
import { useRef } from "react";
import { en } from "../_words/en.ts";
import style from "./dialog.module.css";
import type { DialogProps } from "./dialog.tsx";
import { Tool } from "./tool.tsx";

export function DialogPanel({
  open,
  onOpenChange,
  title,
  description,
  reading,
  actions,
  children,
}: DialogProps) {
  const cameFrom = useRef<HTMLElement>(undefined);

  const start = (event: Event) => {
    cameFrom.current = opener();
    startQuietly(event);
  };
  // The dialog has no button of its own to give the focus back to; it goes back where it came from,
  // unless somebody has taken it meanwhile.
  const giveBack = (event: Event) => {
    event.preventDefault();
    const now = document.activeElement;
    if (now === null || now === document.body || !now.isConnected) cameFrom.current?.focus();
  };

  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Overlay className={style.scrim} />
        <Base.Content
          className={style.dialog}
          onOpenAutoFocus={start}
          onCloseAutoFocus={giveBack}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <header className={style.head}>
            <Base.Title className={style.title}>{title}</Base.Title>
            <Base.Close asChild>
              <Tool icon={X} label={en.ui.close} shortcut="Esc" />
            </Base.Close>
          </header>
          {/* Keys scroll what has the focus. */}
          <div className={style.body} tabIndex={reading ? 0 : undefined}>
            {description === undefined ? null : (
              <Base.Description className={style.description}>{description}</Base.Description>
            )}
            {children}
          </div>
          {actions === undefined ? null : <footer className={style.foot}>{actions}</footer>}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

// Not on the close button, which is first in order: on what the dialog marks with data-autofocus, or on
// the dialog itself, so that its title is read out and no keyboard jumps up on a phone.
function startQuietly(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const first = event.currentTarget.querySelector<HTMLElement>("[data-autofocus]");
  (first ?? event.currentTarget).focus();
}

/** What had the focus: for an item of a menu, which is gone by then, the button of that menu. */
function opener(): HTMLElement | undefined {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]');
  const from = menu ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : now;
  return from instanceof HTMLElement ? from : undefined;
}
