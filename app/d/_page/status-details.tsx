"use client";
// What is kept where, since when, and what can be done: the panel behind the save status.
// Mounted while it is open; it counts the seconds then, and never otherwise.

import { type ReactNode, type RefObject, useEffect, useState } from "react";
import type { Body, BodyView } from "../../_client/body.ts";
import { useBodyView } from "../../_client/hooks.ts";
import { Button } from "../../_ui/button.tsx";
import { Half } from "../../_ui/half.tsx";
import { en } from "../../_words/first.ts";
import { offline } from "../../_words/offline.ts";
import { statusWords as words } from "../../_words/status.ts";
import { ageWords, isPutOut, saveWordsOf, whyWords } from "./save-words.ts";
import style from "./status.module.css";
import type { Times } from "./status.tsx";

export interface StatusDetailsProps {
  readonly body: Body | undefined;
  readonly times: RefObject<Times>;
  readonly onDownload: () => void;
  readonly onCopy: () => void;
}

export function StatusDetails({ body, times, onDownload, onCopy }: StatusDetailsProps) {
  const view = useBodyView(body);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const { mark } = saveWordsOf(view.save, now, view.kept);
  const waits = view.save.state === "offline" || view.save.state === "connecting";
  const failing = view.save.state === "cannot-save";
  return (
    <div className={style.details} data-save={mark}>
      <h2 className={style.heading}>
        <Half state={mark} />
        {headingOf(view)}
      </h2>
      <Told view={view} now={now} times={times.current} />
      {view.disk === undefined ? null : <p>{offline.disk[view.disk]}</p>}
      <div className={style.actions}>
        {failing ? (
          <Button size="small" onClick={onCopy}>
            {en.document.copyText}
          </Button>
        ) : null}
        {waits || (failing && view.nextTry !== undefined) ? (
          <Button kind="quiet" size="small" onClick={() => body?.tryNow()}>
            {words.tryNow}
          </Button>
        ) : null}
        <Button kind="quiet" size="small" onClick={onDownload}>
          {words.download}
        </Button>
      </div>
    </div>
  );
}

function headingOf({ save }: BodyView): string {
  switch (save.state) {
    case "connecting":
      return words.connectingTitle;
    case "saving":
      return words.savingTitle;
    case "saved":
      return words.savedTitle;
    case "offline":
      return words.offlineTitle;
    case "read-only":
      return words.readOnlyTitle;
    case "cannot-save":
      return isPutOut(save.why) && save.changes === 0 ? words.readOnlyTitle : en.status.cannotSave;
  }
}

interface ToldProps {
  readonly view: BodyView;
  readonly now: number;
  readonly times: Times;
}

function Told({ view, now, times }: ToldProps): ReactNode {
  const { save, nextTry, kept } = view;
  const next = nextTry === undefined ? "" : ` ${words.nextTry(Math.ceil((nextTry - now) / 1_000))}`;
  switch (save.state) {
    case "connecting":
      return <p>{view.content === "waiting" ? words.connectingText : words.connectingLocal}</p>;
    case "saving":
      return (
        <>
          <p>{words.savingText(save.changes)}</p>
          <Facts device={kept ? clock(times.here) : words.tabOnly} server={words.notYet} />
        </>
      );
    case "saved":
      return (
        <Facts device={kept ? clock(times.here ?? times.saved) : words.noCopy} server={clock(times.saved)} />
      );
    case "offline": {
      const age = save.since === undefined ? undefined : ageWords(now - save.since);
      if (save.changes > 0 && !kept) return <p>{words.offlineTabOnly(save.changes) + next}</p>;
      return <p>{words.offlineKeepWriting(save.changes, age) + next}</p>;
    }
    case "read-only":
      return <p>{words.readOnlyText}</p>;
    case "cannot-save":
      return <p>{whyWords(save.why, save.changes) + next}</p>;
  }
}

const clock = (at: number | undefined): string =>
  at === undefined ? words.now : new Date(at).toLocaleTimeString(en.when.locale, { hourCycle: "h23" });

function Facts({ device, server }: { readonly device: string; readonly server: string }) {
  return (
    <dl className={style.facts}>
      <dt>{words.onDevice}</dt>
      <dd>{device}</dd>
      <dt>{words.onServer}</dt>
      <dd>{server}</dd>
    </dl>
  );
}
