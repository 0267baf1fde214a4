"use client";
// Typing where nothing may be written does nothing, and says why: once in a while, not with every key. Called
// by the document page. Reading keys (space, arrows, shortcuts) are nobody's attempt to write.

import { useEffect } from "react";
import { toast } from "../../_ui/toast.tsx";
import { accessSigns } from "../../_words/access-signs.ts";

/** A word typed blindly is one attempt. */
const SAY_EVERY_MS = 4_000;

const words = accessSigns.refusal;

export function useRefusal(why: "viewer" | "commenter" | "locked" | undefined): void {
  useEffect(() => {
    if (why === undefined) return;
    let last = Number.NEGATIVE_INFINITY;
    const say = (event: Event) => {
      if (!isAtText(event.target) || event.timeStamp - last < SAY_EVERY_MS) return;
      last = event.timeStamp;
      toast({ text: words[why], detail: words[`${why}Detail`] });
    };
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && writes(event.key)) say(event);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("paste", say);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("paste", say);
    };
  }, [why]);
}

const writes = (key: string): boolean =>
  (key.length === 1 && key !== " ") || key === "Enter" || key === "Backspace" || key === "Delete";

/** The page itself, its title or its text; not a button, a menu or a dialog beside it. */
function isAtText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target === document.body || target.id === "content") return true;
  return (
    target.closest("#content") !== null && target.closest("button, a, input, select, [role=menu]") === null
  );
}
