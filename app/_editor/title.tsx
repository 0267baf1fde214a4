"use client";
// The title: one line of shared text, shown as the page's heading. Called by the document page, also
// before the body is here (then it shows what the server knew). Enter and Down lead into the text.

import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { MAX_TITLE_CHARACTERS, titleOf } from "../../lib/doc.ts";
import type { Body } from "../_client/body.ts";
import { isApple } from "../_ui/keys.ts";
import { en } from "../_words/first.ts";
import { bindText, type TextBinding } from "./bind-text.ts";
import style from "./title.module.css";
import { useView } from "./ways/view-settings.ts";

export interface TitleHandle {
  /** Puts the caret at its end. */
  focus(): void;
}

export interface TitleProps {
  /** Given as soon as its content is there. */
  readonly body: Body | undefined;
  /** What to show until then. */
  readonly initial: string;
  readonly editable: boolean;
  readonly onText: (title: string) => void;
  readonly onLeave: () => void;
  readonly ref?: Ref<TitleHandle>;
}

export function Title({ body, initial, editable, onText, onLeave, ref }: TitleProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { spelling } = useView();
  const binding = useRef<TextBinding>(undefined);
  // The same text again, behind the field: it gives the field its height in every browser.
  const [grown, setGrown] = useState(initial);

  const told = useRef(onText);
  useEffect(() => {
    told.current = onText;
  });

  useEffect(() => {
    const element = field.current;
    if (body === undefined || element === null) return;
    const bound = bindText(titleOf(body.doc), element, {
      max: MAX_TITLE_CHARACTERS,
      onText: (text) => {
        setGrown(text);
        told.current(text);
      },
    });
    binding.current = bound;
    return () => {
      binding.current = undefined;
      bound.destroy();
    };
  }, [body]);

  useImperativeHandle(ref, () => ({
    focus() {
      const element = field.current;
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const undo = undoKey(event);
    if (undo !== undefined) {
      event.preventDefault();
      binding.current?.[undo]();
      return;
    }
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const atEnd = selectionStart === selectionEnd && selectionEnd === value.length;
    const leaves =
      event.key === "Enter" || (event.key === "ArrowDown" && (atEnd || !wraps(event.currentTarget)));
    if (!leaves || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onLeave();
  };

  return (
    <h1 className={style.title} data-text={`${grown}\u200b`}>
      <textarea
        ref={field}
        className={style.field}
        rows={1}
        defaultValue={initial}
        readOnly={!editable}
        aria-label={en.document.titleLabel}
        placeholder={en.document.titlePlaceholder}
        autoCapitalize="sentences"
        autoComplete="off"
        enterKeyHint="next"
        spellCheck={spelling}
        onKeyDown={onKeyDown}
        onFocus={() => body?.awareness.setLocalStateField("at", "title")}
        onBlur={() => {
          if (body?.awareness.getLocalState()?.at === "title") body.awareness.setLocalStateField("at", null);
        }}
      />
    </h1>
  );
}

/** More than one line of text: then Down moves in it first. */
const wraps = (field: HTMLTextAreaElement): boolean =>
  field.clientHeight > 1.5 * Number.parseFloat(getComputedStyle(field).lineHeight);

function undoKey(event: KeyboardEvent): "undo" | "redo" | undefined {
  const command = isApple() ? event.metaKey : event.ctrlKey;
  if (!command || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : undefined;
}
