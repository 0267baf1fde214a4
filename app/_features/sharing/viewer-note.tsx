// A quiet line that says what one may do here, where that is not everything: viewer, commenter, locked.
// Called by the document page, beside the save status or under the header. Nothing for those who may write.

import { Eye, Lock, MessageSquare } from "lucide-react";
import type { Role } from "../../../lib/policy.ts";
import { en } from "../../_words/first.ts";
import { noteOf } from "./notes.ts";
import style from "./viewer-note.module.css";

const ICONS = { viewer: Eye, commenter: MessageSquare, locked: Lock } as const;

export interface ViewerNoteProps {
  readonly role: Role;
  readonly locked: boolean;
}

export function ViewerNote({ role, locked }: ViewerNoteProps) {
  const note = noteOf(role, locked);
  if (note === undefined) return null;
  const Icon = ICONS[note];
  return (
    <p className={style.note}>
      <Icon className="icon" aria-hidden />
      {en.sharing.note[note]}
    </p>
  );
}
