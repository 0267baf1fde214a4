"use client";
// The title for whoever only reads: a heading, not a field. Called by the document page. Follows the shared
// title; looks and stands exactly like the editor's (app/_editor/title.tsx).

import { useEffect, useRef, useState } from "react";
import { MAX_TITLE_CHARACTERS, titleOf } from "../../lib/doc.ts";
import type { Body } from "../_client/body.ts";
import look from "../_editor/title.module.css";
import { en } from "../_words/first.ts";
import style from "./title.module.css";

export interface ReadTitleProps {
  /** Given as soon as its content is there. */
  readonly body: Body | undefined;
  readonly initial: string;
  readonly onText: (title: string) => void;
}

export function ReadTitle({ body, initial, onText }: ReadTitleProps) {
  const [title, setTitle] = useState(initial);
  const told = useRef(onText);
  useEffect(() => {
    told.current = onText;
  });
  useEffect(() => {
    if (body === undefined) return;
    const text = titleOf(body.doc);
    const show = () => {
      const now = text.toString().replace(/\s/g, " ").slice(0, MAX_TITLE_CHARACTERS);
      setTitle(now);
      told.current(now);
    };
    show();
    text.observe(show);
    return () => text.unobserve(show);
  }, [body]);
  return (
    <h1 className={look.title}>
      <span className={style.text}>{title.trim() === "" ? en.ui.untitled : title}</span>
    </h1>
  );
}
