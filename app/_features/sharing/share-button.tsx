"use client";
// The header's Share button. Owners get the dialog; everybody else is told what they may do, and can copy
// the document's address. Called by the document page.

import { Copy } from "lucide-react";
import { useRef, useState } from "react";
import type { DocSummary } from "../../../lib/api.ts";
import { addressOf } from "../../../lib/names.ts";
import { Button } from "../../_ui/button.tsx";
import { copyText } from "../../_ui/copy-text.ts";
import { Field } from "../../_ui/field.tsx";
import { Popover } from "../../_ui/popover.tsx";
import { en } from "../../_words/en.ts";
import { sayCopied } from "./copy.ts";
import { shortAddress } from "./links.ts";
import style from "./share-button.module.css";
import { ShareDialog } from "./share-dialog.tsx";

const words = en.sharing;

export interface ShareButtonProps {
  readonly doc: Pick<DocSummary, "id" | "title" | "role">;
  readonly className?: string | undefined;
}

export function ShareButton({ doc, className }: ShareButtonProps) {
  const [open, setOpen] = useState(false);
  // Until the page has heard of it from the server.
  const [gaveAway, setGaveAway] = useState(false);
  if (doc.role !== "own" || gaveAway) {
    return <OthersShare doc={gaveAway ? { ...doc, role: "edit" } : doc} className={className} />;
  }
  return (
    <>
      <Button kind="primary" className={className} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.share}
      </Button>
      <ShareDialog id={doc.id} open={open} onOpenChange={setOpen} onHandedOver={() => setGaveAway(true)} />
    </>
  );
}

function OthersShare({ doc, className }: ShareButtonProps) {
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    const done = await copyText(`${location.origin}${addressOf(doc.id, doc.title)}`);
    if (done) sayCopied();
    else field.current?.select();
    setWrong(done ? undefined : words.notCopied);
  };
  return (
    <Popover
      label={words.share}
      align="end"
      className={style.panel}
      trigger={
        <Button kind="primary" className={className}>
          {words.share}
        </Button>
      }
    >
      <h2 className={style.may}>{words.youMay[doc.role]}</h2>
      <p className={style.text}>{words.othersText}</p>
      <Address doc={doc} wrong={wrong} ref={field} />
      <Button icon={Copy} onClick={() => void copy()}>
        {words.copy}
      </Button>
    </Popover>
  );
}

interface AddressProps {
  readonly doc: ShareButtonProps["doc"];
  readonly wrong: string | undefined;
  readonly ref: React.Ref<HTMLInputElement>;
}

/** Drawn only while the popover is open, so in a browser: `location` is there. */
function Address({ doc, wrong, ref }: AddressProps) {
  const address = `${location.origin}${addressOf(doc.id, doc.title)}`;
  return (
    <Field
      ref={ref}
      label={words.addressLabel}
      hideLabel
      readOnly
      value={shortAddress(decodeURI(address))}
      wrong={wrong}
      onFocus={(event) => event.target.select()}
    />
  );
}
