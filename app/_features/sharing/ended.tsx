"use client";
// Access ended while the document was open: what happened, what is safe, and the words to take along. Called
// by the document page when nothing can be saved any more, because access ended or the document is gone.

import { Copy } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { Button, LinkButton } from "../../_ui/button.tsx";
import { en } from "../../_words/en.ts";
import style from "./ended.module.css";

const words = en.sharing.over;

export interface AccessEndedProps {
  readonly why: "forbidden" | "gone";
  /** Copies the document's text. */
  readonly onCopy: () => void;
  /** The document as plain text, as this page has it. */
  readonly text: string;
  /** How many changes did not arrive. */
  readonly changes?: number;
  /** What was written and not sent, where that is known apart; it is shown instead of the whole text. */
  readonly unsent?: string | undefined;
}

export function AccessEnded({ why, onCopy, text, changes = 0, unsent }: AccessEndedProps) {
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  // Somebody was typing: their words go nowhere now, so this is told where they look.
  useEffect(() => {
    title.current?.focus();
  }, []);
  const apart = unsent !== undefined && unsent !== "";
  return (
    <section className={style.ended} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} ref={title} tabIndex={-1}>
        {words[why]}
      </h2>
      <p>{why === "forbidden" ? words.forbiddenText : words.goneText}</p>
      {changes > 0 ? <p className={style.unsent}>{words.unsent(changes)}</p> : null}
      <label htmlFor={`${id}-text`}>
        {apart ? words.unsentLabel : changes > 0 ? words.textLabel : words.keepLabel}
      </label>
      <textarea id={`${id}-text`} readOnly rows={8} value={apart ? unsent : text} />
      <div className={style.acts}>
        <Button kind="primary" icon={Copy} onClick={onCopy}>
          {words.copy}
        </Button>
        <LinkButton kind="quiet" href="/">
          {en.ui.allDocuments}
        </LinkButton>
      </div>
    </section>
  );
}
