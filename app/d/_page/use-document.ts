"use client";
// What the server says that you may do with this document. Called by the document page; asks on arrival,
// when you come back to the page, and whenever writing was allowed or stopped. The socket enforces; this tells.

import { useEffect, useState } from "react";
import type { DocId } from "../../../lib/names.ts";
import type { Role } from "../../../lib/policy.ts";
import { ApiError, fetchDoc } from "../../_client/api.ts";
import { noteRole } from "../../_client/recents.ts";

export interface Standing {
  readonly role: Role;
  readonly locked: boolean;
}

/** A document that was begun in this browser is no news to tell until the server knows of it. */
async function knownThere(id: DocId, signal: AbortSignal) {
  const record = await import("../../_client/kept.ts")
    .then((kept) => kept.recordOf(id))
    .catch(() => undefined);
  if (record?.begun !== undefined) return Promise.reject(new Error("Not there yet."));
  return fetchDoc(id, signal);
}
const NOTHING: Standing = { role: "none", locked: false };

/** `undefined` until the server has said it. `again`: ask anew when this changes. */
export function useDocument(id: DocId, initial: Standing | undefined, again: unknown): Standing | undefined {
  const [standing, setStanding] = useState(initial);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is why this is asked again
  useEffect(() => {
    const end = new AbortController();
    const ask = () =>
      void knownThere(id, end.signal).then(
        ({ role, locked }) => {
          noteRole(id, role);
          setStanding((before) =>
            before?.role === role && before.locked === locked ? before : { role, locked },
          );
        },
        (error: unknown) => {
          // Not there for this visitor, or not any more. Away says nothing: the save status does.
          const closed = error instanceof ApiError && error.code === "doc/not-found";
          if (closed) setStanding(NOTHING);
        },
      );
    ask();
    window.addEventListener("focus", ask);
    return () => {
      end.abort();
      window.removeEventListener("focus", ask);
    };
  }, [id, again]);
  return standing;
}
