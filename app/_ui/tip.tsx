"use client";
// The tooltip: a name and a shortcut, never a sentence. Wraps one control that has that name already,
// so it is not read out a second time. 400 ms at first, then at once for neighbours (Tips in the layout).

import * as Base from "radix-ui/tooltip";
import type { FocusEvent, ReactElement, ReactNode } from "react";
import { shortcut as print } from "./keys.ts";
import style from "./tip.module.css";

const WAIT_MS = 400;
/** How long after one tooltip the next opens at once. */
const NEIGHBOUR_MS = 300;

export interface TipProps {
  readonly label: string;
  readonly shortcut?: string;
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly children: ReactElement;
}

export function Tip({ label, shortcut, side = "bottom", children }: TipProps) {
  return (
    <Base.Root>
      <Base.Trigger asChild onFocus={onlyForKeys}>
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Content className={style.tip} side={side} sideOffset={6} collisionPadding={8}>
          {label}
          {shortcut === undefined ? null : <kbd className={style.keys}>{print(shortcut)}</kbd>}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

// A menu that closes gives the focus back to its button; after a mouse, that is no question for a name.
function onlyForKeys(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.matches(":focus-visible")) event.preventDefault();
}

/** Around everything that has tooltips; the layout has it once. */
export function Tips({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider delayDuration={WAIT_MS} skipDelayDuration={NEIGHBOUR_MS} disableHoverableContent>
      {children}
    </Base.Provider>
  );
}
