"use client";
// The list: recent documents by day, like an index. Called by home with what is remembered and found.
// Says so plainly when nothing is there, nothing was found, or the server does not answer.

import { Link2, ListX, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { addressOf } from "../../lib/names.ts";
import { forget, putBack } from "../_client/recents.ts";
import { useOnlyHere } from "../_offline/only-here.tsx";
import { Blank } from "../_ui/blank.tsx";
import { Button } from "../_ui/button.tsx";
import { copyText } from "../_ui/copy-text.ts";
import { Half } from "../_ui/half.tsx";
import { toast } from "../_ui/toast.tsx";
import { en } from "../_words/en.ts";
import style from "./documents.module.css";
import { type Entry, peopleIn } from "./entries.ts";
import { Row } from "./row.tsx";
import type { Docs } from "./use-docs.ts";
import { byDay } from "./when.ts";

export interface DocumentsProps {
  readonly all: readonly Entry[];
  readonly shown: readonly Entry[];
  readonly query: string;
  readonly now: number;
  readonly docs: Docs;
  readonly onShowAll: () => void;
}

export function Documents({ all, shown, query, now, docs, onShowAll }: DocumentsProps) {
  const section = useRef<HTMLElement>(null);

  const remove = (entry: Entry) => {
    const next = neighbour(section.current, entry);
    const gone = forget(entry.id);
    (next ?? section.current)?.focus();
    if (gone === undefined) return;
    toast({
      text: en.home.removed,
      detail: en.home.removedDetail,
      icon: ListX,
      action: { label: en.ui.undo, run: () => putBack(gone) },
    });
  };

  const inNow = peopleIn(all);
  const onlyHere = useOnlyHere();
  return (
    <section ref={section} className={style.documents} aria-labelledby="recent" tabIndex={-1}>
      <header className={style.head}>
        <h2 id="recent">{en.home.recent}</h2>
        {inNow === 0 ? null : <p>{en.home.inNow(inNow)}</p>}
        <Trouble docs={docs} />
      </header>
      <p className="hidden-text" role="status">
        {query === "" ? "" : en.home.found(shown.length)}
      </p>
      {all.length === 0 ? (
        <div className={style.blank}>
          <Blank level={3} title={en.home.empty} text={en.home.emptyText} />
        </div>
      ) : shown.length === 0 ? (
        <div className={style.blank}>
          <Blank
            level={3}
            title={en.home.nothingFound}
            text={en.home.nothingFoundText(query)}
            action={<Button onClick={onShowAll}>{en.home.showAll}</Button>}
          />
        </div>
      ) : (
        byDay(shown, (entry) => entry.order, now).map((day) => (
          <section key={day.items[0]?.id} className={style.day}>
            <h3 className={style.name}>{day.name}</h3>
            <ul>
              {day.items.map((entry) => (
                <Row
                  key={entry.id}
                  entry={entry}
                  onlyHere={onlyHere.has(entry.id)}
                  now={now}
                  onCopy={(one) => void copyLink(one)}
                  onRemove={remove}
                />
              ))}
            </ul>
          </section>
        ))
      )}
    </section>
  );
}

/** In the place of the people, who are not known then: so nothing moves when the server goes or comes. */
function Trouble({ docs }: { readonly docs: Docs }) {
  const { problem, askNow } = docs;
  return (
    <div role="status" className={style.trouble}>
      {problem === undefined ? null : (
        <>
          <Half state="offline" />
          <span>
            {problem.offline ? en.home.unreachable : problem.message}
            {problem.offline ? <span className={style.more}> {en.home.unreachableMore}</span> : null}
          </span>
          <Button kind="quiet" size="small" className={style.again} onClick={askNow}>
            {en.ui.tryNow}
          </Button>
        </>
      )}
    </div>
  );
}

/** Where the focus goes when a row leaves: to the one after it, or the one before. */
function neighbour(list: HTMLElement | null, entry: Entry): HTMLElement | undefined {
  const rows = [...(list?.querySelectorAll<HTMLElement>("[data-doc]") ?? [])];
  const at = rows.findIndex((row) => row.dataset.doc === entry.id);
  const row = rows[at + 1] ?? rows[at - 1];
  return row?.querySelector<HTMLElement>("a") ?? undefined;
}

async function copyLink(entry: Entry): Promise<void> {
  const copied = await copyText(new URL(addressOf(entry.id, entry.title), location.origin).href);
  if (copied) toast({ text: en.ui.linkCopied, icon: Link2 });
  else {
    toast({
      text: en.ui.linkNotCopied,
      detail: en.ui.linkNotCopiedDetail,
      icon: TriangleAlert,
      tone: "caution",
    });
  }
}
