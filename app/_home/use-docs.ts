"use client";
// What the server says about the documents in the list: titles, who is in them, when they were edited.
// Called by home. Asks on arrival, on return, and every few seconds while the page is looked at; this hook
// is the only place to change when the server learns to tell by itself.

import { useEffect, useState } from "react";
import type { DocId } from "../../lib/names.ts";
import { ApiError, fetchDocs } from "../_client/api.ts";
import { noteSeen, type Recent } from "../_client/recents.ts";
import { type Answer, NO_ANSWER, unread } from "./entries.ts";

const ASK_EVERY_MS = 5_000;
/** One lost answer among many is no news. */
const SILENT_FAILURES = 1;

export interface Docs {
  readonly answer: Answer;
  /** Why the server's word is missing, or old. */
  readonly problem: ApiError | undefined;
  /** Asks at once. */
  readonly askNow: () => void;
}

const nothing = () => {};

export function useDocs(recents: readonly Recent[] | undefined): Docs {
  const [docs, setDocs] = useState<Docs>({ answer: NO_ANSWER, problem: undefined, askNow: nothing });
  const key =
    recents
      ?.map((one) => one.id)
      .sort()
      .join(",") ?? "";

  useEffect(() => {
    if (key === "") return;
    const ids = key.split(",") as DocId[];
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let answered = false;
    let failures = 0;
    let shown = "";

    const ask = async (settle: boolean): Promise<void> => {
      if (asking || end.signal.aborted) return;
      asking = true;
      clearTimeout(timer);
      try {
        const list = await fetchDocs(ids, end.signal);
        const news = JSON.stringify(list);
        // The same answer every five seconds must not draw the page anew.
        if (news !== shown || failures > 0 || settle) {
          setDocs((before) => ({
            askNow,
            problem: undefined,
            answer: {
              asked: new Set(ids),
              docs: new Map(list.map((doc) => [doc.id, doc])),
              settled: new Map(
                list.map((doc) => [
                  doc.id,
                  settle ? doc.editedAt : (before.answer.settled.get(doc.id) ?? doc.editedAt),
                ]),
              ),
            },
          }));
          noteSeen(list.filter((doc) => !unread(doc)));
        }
        shown = news;
        failures = 0;
        answered = true;
      } catch (cause) {
        if (end.signal.aborted) return;
        failures += 1;
        const problem = cause instanceof ApiError ? cause : undefined;
        if (!answered || failures > SILENT_FAILURES) setDocs((before) => ({ ...before, askNow, problem }));
      } finally {
        asking = false;
        if (!end.signal.aborted && document.visibilityState === "visible") {
          timer = setTimeout(() => void ask(false), ASK_EVERY_MS);
        }
      }
    };
    const askNow = () => void ask(true);
    const returned = () => {
      if (document.visibilityState === "visible") askNow();
      else clearTimeout(timer);
    };

    void ask(false);
    window.addEventListener("focus", returned);
    window.addEventListener("online", returned);
    document.addEventListener("visibilitychange", returned);
    return () => {
      end.abort();
      clearTimeout(timer);
      window.removeEventListener("focus", returned);
      window.removeEventListener("online", returned);
      document.removeEventListener("visibilitychange", returned);
    };
  }, [key]);

  return docs;
}
