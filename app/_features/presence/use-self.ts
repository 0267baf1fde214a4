"use client";
// What others see of you: your name and hue, and that you have wandered off. Called once by the
// document page. Where you write is told by the title and by the carets.

import { useEffect } from "react";
import type { Person } from "../../../lib/people.ts";
import type { Body } from "../../_client/body.ts";

export const AWAY_AFTER_MS = 60_000;

export function useSelf(body: Body | undefined, me: Person): void {
  const { name, hue } = me;
  useEffect(() => {
    // While the page hydrates there is no name yet.
    if (body === undefined || name === "") return;
    body.awareness.setLocalStateField("user", { name, hue });
  }, [body, name, hue]);

  useEffect(() => {
    if (body === undefined) return;
    const { awareness } = body;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => awareness.setLocalStateField("away", Date.now());
    const touch = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, AWAY_AFTER_MS);
      if (typeof awareness.getLocalState()?.away === "number") awareness.setLocalStateField("away", null);
    };
    const signs = ["pointermove", "pointerdown", "keydown", "scroll", "focus"] as const;
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true });
    touch();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, touch);
    };
  }, [body]);
}
