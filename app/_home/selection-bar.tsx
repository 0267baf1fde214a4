"use client";
// What can be done with all selected documents at once: a bar at the foot of the page while there are any.
// Called by the list. On a phone it takes the place of the one big button.

import { ListChecks, ListX, RotateCcw, Star, StarOff, Trash2, X } from "lucide-react";
import { Button } from "../_ui/button.tsx";
import { Tool } from "../_ui/tool.tsx";
import { home } from "../_words/home.ts";
import type { Entry } from "./entries.ts";
import style from "./selection-bar.module.css";

export interface SelectionBarProps {
  readonly entries: readonly Entry[];
  readonly trash: boolean;
  readonly allSelected: boolean;
  readonly onAll: () => void;
  readonly onEnd: () => void;
  readonly onStar: (entries: readonly Entry[], starred: boolean) => void;
  readonly onTrash: (entries: readonly Entry[]) => void;
  readonly onLeave: (entries: readonly Entry[]) => void;
  readonly onRestore: (entries: readonly Entry[]) => void;
  readonly onDelete: (entries: readonly Entry[]) => void;
}

export function SelectionBar(props: SelectionBarProps) {
  const { entries, trash, allSelected, onAll, onEnd } = props;
  const own = entries.filter((entry) => entry.role === "own");
  const others = entries.filter((entry) => entry.role !== "own");
  const starred = entries.every((entry) => entry.starred);
  const count = (some: readonly Entry[]) => (some.length === entries.length ? "" : ` (${some.length})`);
  return (
    <section className={style.bar} aria-label={home.selectionActions}>
      <Tool icon={X} label={home.endSelection} shortcut="Esc" side="top" onClick={onEnd} />
      <p className={style.count} role="status">
        {home.selected(entries.length)}
      </p>
      {allSelected ? null : (
        <>
          <Button kind="quiet" className={style.wide} onClick={onAll}>
            {home.selectAll}
          </Button>
          <Tool icon={ListChecks} label={home.selectAll} side="top" className={style.slim} onClick={onAll} />
        </>
      )}
      <div className={style.acts}>
        {trash ? (
          <>
            <Button kind="quiet" icon={RotateCcw} onClick={() => props.onRestore(entries)}>
              {home.restore}
            </Button>
            <Button kind="danger" icon={Trash2} onClick={() => props.onDelete(entries)}>
              {home.deleteShort}
            </Button>
          </>
        ) : (
          <>
            <Tool
              icon={starred ? StarOff : Star}
              label={starred ? home.unstar : home.star}
              side="top"
              onClick={() => props.onStar(entries, !starred)}
            />
            {others.length === 0 ? null : (
              <Tool
                icon={ListX}
                label={`${home.leave}${count(others)}`}
                side="top"
                onClick={() => props.onLeave(others)}
              />
            )}
            {own.length === 0 ? null : (
              <Button kind="quiet" icon={Trash2} onClick={() => props.onTrash(own)}>
                {`${home.trash}${count(own)}`}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  );
}
