"use client";
// The save status: always in its slot, with its word. A press opens what is kept where, and since when.
// Called by the header. Spoken only when trouble begins or ends, not at every key.

import { type RefObject, useEffect, useRef, useState } from "react";
import type { Body, BodyView, SaveState } from "../../_client/body.ts";
import { WAITING_VIEW } from "../../_client/hooks.ts";
import { Half, type HalfState } from "../../_ui/half.tsx";
import { opens } from "../../_ui/opens.tsx";
import { en } from "../../_words/first.ts";
import { nextChange, SHOW_SAVING_AFTER_MS, saveWordsOf } from "./save-words.ts";
import style from "./status.module.css";
import type { StatusPanelProps } from "./status-panel.tsx";

const Panel = opens<StatusPanelProps>("dialog", () =>
  import("./status-panel.tsx").then((module) => module.StatusPanel),
);

export interface StatusProps {
  readonly body: Body | undefined;
  readonly onDownload: () => void;
  readonly onCopy: () => void;
}

export function Status({ body, onDownload, onCopy }: StatusProps) {
  const { save, kept, now } = useShown(body);
  const words = saveWordsOf(save, now, kept);
  const spoken = useSpoken(words.mark, words.long);
  const times = useTimes(body);
  return (
    <>
      <Panel
        label={en.status.details}
        sheet
        body={body}
        times={times}
        onDownload={onDownload}
        onCopy={onCopy}
        trigger={
          <button type="button" className={style.status} data-save={words.mark}>
            <Half state={words.mark} />
            <span className={style.long}>{words.long}</span>
            <span className={style.short}>{words.short}</span>
          </button>
        }
      />
      <span className="hidden-text" role="status">
        {spoken}
      </span>
    </>
  );
}

interface Shown extends Pick<BodyView, "save" | "kept"> {
  /** By Date.now(). */
  readonly now: number;
}

/**
 * What the slot says. "Saving" comes with every key and goes again: it is shown, and the slot is drawn, only where
 * it lasts. So a key draws nothing here.
 */
function useShown(body: Body | undefined): Shown {
  const [shown, setShown] = useState<Shown>({ ...WAITING_VIEW, now: 0 });
  useEffect(() => {
    if (body === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      const { save, kept } = body.view();
      const now = Date.now();
      const next = nextChange(save, now);
      if (next !== undefined) timer = setTimeout(look, next + 5);
      if (save.state === "saving" && now - save.since < SHOW_SAVING_AFTER_MS) return;
      setShown((before) => {
        const same = before.kept === kept && JSON.stringify(before.save) === JSON.stringify(save);
        return same && save.state !== "saving" ? before : { save, kept, now };
      });
    };
    const stop = body.subscribe(look);
    look();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [body]);
  return shown;
}

/** When something was last written here, and when the server last said that it has everything. */
export interface Times {
  readonly here: number | undefined;
  readonly saved: number | undefined;
}

function useTimes(body: Body | undefined): RefObject<Times> {
  const times = useRef<Times>({ here: undefined, saved: undefined });
  useEffect(() => {
    if (body === undefined) return;
    // Notes, not states: they are read when the panel opens, not with every key.
    const note = (_update: Uint8Array, _origin: unknown, _doc: unknown, transaction: { local: boolean }) => {
      if (transaction.local) times.current = { ...times.current, here: Date.now() };
    };
    let before: SaveState["state"] | undefined;
    const look = () => {
      const { state } = body.view().save;
      if (state === "saved" && before !== state) times.current = { ...times.current, saved: Date.now() };
      before = state;
    };
    body.doc.on("update", note);
    const stop = body.subscribe(look);
    look();
    return () => {
      body.doc.off("update", note);
      stop();
    };
  }, [body]);
  return times;
}

const TROUBLE: readonly HalfState[] = ["offline", "blocked", "read-only"];

function useSpoken(mark: HalfState, text: string): string {
  const [spoken, setSpoken] = useState("");
  const last = useRef<HalfState>(undefined);
  // The words count up while offline; only the change into a state is news.
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const trouble = TROUBLE.includes(mark);
    const over = mark === "saved" && last.current !== undefined;
    if (!trouble && !over) return;
    last.current = trouble ? mark : undefined;
    setSpoken(latest.current);
  }, [mark]);
  return spoken;
}
