"use client";
// Toasts: bottom left, at most two, five seconds, or until dismissed if there is something to do.
// Mounted once by the layout; `toast()` may be called from anywhere. The clock rests while one is read.

import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { en } from "../_words/first.ts";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";
import style from "./toast.module.css";
import { currentToasts, dismiss, subscribeToasts, type Toast } from "./toast-store.ts";
import { Tool } from "./tool.tsx";

export { type Notice, toast } from "./toast-store.ts";

const SHOWN_MS = 5_000;
const NONE: readonly Toast[] = [];

export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, () => NONE);
  return (
    <section className={style.toasts} aria-label={en.ui.notices} aria-live="polite" aria-relevant="additions">
      {toasts.map((one) => (
        <Slip key={one.id} one={one} />
      ))}
    </section>
  );
}

function Slip({ one }: { readonly one: Toast }) {
  const { id, icon: Icon, text, detail, action, tone } = one;
  const [held, setHeld] = useState(false);
  const stays = action !== undefined || held;

  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, stays]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only holds the clock while it is read
    <div
      className={cx(style.toast, tone && style[tone], Icon === undefined && style.bare)}
      role={tone === "danger" ? "alert" : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key === "Escape") dismiss(id);
      }}
    >
      {Icon ? <Icon className={cx("icon", style.icon)} aria-hidden /> : null}
      <p className={style.text}>
        {text}
        {detail === undefined ? null : <small>{detail}</small>}
      </p>
      {action === undefined ? null : (
        <span className={style.acts}>
          <Button
            kind="quiet"
            size="small"
            className={style.act}
            onClick={() => {
              dismiss(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
          <Tool
            icon={X}
            label={en.ui.dismiss}
            side="top"
            className={style.close}
            onClick={() => dismiss(id)}
          />
        </span>
      )}
    </div>
  );
}
