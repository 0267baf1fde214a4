"use client";
// What is known about an open document: counted here while somebody writes, and asked of the server. Called by
// the (i) panel while it is open, so nothing is counted for nobody.

import { useEffect, useState } from "react";
import type { DocSummary } from "../../../lib/api.ts";
import { type Counts, countsOf } from "../../../lib/counts.ts";
import type { DocId } from "../../../lib/names.ts";
import { fetchDoc } from "../../_client/api.ts";
import type { Body } from "../../_client/body.ts";

/** ms of quiet until it is counted again: a long document takes some milliseconds. */
export const COUNT_MS = 300;
/** ms of quiet until the server is asked who edited last: it reads a document half a second after an edit. */
export const ASK_MS = 1_500;

export interface Facts {
  /** `undefined` until the text is here. */
  readonly counts: Counts | undefined;
  readonly told: Pick<DocSummary, "createdAt" | "editedAt" | "editedBy"> | "waiting" | "unknown";
}

export function useFacts(id: DocId, body: Body | undefined): Facts {
  const [counts, setCounts] = useState<Counts>();
  const [told, setTold] = useState<Facts["told"]>("waiting");

  useEffect(() => {
    const end = new AbortController();
    let counting: ReturnType<typeof setTimeout> | undefined;
    let asking: ReturnType<typeof setTimeout> | undefined;
    const count = () =>
      body !== undefined && body.view().content !== "waiting" && setCounts(countsOf(body.doc));
    const ask = () =>
      void fetchDoc(id, end.signal).then(setTold, () => {
        if (!end.signal.aborted) setTold((before) => (before === "waiting" ? "unknown" : before));
      });
    const onUpdate = () => {
      clearTimeout(counting);
      clearTimeout(asking);
      counting = setTimeout(count, COUNT_MS);
      asking = setTimeout(ask, ASK_MS);
    };
    count();
    ask();
    body?.doc.on("update", onUpdate);
    return () => {
      end.abort();
      clearTimeout(counting);
      clearTimeout(asking);
      body?.doc.off("update", onUpdate);
    };
  }, [id, body]);

  return { counts, told };
}
