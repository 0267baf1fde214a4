"use client";
// Which documents are only in this browser so far, for lists. Called by the rows of home.

import { useEffect, useState } from "react";
import type { DocId } from "../../lib/names.ts";
import { lookAtKept, onKept } from "../_client/kept.ts";

const NONE: ReadonlySet<DocId> = new Set();

/** Empty until it is known. */
export function useOnlyHere(): ReadonlySet<DocId> {
  const [ids, setIds] = useState(NONE);
  useEffect(() => {
    let stale = false;
    const look = () =>
      lookAtKept().then(
        ({ begun }) => stale || setIds((before) => (before.size === 0 && begun.size === 0 ? before : begun)),
        () => undefined,
      );
    void look();
    const stop = onKept(() => void look());
    return () => {
      stale = true;
      stop();
    };
  }, []);
  return ids;
}
