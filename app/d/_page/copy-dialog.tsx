"use client";
// In what form the copy is taken. Called by the document page; works without the server.

import type * as Y from "yjs";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { en } from "../../_words/en.ts";
import style from "./copy-dialog.module.css";
import { downloadCopy } from "./take-copy.ts";

export interface CopyDialogProps {
  readonly doc: Y.Doc;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function CopyDialog({ doc, open, onOpenChange }: CopyDialogProps) {
  const take = (as: "txt" | "html") => {
    void downloadCopy(doc, as);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={en.document.download}
      description={en.document.downloadHint}
      actions={
        <div className={style.forms}>
          <Button onClick={() => take("txt")}>{en.document.downloadText}</Button>
          <Button kind="primary" onClick={() => take("html")}>
            {en.document.downloadPage}
          </Button>
        </div>
      }
    />
  );
}
