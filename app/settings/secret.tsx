"use client";
// A new token, the only time that it is shown, with how a program uses it. Called by the tokens of the
// settings page.

import { Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../_ui/button.tsx";
import { copyText } from "../_ui/copy-text.ts";
import { Field } from "../_ui/field.tsx";
import { toast } from "../_ui/toast.tsx";
import { en } from "../_words/en.ts";
import style from "./settings.module.css";

const words = en.settings;

export interface SecretProps {
  readonly name: string;
  readonly secret: string;
  /** The person has put it somewhere. */
  readonly onNoted: () => void;
}

export function Secret({ name, secret, onNoted }: SecretProps) {
  const [wrong, setWrong] = useState<string>();
  const title = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  const copy = async () => {
    const done = await copyText(secret);
    setWrong(done ? undefined : words.notCopied);
    if (done) toast({ text: words.copied });
    else field.current?.select();
  };
  return (
    <div className={style.secret}>
      <h3 ref={title} tabIndex={-1}>
        {words.secretTitle(name)}
      </h3>
      <p className={style.text}>{words.secretText}</p>
      <div className={style.copy}>
        <Field
          ref={field}
          label={words.secretLabel}
          hideLabel
          readOnly
          value={secret}
          wrong={wrong}
          onFocus={(event) => event.target.select()}
        />
        <Button kind="primary" icon={Copy} onClick={() => void copy()}>
          {words.copy}
        </Button>
      </div>
      <p className={style.text}>{words.how}</p>
      <pre>
        <code>Authorization: Bearer {secret}</code>
      </pre>
      <Button className={style.noted} onClick={onNoted}>
        {words.noted}
      </Button>
    </div>
  );
}
