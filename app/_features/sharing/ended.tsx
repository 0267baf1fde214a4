"use client";
// Access ended, or became less, while the document was open: what happened, what is safe, and the words to
// take along. Called by the document page. There is no way back in until the server gives one.

import { useEffect, useId, useRef, useState } from "react";
import type * as Y from "yjs";
import { textOf } from "../../_editor/copy.ts";
import { Button, LinkButton } from "../../_ui/button.tsx";
import { cx } from "../../_ui/cx.ts";
import { access } from "../../_words/access.ts";
import { en } from "../../_words/en.ts";
import style from "./ended.module.css";
import { KeptWords } from "./kept-words.tsx";

const words = access.over;

export interface AccessEndedProps {
  readonly why: "forbidden" | "gone" | "signed-out" | "lowered";
  /** The document as this page has it. */
  readonly doc: Y.Doc;
  /** How many changes did not arrive. */
  readonly changes: number;
  /** What was written and not sent, where that is known apart; it is shown instead of the whole text. */
  readonly unsent: string;
  readonly onSignIn: () => void;
  /** Asks the server once more; `false`: it is as it was. */
  readonly onAgain: () => Promise<boolean>;
  /** Lets this browser forget the document. */
  readonly onRemove: () => Promise<void>;
}

export function AccessEnded({ why, doc, changes, unsent, onSignIn, onAgain, onRemove }: AccessEndedProps) {
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  // Somebody was typing: their words go nowhere now, so this is told where they look.
  useEffect(() => {
    title.current?.focus();
  }, []);
  const out = why === "forbidden" || why === "gone";
  const label = changes === 0 ? words.keepLabel : unsent === "" ? words.textLabel : words.unsentLabel;
  return (
    <section className={cx(style.box, style.ended)} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} ref={title} tabIndex={-1}>
        {words[why]}
      </h2>
      <p>{words[`${why}Text`]}</p>
      {changes === 0 ? null : (
        <p className={style.unsent}>
          {words.unsent(changes)} {words.unsentKeep}
        </p>
      )}
      {why === "signed-out" ? (
        <div className={style.acts}>
          <Button kind="primary" onClick={onSignIn}>
            {access.account.signIn}
          </Button>
        </div>
      ) : null}
      <KeptWords
        label={label}
        text={changes > 0 && unsent !== "" ? unsent : textOf(doc)}
        onRemove={out ? onRemove : undefined}
      >
        {out ? <Again onAgain={onAgain} /> : null}
        {why === "lowered" ? null : (
          <LinkButton kind="quiet" href="/">
            {en.ui.allDocuments}
          </LinkButton>
        )}
      </KeptWords>
    </section>
  );
}

function Again({ onAgain }: Pick<AccessEndedProps, "onAgain">) {
  const [state, setState] = useState<"asking" | "still">();
  const ask = async () => {
    setState("asking");
    // Where it opens again this is gone with its section.
    if (!(await onAgain())) setState("still");
  };
  return (
    <>
      <Button kind="quiet" busy={state === "asking"} busyLabel={words.looking} onClick={() => void ask()}>
        {words.again}
      </Button>
      <span className={style.still} role="status">
        {state === "still" ? words.still : ""}
      </span>
    </>
  );
}
