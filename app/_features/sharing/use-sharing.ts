"use client";
// What the share dialog knows and does: the state as the server last told it, one deed after the other,
// and what went wrong where. Promise: nothing is shown as done before the server has said so.

import { useCallback, useEffect, useRef, useState } from "react";
import type { Sharing } from "../../../lib/api.ts";
import type { DocId } from "../../../lib/names.ts";
import { ApiError } from "../../_client/api.ts";
import { fetchSharing } from "../../_client/sharing-api.ts";
import { en } from "../../_words/en.ts";
import { keepOnly } from "./secrets.ts";

/** Others come in by the links while the dialog is open. */
const LOOK_EVERY_MS = 10_000;

/** A part of the dialog: what went wrong is said there. */
export type Place = "whole" | "link" | "links" | "people" | "rules" | "stop";

export interface Trouble {
  readonly at: Place;
  readonly text: string;
}

export interface SharingDesk {
  /** `undefined` until the server has answered once. */
  readonly sharing: Sharing | undefined;
  readonly trouble: Trouble | undefined;
  /** The deed that is on its way, by the name it was given. */
  readonly busy: string | undefined;
  /** Does it, asks for the state anew, and resolves with what it gave; `undefined` if it failed. */
  readonly run: <T>(at: Place, name: string, deed: () => Promise<T>) => Promise<T | undefined>;
  readonly tell: (trouble: Trouble | undefined) => void;
  readonly reload: () => void;
}

/** Looks while `open`, and begins anew each time: what was true yesterday is not shown. */
export function useSharing(id: DocId, open: boolean): SharingDesk {
  const [sharing, setSharing] = useState<Sharing>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [busy, setBusy] = useState<string>();
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  /** Answers that were asked for before a deed are older than it, and not taken. */
  const round = useRef(0);

  const look = useCallback(
    async (signal?: AbortSignal) => {
      const mine = ++round.current;
      const now = await fetchSharing(id, signal);
      if (mine !== round.current) return;
      keepOnly(id, now.links);
      setSharing(now);
    },
    [id],
  );

  const reload = useCallback(() => {
    setTrouble(undefined);
    look().catch((error: unknown) => setTrouble({ at: "whole", text: sentenceOf(error) }));
  }, [look]);

  useEffect(() => {
    if (!open) return;
    setSharing(undefined);
    setTrouble(undefined);
    const gone = new AbortController();
    const again = (first: boolean) => {
      if (!first && document.visibilityState === "hidden") return;
      look(gone.signal).catch((error: unknown) => {
        // A look that nobody asked for fails in silence: the last answer stands.
        if (first && !gone.signal.aborted) setTrouble({ at: "whole", text: sentenceOf(error) });
      });
    };
    again(true);
    const timer = setInterval(() => again(false), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      gone.abort();
    };
  }, [look, open]);

  const run = useCallback(
    <T>(at: Place, name: string, deed: () => Promise<T>): Promise<T | undefined> => {
      const turn = queue.current.then(async () => {
        setBusy(name);
        setTrouble(undefined);
        try {
          const given = await deed();
          await look().catch((error: unknown) => setTrouble({ at: "whole", text: sentenceOf(error) }));
          return given;
        } catch (error) {
          setTrouble({ at, text: sentenceOf(error) });
          // Somebody else may have changed what this deed was about, or half of it is done.
          await look().catch(() => undefined);
          return undefined;
        } finally {
          setBusy(undefined);
        }
      });
      queue.current = turn;
      return turn;
    },
    [look],
  );

  return { sharing, trouble, busy, run, tell: setTrouble, reload };
}

export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : en.problems.unreadable;
