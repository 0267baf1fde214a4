"use client";
// The way back into a document that was closed to this page: when the server says that it is open again, the
// page connects anew, and what was not sent is sent. Called by the document page. It asks when somebody comes
// back to the page, and now and then while they look at it; a door that stays shut is not knocked at by socket.

import { useCallback, useEffect } from "react";
import type { DocId } from "../../../lib/names.ts";
import { fetchDoc } from "../../_client/api.ts";
import type { Body } from "../../_client/body.ts";

const LOOK_EVERY_MS = 30_000;

/** `waits`: the page was put out. The result asks now, and says whether the door is open. */
export function useReturn(id: DocId, body: Body | undefined, waits: boolean): () => Promise<boolean> {
  const ask = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const { role, trashedAt } = await fetchDoc(id, signal);
        if (role === "none" || trashedAt !== undefined) return false;
        body?.tryNow();
        return true;
      } catch {
        return false;
      }
    },
    [id, body],
  );
  useEffect(() => {
    if (!waits) return;
    const end = new AbortController();
    const look = () => document.visibilityState === "visible" && void ask(end.signal);
    const timer = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      end.abort();
      clearInterval(timer);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [waits, ask]);
  return useCallback(() => ask(), [ask]);
}
