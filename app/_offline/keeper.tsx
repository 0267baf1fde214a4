"use client";
// Keeps the app at hand while nobody answers (keep.ts). Mounted once, by the layout; shows nothing. What it does
// can wait until the page is at rest, and so does its code.

import { useEffect } from "react";

/** ms after which the page is taken to be at rest. */
const REST_MS = 1_500;

export function Keeper(): null {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let stopped = false;
    const timer = setTimeout(() => {
      // Where even this cannot be fetched, the next page tries again.
      import("./keep.ts").then(
        ({ keep }) => {
          if (!stopped) stop = keep();
        },
        () => undefined,
      );
    }, REST_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop?.();
    };
  }, []);
  return null;
}
