"use client";
// The menu that hangs from a button, and the button with it. Loaded by menu.tsx.
// If a chosen action moves the focus (back to the editor, into a dialog), the menu leaves it there. Else it goes
// back where it was: to the button, or to what opened the menu in its place (a row of a list).

import { Check } from "lucide-react";
import Link from "next/link";
import * as Base from "radix-ui/dropdown-menu";
import { useLayoutEffect, useRef } from "react";
import { cx } from "./cx.ts";
import floating from "./floating.module.css";
import { shortcut as print } from "./keys.ts";
import style from "./menu.module.css";
import type { MenuEntry, MenuItem, MenuProps } from "./menu.tsx";
import { opensWhenLifted } from "./opens.tsx";

export function MenuPanel({ trigger, label, align = "start", side, items, open, onOpenChange }: MenuProps) {
  const content = useRef<HTMLDivElement>(null);
  /** What lifting makes of it: noted before the press, as one outside the menu, has closed it. */
  const lifted = useRef<boolean>(undefined);
  const cameFrom = useRef<HTMLElement>(undefined);
  // Before the menu takes it. What has the caret is not meant: a press on a button leaves it there.
  useLayoutEffect(() => {
    const now = open === true ? document.activeElement : null;
    const isControl = now instanceof HTMLElement && now.matches("a:focus-visible, button:focus-visible");
    if (open === true) cameFrom.current = isControl ? now : undefined;
  }, [open]);
  const leaveFocus = (event: Event) => {
    const now = document.activeElement;
    const movedOn = now !== null && now !== document.body && content.current?.contains(now) !== true;
    const back = cameFrom.current;
    if (!movedOn && back?.isConnected !== true) return;
    event.preventDefault();
    if (!movedOn) back?.focus();
  };
  const icons = items.some(
    (item) => typeof item === "object" && "label" in item && (item.icon ?? item.checked) !== undefined,
  );
  return (
    <Base.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Base.Trigger
        asChild
        onPointerDown={(event) => {
          lifted.current = opensWhenLifted(event) ? open !== true : undefined;
          // Radix would open it at once.
          if (lifted.current !== undefined) event.preventDefault();
        }}
        onClick={(event) => {
          if (lifted.current !== undefined) onOpenChange?.(lifted.current);
          else if (event.detail === 0) onOpenChange?.(open !== true);
          lifted.current = undefined;
        }}
      >
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Content
          ref={content}
          className={cx(floating.floating, floating.sheet, style.menu, !icons && style.bare)}
          // Radix names a menu by its trigger; our label says it better.
          aria-labelledby={undefined}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          loop
          onCloseAutoFocus={leaveFocus}
        >
          {items.map((item, index) => (
            // Entries have no identity but their place, and the list does not move while open.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Entry key={index} entry={item} />
          ))}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry === "rule") return <Base.Separator className={style.rule} />;
  if ("heading" in entry) return <Base.Label className={style.heading}>{entry.heading}</Base.Label>;
  const look = cx(style.item, entry.danger === true && style.danger);
  const { disabled, onSelect, href } = entry;
  if (entry.checked !== undefined) {
    return (
      <Base.CheckboxItem className={look} checked={entry.checked} disabled={disabled} onSelect={onSelect}>
        <Words item={entry} />
      </Base.CheckboxItem>
    );
  }
  if (href !== undefined) {
    return (
      <Base.Item asChild className={look} disabled={disabled} onSelect={onSelect}>
        <Link href={href}>
          <Words item={entry} />
        </Link>
      </Base.Item>
    );
  }
  return (
    <Base.Item className={look} disabled={disabled} onSelect={onSelect}>
      <Words item={entry} />
    </Base.Item>
  );
}

function Words({ item }: { readonly item: MenuItem }) {
  const { icon: Icon, checked, label, shortcut } = item;
  return (
    <>
      {Icon ? (
        <Icon className={cx("icon", style.icon)} aria-hidden />
      ) : checked === true ? (
        <Check className={cx("icon", style.icon)} aria-hidden />
      ) : null}
      <span className={style.label}>{label}</span>
      {Icon && checked === true ? <Check className={cx("icon", style.end)} aria-hidden /> : null}
      {shortcut === undefined ? null : <kbd className={style.end}>{print(shortcut)}</kbd>}
    </>
  );
}
