"use client";
// The rows in pieces: only what is near the window is drawn, the rest keeps its height, so that thousands
// are as quick as ten. Called by the list. Asks for the next page before its end comes into sight.

import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { DocId } from "../../lib/names.ts";
import { useOnlyHere } from "../_offline/only-here.tsx";
import { home } from "../_words/home.ts";
import type { ListState } from "./doc-list.ts";
import style from "./documents.module.css";
import { type Entry, groupOf } from "./entries.ts";
import { Row, type RowEvents } from "./row.tsx";
import type { Selection } from "./selection.ts";

/** Rows of one piece. Smaller ones are more observers, larger ones more rows that nobody sees. */
const PIECE = 25;
/** Pixels above and below the window that are drawn: two screens of a fast thumb. */
const NEAR_PX = 1_600;
/** Of a row that was never drawn. */
const ROW_PX = 70;
/** Pixels before the end at which more is asked for. */
const SOON_PX = 2_400;

export interface RowsProps {
  readonly state: ListState;
  readonly now: number;
  readonly offline: boolean;
  readonly copies: ReadonlySet<DocId> | undefined;
  readonly selection: Selection;
  readonly active: DocId | undefined;
  readonly menu: DocId | undefined;
  readonly renaming: DocId | undefined;
  readonly on: RowEvents;
  readonly onMore: () => Promise<void>;
}

export function Rows(props: RowsProps) {
  const { state, now, selection, copies } = props;
  const { entries, shown, more } = state;
  const onlyHere = useOnlyHere();
  const groups = useMemo(() => entries.map((entry) => groupOf(entry, shown, now)), [entries, shown, now]);
  const pieces: ReactNode[] = [];
  for (let from = 0; from < entries.length; from += PIECE) {
    const days = daysOf(entries, groups, from, Math.min(from + PIECE, entries.length));
    pieces.push(
      <Piece key={from} rows={Math.min(PIECE, entries.length - from)} drawn={from < PIECE * 2}>
        {() =>
          days.map((day) => (
            <section
              key={day.items[0]?.id}
              className={day.begins ? style.day : style.dayOn}
              aria-label={day.name}
            >
              {day.begins ? <h3 className={style.name}>{day.name}</h3> : null}
              <ul className={style.rows}>
                {day.items.map((entry) => (
                  <Row
                    key={entry.id}
                    entry={entry}
                    now={now}
                    words={shown.words}
                    offline={props.offline}
                    onDevice={copies?.has(entry.id)}
                    onlyHere={onlyHere.has(entry.id)}
                    selected={selection.ids.has(entry.id)}
                    selecting={selection.on}
                    active={entry.id === props.active}
                    menuOpen={entry.id === props.menu}
                    renaming={entry.id === props.renaming}
                    on={props.on}
                  />
                ))}
              </ul>
            </section>
          ))
        }
      </Piece>,
    );
  }
  return (
    <>
      {pieces}
      {more ? <More onMore={props.onMore} rows={entries.length} /> : null}
    </>
  );
}

interface Day {
  readonly name: string;
  /** Its name stands here; a piece may also begin in the middle of a day. */
  readonly begins: boolean;
  readonly items: Entry[];
}

function daysOf(entries: readonly Entry[], groups: readonly string[], from: number, to: number): Day[] {
  const days: Day[] = [];
  for (let at = from; at < to; at++) {
    const entry = entries[at];
    const name = groups[at];
    if (entry === undefined || name === undefined) continue;
    const last = days.at(-1);
    if (last?.name === name) last.items.push(entry);
    else days.push({ name, begins: groups[at - 1] !== name, items: [entry] });
  }
  return days;
}

interface PieceProps {
  readonly rows: number;
  /** At first, before anybody has looked where it is. */
  readonly drawn: boolean;
  readonly children: () => ReactNode;
}

function Piece({ rows, drawn, children }: PieceProps) {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(drawn);
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen === undefined) return;
        // What has the focus is not taken away, wherever the page is scrolled.
        const stays = seen.isIntersecting || element.contains(document.activeElement);
        if (!stays) setHeight(seen.boundingClientRect.height);
        setNear(stays);
      },
      { rootMargin: `${NEAR_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={style.piece} style={near ? undefined : { height: height ?? rows * ROW_PX }}>
      {near ? children() : null}
    </div>
  );
}

function More({ onMore, rows }: { readonly onMore: () => Promise<void>; readonly rows: number }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every page it is looked at anew whether the end is still near
  useEffect(() => {
    if (box.current === null) return;
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && void onMore(), {
      rootMargin: `${SOON_PX}px 0px`,
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [onMore, rows]);
  return (
    <div ref={box}>
      <p className="hidden-text">{home.loadingMore}</p>
      <ListBones rows={3} />
    </div>
  );
}

/** The still shape of what comes, with the height of rows, so that nothing jumps when they are there. */
export function ListBones({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className={style.bones} aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones are alike and never move
        <div key={row} className={style.bone}>
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}
