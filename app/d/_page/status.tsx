"use client";
// The save status: always in its slot, with its word. A press opens what is kept where, and since when.
// Called by the header. Spoken only when trouble begins or ends, not at every key.

import { type RefObject, useEffect, useRef, useState } from "react";
import type { Body, SaveState } from "../../_client/body.ts";
import { useBodyView } from "../../_client/hooks.ts";
import { Half, type HalfState } from "../../_ui/half.tsx";
import { Popover } from "../../_ui/popover.tsx";
import { en } from "../../_words/first.ts";
import { nextChange, SHOW_SAVING_AFTER_MS, saveWordsOf } from "./save-words.ts";
import style from "./status.module.css";
import { StatusDetails } from "./status-details.tsx";

export interface StatusProps {
  readonly body: Body | undefined;
  readonly onDownload: () => void;
  readonly onCopy: () => void;
}

export function Status({ body, onDownload, onCopy }: StatusProps) {
  const view = useBodyView(body);
  const now = useNow(view.save);
  const settled = useSettled(view.save);
  const brief = view.save.state === "saving" && now - view.save.since < SHOW_SAVING_AFTER_MS;
  const words = saveWordsOf(brief ? settled : view.save, now, view.kept);
  const spoken = useSpoken(words.mark, words.long);
  const times = useTimes(body, view.save);
  return (
    <>
      <Popover
        label={en.status.details}
        sheet
        trigger={
          <button type="button" className={style.status} data-save={words.mark}>
            <Half state={words.mark} />
            <span className={style.long}>{words.long}</span>
            <span className={style.short}>{words.short}</span>
          </button>
        }
      >
        <StatusDetails body={body} times={times} onDownload={onDownload} onCopy={onCopy} />
      </Popover>
      <span className="hidden-text" role="status">
        {spoken}
      </span>
    </>
  );
}

/** The last state that was not "saving": shown while saving is too short to be told. */
function useSettled(save: SaveState): SaveState {
  const [settled, setSettled] = useState<SaveState>({ state: "connecting" });
  useEffect(() => {
    if (save.state !== "saving") setSettled(save);
  }, [save]);
  return settled;
}

/** When something was last written here, and when the server last said that it has everything. */
export interface Times {
  readonly here: number | undefined;
  readonly saved: number | undefined;
}

function useTimes(body: Body | undefined, save: SaveState): RefObject<Times> {
  const times = useRef<Times>({ here: undefined, saved: undefined });
  useEffect(() => {
    if (body === undefined) return;
    // A note, not a state: it is read when the panel opens, not with every key.
    const note = (_update: Uint8Array, _origin: unknown, _doc: unknown, transaction: { local: boolean }) => {
      if (transaction.local) times.current = { ...times.current, here: Date.now() };
    };
    body.doc.on("update", note);
    return () => body.doc.off("update", note);
  }, [body]);
  useEffect(() => {
    if (save.state === "saved") times.current = { ...times.current, saved: Date.now() };
  }, [save.state]);
  return times;
}

function useNow(save: SaveState): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const at = Date.now();
      setNow(at);
      const wait = nextChange(save, at);
      if (wait !== undefined) timer = setTimeout(look, wait + 5);
    };
    look();
    return () => clearTimeout(timer);
  }, [save]);
  return now;
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
