"use client";
// In what form the document leaves, and what that form could not keep. Called by the document page; works
// without the server.

import { Braces, FileCode, FileText, Hash, type LucideIcon } from "lucide-react";
import { useState } from "react";
import type * as Y from "yjs";
import type { Kind } from "../../../lib/convert/kinds.ts";
import { Dialog } from "../../_ui/dialog.tsx";
import { porting } from "../../_words/porting.ts";
import { LostList } from "./lost-list.tsx";
import style from "./porting.module.css";
import { type Saved, saveFile } from "./save-file.ts";

const words = porting.export;
const KINDS: readonly (readonly [Kind, LucideIcon])[] = [
  ["md", Hash],
  ["html", FileCode],
  ["txt", FileText],
  ["json", Braces],
];

export interface ExportDialogProps {
  readonly doc: Y.Doc;
  /** Where the files of the document lie. */
  readonly files: string;
  readonly onClose: () => void;
}

type State =
  | { readonly is: "asking" }
  | { readonly is: "working"; readonly as: Kind }
  | { readonly is: "failed" }
  | ({ readonly is: "done" } & Saved);

export default function ExportDialog({ doc, files, onClose }: ExportDialogProps) {
  const [state, setState] = useState<State>({ is: "asking" });

  const take = async (as: Kind) => {
    setState({ is: "working", as });
    try {
      setState({ is: "done", ...(await saveFile(doc, as, files)) });
    } catch {
      setState({ is: "failed" });
    }
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={words.title} description={words.hint}>
      <div className={style.kinds}>
        {KINDS.map(([as, Icon]) => (
          <button
            key={as}
            type="button"
            className={style.kind}
            aria-busy={state.is === "working" && state.as === as}
            disabled={state.is === "working"}
            onClick={() => void take(as)}
          >
            <Icon className="icon" aria-hidden />
            <span>
              <strong>{words.kinds[as].name}</strong>
              <small>{words.kinds[as].hint}</small>
            </span>
          </button>
        ))}
      </div>
      <div role="status" className={style.status}>
        {state.is === "failed" ? <p>{words.failed}</p> : null}
        {state.is === "done" ? (
          <>
            <p>{words.done(state.name)}</p>
            <LostList lost={state.lost} whole={words.whole} report={words.report} />
          </>
        ) : null}
      </div>
    </Dialog>
  );
}
