"use client";
// Asks before documents are deleted for ever, and says plainly what goes. Called by the list.

import { useState } from "react";
import { Button } from "../_ui/button.tsx";
import { Dialog } from "../_ui/dialog.tsx";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import style from "./delete-dialog.module.css";
import type { Entry } from "./entries.ts";

/** Titles that are read before a decision; more are counted. */
const MAX_NAMED = 5;

export interface DeleteDialogProps {
  /** `undefined`: closed. */
  readonly entries: readonly Entry[] | undefined;
  /** Closes it, when it is done. */
  readonly onDelete: (entries: readonly Entry[]) => Promise<void>;
  readonly onClose: () => void;
}

export function DeleteDialog({ entries, onDelete, onClose }: DeleteDialogProps) {
  const [busy, setBusy] = useState(false);
  // While it closes it still says what it said.
  const [last, setLast] = useState(entries);
  if (entries !== undefined && entries !== last) setLast(entries);
  const shown = entries ?? last ?? [];
  const name = (entry: Entry | undefined) => entry?.title || en.ui.untitled;
  return (
    <Dialog
      open={entries !== undefined}
      onOpenChange={(open) => {
        if (!open && !busy) onClose();
      }}
      title={home.deleteTitle(name(shown[0]), shown.length)}
      description={home.deleteText(shown.length)}
      actions={
        <>
          <Button
            kind="danger"
            busy={busy}
            busyLabel={home.deleting}
            onClick={() => {
              setBusy(true);
              void onDelete(shown).finally(() => setBusy(false));
            }}
          >
            {home.deleteForEver}
          </Button>
          <Button kind="primary" data-autofocus onClick={onClose}>
            {en.ui.cancel}
          </Button>
        </>
      }
    >
      {shown.length < 2 ? null : (
        <ul className={style.names}>
          {shown.slice(0, MAX_NAMED).map((entry) => (
            <li key={entry.id}>{name(entry)}</li>
          ))}
          {shown.length > MAX_NAMED ? (
            <li className={style.more}>{home.deleteAnd(shown.length - MAX_NAMED)}</li>
          ) : null}
        </ul>
      )}
    </Dialog>
  );
}
