"use client";
// Where a picture is described for people who do not see it. Called by the picture's tools. Nothing is guessed:
// who put it in knows what it is for.

import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { MAX_ALT_CHARACTERS } from "../../../lib/pictures.ts";
import { Button } from "../../_ui/button.tsx";
import { fileWords as words } from "../../_words/files.ts";
import style from "./tools.module.css";

export interface AltFormProps {
  readonly alt: string | null;
  readonly onSave: (alt: string | null) => void;
}

export function AltForm({ alt, onSave }: AltFormProps) {
  const [text, setText] = useState(alt ?? "");
  const [decorative, setDecorative] = useState(alt === "");
  const id = useId();
  const save = () => onSave(decorative ? "" : text.trim() === "" ? null : text.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <form className={style.form} onSubmit={submit}>
      <label htmlFor={`${id}-text`}>{words.alt}</label>
      <textarea
        id={`${id}-text`}
        className={style.area}
        rows={3}
        maxLength={MAX_ALT_CHARACTERS}
        value={text}
        disabled={decorative}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p id={`${id}-hint`} className={style.hint}>
        {words.altHint}
      </p>
      <label className={style.check}>
        <input
          type="checkbox"
          checked={decorative}
          onChange={(event) => setDecorative(event.target.checked)}
        />
        {words.decorative}
      </label>
      <Button kind="primary" type="submit">
        {words.save}
      </Button>
    </form>
  );
}
