"use client";
// Which documents are only in this browser so far, for lists. Called by the rows of home.

import { useEffect, useState } from "react";
import type { DocId } from "../../lib/names.ts";

const NONE: ReadonlySet<DocId> = new Set();

/** Empty until it is known. */
export function useOnlyHere(): ReadonlySet<DocId> {
  const [ids, setIds] = useState(NONE);
  useEffect(() => {
    let stale = false;
    let stop: (() => void) | undefined;
    // Most lists have none: the page need not wait for this.
    import("../_client/kept.ts").then(
      ({ lookAtKept, onKept }) => {
        if (stale) return;
        const look = () =>
          void lookAtKept().then(
            ({ begun }) => {
              if (!stale) setIds((before) => (before.size === 0 && begun.size === 0 ? before : begun));
            },
            () => undefined,
          );
        stop = onKept(look);
        look();
      },
      () => undefined,
    );
    return () => {
      stale = true;
      stop?.();
    };
  }, []);
  return ids;
}
