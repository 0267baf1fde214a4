"use client";
// Words to take along, in a box that can be copied, and the way to let this browser forget them. Called where
// access ended and where an address did not open. Removing asks in place: it may be the last copy.

import { Copy } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { copyText } from "../../_ui/copy-text.ts";
import { toast } from "../../_ui/toast.tsx";
import { access as words } from "../../_words/access.ts";
import { Confirm } from "./confirm.tsx";
import style from "./ended.module.css";

export interface KeptWordsProps {
  readonly label: string;
  readonly text: string;
  /** Removes what this browser keeps of the document; left out where that would be too early. */
  readonly onRemove?: (() => Promise<void>) | undefined;
  /** Further ways on, after the copy. */
  readonly children?: ReactNode;
}

export function KeptWords({ label, text, onRemove, children }: KeptWordsProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [removing, setRemoving] = useState<"asked" | "busy" | "failed">();
  const copy = async () => {
    const copied = await copyText(text);
    if (!copied) box.current?.select();
    toast(copied ? { text: words.copied } : { text: words.notCopied, tone: "caution" });
  };
  const remove = async () => {
    setRemoving("busy");
    await onRemove?.().catch(() => setRemoving("failed"));
  };
  return (
    <>
      <label htmlFor={`${id}-text`}>{label}</label>
      <textarea
        ref={box}
        id={`${id}-text`}
        readOnly
        dir="auto"
        rows={Math.min(8, 2 + Math.ceil(text.length / 70))}
        value={text}
      />
      <div className={style.acts}>
        <Button icon={Copy} onClick={() => void copy()}>
          {words.copy}
        </Button>
        {children}
        {onRemove === undefined || removing !== undefined ? null : (
          <Button kind="danger" onClick={() => setRemoving("asked")}>
            {words.remove}
          </Button>
        )}
      </div>
      {removing === undefined ? null : (
        <Confirm
          text={words.removeText}
          yes={words.removeYes}
          busyLabel={words.removing}
          busy={removing === "busy"}
          wrong={removing === "failed" ? words.notRemoved : undefined}
          onYes={() => void remove()}
          onNo={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}
