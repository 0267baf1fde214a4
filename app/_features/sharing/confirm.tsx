"use client";
// A question in place, for what cannot be undone: what happens, then the deed and the way back. Called by
// the share dialog and the settings page. The focus goes to the way back.

import { useEffect, useId, useRef } from "react";
import { Button } from "../../_ui/button.tsx";
import { en } from "../../_words/en.ts";
import style from "./confirm.module.css";
import { useFocus } from "./use-focus.ts";

export interface ConfirmProps {
  readonly text: string;
  readonly yes: string;
  readonly busyLabel: string;
  readonly busy: boolean;
  /** The deed takes nothing away. */
  readonly mild?: boolean;
  readonly wrong?: string | undefined;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

export function Confirm({ text, yes, busyLabel, busy, mild, wrong, onYes, onNo }: ConfirmProps) {
  const told = useId();
  const box = useRef<HTMLDivElement>(null);
  const no = useRef<HTMLButtonElement>(null);
  useFocus(no);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with two answers, not a set of fields
    <div ref={box} className={style.confirm} role="group" aria-labelledby={told}>
      <p id={told}>{text}</p>
      {wrong === undefined ? null : (
        <p role="alert" className={style.wrong}>
          {wrong}
        </p>
      )}
      <div className={style.answers}>
        <Button
          size="small"
          kind={mild ? "plain" : "danger"}
          className={mild ? undefined : style.yes}
          busy={busy}
          busyLabel={busyLabel}
          onClick={onYes}
        >
          {yes}
        </Button>
        <Button size="small" kind="quiet" ref={no} onClick={onNo}>
          {en.ui.cancel}
        </Button>
      </div>
    </div>
  );
}
