"use client";
// What stands behind the (i) of a document: words, characters, when it was made, when and by whom it was last edited.
// Loaded by info.tsx, as what opens is: at rest, or when it is wanted before.

import type { ReactNode } from "react";
import type { DocId } from "../../../lib/names.ts";
import type { Body } from "../../_client/body.ts";
import { DialogPanel } from "../../_ui/dialog-panel.tsx";
import type { PanelProps } from "../../_ui/popover.tsx";
import { PopoverPanel } from "../../_ui/popover-panel.tsx";
import { accessSigns } from "../../_words/access-signs.ts";
import style from "./info.module.css";
import { type Facts, useFacts } from "./use-facts.ts";

const words = accessSigns.info;

export interface InfoProps {
  readonly id: DocId;
  readonly body: Body | undefined;
}

export function InfoPanel({ id, body, ...panel }: InfoProps & PanelProps) {
  return (
    <PopoverPanel {...panel} className={style.panel}>
      <h2 className={style.title}>{words.title}</h2>
      <List id={id} body={body} />
    </PopoverPanel>
  );
}

export interface InfoDialogProps extends InfoProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function InfoDialog({ open, onOpenChange, ...of }: InfoDialogProps) {
  return (
    <DialogPanel open={open} onOpenChange={onOpenChange} title={words.title} reading>
      <List {...of} />
    </DialogPanel>
  );
}

/** Mounted while it is open. */
function List({ id, body }: InfoProps) {
  const { counts, told } = useFacts(id, body);
  const number = (of: "words" | "characters") => (counts === undefined ? "–" : words.number(counts[of]));
  return (
    <dl className={style.facts}>
      <dt>{words.words}</dt>
      <dd>{number("words")}</dd>
      <dt>{words.characters}</dt>
      <dd>{number("characters")}</dd>
      <dt>{words.created}</dt>
      <dd>{byServer(told, ({ createdAt }) => moment(createdAt))}</dd>
      <dt>{words.edited}</dt>
      <dd>
        {byServer(told, ({ editedAt, editedBy }) => (
          <>
            {moment(editedAt)}
            {editedBy === undefined ? null : <span className={style.by}>{words.by(editedBy.name)}</span>}
          </>
        ))}
      </dd>
    </dl>
  );
}

type Told = Exclude<Facts["told"], string>;

function byServer(told: Facts["told"], show: (told: Told) => ReactNode): ReactNode {
  if (told === "waiting") return <span className="hidden-text">{words.waiting}</span>;
  return told === "unknown" ? words.unknown : show(told);
}

/** Drawn after a press only, so in the calendar and the zone of whoever reads it. */
function moment(at: number): ReactNode {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()}>
      {new Intl.DateTimeFormat(words.locale, words.moment).format(date)}
    </time>
  );
}
