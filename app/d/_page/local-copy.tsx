"use client";
// What this browser keeps of a document that does not open any more: to be read, copied, or removed. Called
// by the page of a closed address. Nothing is shown where nothing is kept.

import { useEffect, useState } from "react";
import { bodyOf, type DocId } from "../../../lib/names.ts";
import { removeCopy } from "../../_client/copies.ts";
import { copyOf } from "../../_client/copy-of.ts";
import { forget } from "../../_client/recents.ts";
import { textOf } from "../../_editor/copy.ts";
import box from "../../_features/sharing/ended.module.css";
import { KeptWords } from "../../_features/sharing/kept-words.tsx";
import { cx } from "../../_ui/cx.ts";
import { access } from "../../_words/access.ts";
import style from "./local-copy.module.css";

const words = access.closed;

export function LocalCopy({ id }: { readonly id: DocId }) {
  const [kept, setKept] = useState<{ readonly text: string; readonly changes: number }>();
  useEffect(() => {
    let stale = false;
    copyOf(bodyOf(id)).then(
      (copy) => {
        const text = copy === undefined ? "" : textOf(copy.doc);
        if (!stale && copy !== undefined && text.trim() !== "") setKept({ text, changes: copy.changes });
        copy?.doc.destroy();
      },
      // A browser that keeps nothing.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [id]);
  if (kept === undefined) return null;
  return (
    <section className={cx(box.box, style.copy)} aria-label={words.copyTitle}>
      <h2>{words.copyTitle}</h2>
      <p>
        {words.copyText} {kept.changes > 0 ? words.copyUnsent(kept.changes) : ""}
      </p>
      <KeptWords
        label={words.copyLabel}
        text={kept.text}
        onRemove={async () => {
          await removeCopy(bodyOf(id));
          forget(id);
          setKept(undefined);
        }}
      />
    </section>
  );
}
