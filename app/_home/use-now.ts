"use client";
// The time, for words like "8 min": moves on every half minute while the page is looked at. Called by the
// list; `undefined` on the server, which cannot know what o'clock it is for the reader.

import { useSyncExternalStore } from "react";

const STEP_MS = 30_000;

export const useNow = (): number | undefined =>
  useSyncExternalStore<number | undefined>(subscribe, step, () => undefined);

/** The same number within one step, as React asks of a snapshot; the step ends now, so "now" stays now. */
let current = 0;
function step(): number {
  const now = Date.now();
  if (now - current >= STEP_MS || now < current) current = now;
  return current;
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, STEP_MS);
  document.addEventListener("visibilitychange", listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", listener);
  };
}
