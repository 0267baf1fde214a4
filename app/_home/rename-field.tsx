"use client";
// A title being changed in its row. Enter and leaving the field keep it, Escape does not. Called by the row.

import { useEffect, useRef } from "react";
import { MAX_TITLE_CHARACTERS } from "../../lib/doc.ts";
import { home } from "../_words/home.ts";
import style from "./row.module.css";

export interface RenameFieldProps {
  readonly title: string;
  readonly name: string;
  readonly onEnd: (title: string | undefined, byKey: boolean) => void;
}

export function RenameField({ title, name, onEnd }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    // After the menu has given the focus back to its button.
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (kept: boolean, byKey: boolean) => {
    if (over.current) return;
    over.current = true;
    onEnd(kept ? (field.current?.value ?? title) : undefined, byKey);
  };
  return (
    <input
      ref={field}
      className={style.rename}
      aria-label={home.renameLabel(name)}
      defaultValue={title}
      maxLength={MAX_TITLE_CHARACTERS}
      autoComplete="off"
      enterKeyHint="done"
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        // The list's own keys (arrows, Ctrl A, Delete) mean the text here.
        event.stopPropagation();
        if (event.key === "Enter") end(true, true);
        else if (event.key === "Escape") end(false, true);
        else return;
        event.preventDefault();
      }}
    />
  );
}
