"use client";
// What is typed before the editor is there, by somebody who pressed the text or left the title for it. Called
// by text.tsx. Keys go into a field that nobody sees, and from there into the editor, where they were meant.

import { type Ref, useImperativeHandle, useRef } from "react";
import type { Place } from "../_editor/handle.ts";
import { reading as words } from "../_words/reading.ts";
import style from "./article.module.css";

/** Far more than anybody types in the seconds that an editor takes. */
const MAX_CHARACTERS = 10_000;

export interface Early {
  readonly place: Place;
  readonly text: string;
}

export interface EarlyHandle {
  /** From now on keys are kept here. What was typed elsewhere before stays with its place. */
  focus(place: Place): void;
  /** What was typed, once; `undefined` where nobody was here. */
  take(): Early | undefined;
  /** An input method is in the middle of a word: taking it away would lose the word. */
  readonly composing: boolean;
}

export interface EarlyProps {
  readonly ref: Ref<EarlyHandle>;
  readonly onComposed: () => void;
}

export function EarlyField({ ref, onComposed }: EarlyProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const place = useRef<Place>(undefined);
  const composing = useRef(false);

  useImperativeHandle(ref, () => ({
    focus(next) {
      // Words have one place: the one where they were begun.
      if (field.current?.value === "" || place.current === undefined) place.current = next;
      field.current?.focus({ preventScroll: true });
    },
    take() {
      const { current: element } = field;
      const { current: at } = place;
      if (element === null || at === undefined) return undefined;
      const here = element.ownerDocument.activeElement === element;
      const text = element.value;
      if (!here && text === "") return undefined;
      element.value = "";
      place.current = undefined;
      return { place: at, text };
    },
    get composing() {
      return composing.current;
    },
  }));

  return (
    <textarea
      ref={field}
      className={style.early}
      aria-label={words.early}
      maxLength={MAX_CHARACTERS}
      tabIndex={-1}
      autoComplete="off"
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={() => {
        composing.current = false;
        onComposed();
      }}
    />
  );
}
