// The save mark: the left half is this device, the right half is the server. Whole only when both
// have your words. Beside it always stands a word; the mark alone is never the message.

import { Eye } from "lucide-react";
import { cx } from "./cx.ts";
import style from "./half.module.css";

export type HalfState = "connecting" | "saving" | "saved" | "offline" | "read-only" | "blocked";

export function Half({ state }: { readonly state: HalfState }) {
  if (state === "read-only") return <Eye className={cx("icon", style.eye)} aria-hidden />;
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={style.half} data-save={state}>
      <path className={style.here} d="M6.6 2.68a5.5 5.5 0 0 0 0 10.64Z" />
      <path className={style.there} d="M9.4 2.68a5.5 5.5 0 0 1 0 10.64Z" />
      <path className={style.alarm} d="M11.4 3.6v5.2M11.4 12.2v.05" />
    </svg>
  );
}
