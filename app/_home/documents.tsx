"use client";
// The list, like an index: views, rows by day, what is selected, and the keys that move in it. Called by
// home. Says so plainly when nothing is there, nothing was found, or the server does not answer.

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { DocId } from "../../lib/names.ts";
import { isApple } from "../_ui/keys.ts";
import { en } from "../_words/en.ts";
import { home as words } from "../_words/home.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import style from "./documents.module.css";
import { type Entry, peopleIn } from "./entries.ts";
import { docOf, firstRow, focusRow, rowBeside, rowOf, survivor } from "./focus.ts";
import { Nothing } from "./nothing.tsx";
import type { RowEvents } from "./row.tsx";
import type { Act } from "./row-menu.tsx";
import { ListBones, Rows } from "./rows.tsx";
import { all, extended, NOTHING, toggled, within } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { Trouble } from "./trouble.tsx";
import { type HomeList, type Place, useLocalCopies } from "./use-home.ts";
import { Sort, Views } from "./views.tsx";

export interface DocumentsProps {
  readonly place: Place;
  readonly home: HomeList;
  readonly query: string;
  readonly now: number | undefined;
  readonly onQuery: (query: string) => void;
}

export function Documents({ place, home, query, now, onQuery }: DocumentsProps) {
  const { state, list, actions } = home;
  const section = useRef<HTMLElement>(null);
  const [picked, setPicked] = useState(NOTHING);
  const [active, setActive] = useState<DocId>();
  const [menu, setMenu] = useState<DocId>();
  const [renaming, setRenaming] = useState<DocId>();
  const [deleting, setDeleting] = useState<readonly Entry[]>();

  const entries = state?.entries ?? [];
  const order = useMemo(() => entries.map((entry) => entry.id), [entries]);
  const selection = within(picked, order);
  const selected = entries.filter((entry) => selection.ids.has(entry.id));
  const offline = state?.problem?.offline === true || home.stream === "off";
  const copies = useLocalCopies(offline && place.view !== "trash");
  const { view } = place;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, nothing selected
  useEffect(() => setPicked(NOTHING), [view]);

  /** Where the focus goes when these leave: called before, answers with the way there. */
  const goOn = (some: readonly Entry[]) => {
    const now = document.activeElement;
    const inList = section.current?.contains(now) || now === document.body;
    const fromRow = now?.closest('[role="menu"], [role="dialog"]') !== null;
    const next = survivor(section.current, new Set(some.map((entry) => entry.id)));
    return () => {
      if (!inList && !fromRow) return;
      if (next?.isConnected) focusRow(next);
      else section.current?.focus();
    };
  };

  const leave = (some: readonly Entry[], act: (some: readonly Entry[]) => Promise<void>) => {
    goOn(some)();
    setPicked(NOTHING);
    return act(some);
  };

  const away = (some: readonly Entry[]) => {
    if (view === "trash") return setDeleting(some);
    if (offline && some.some((entry) => !entry.remembered)) return;
    const own = some.filter((entry) => entry.role === "own");
    const others = some.filter((entry) => entry.role !== "own");
    if (own.length > 0) void leave(own, actions.trash);
    if (others.length > 0) void leave(others, actions.leave);
  };

  const act = (entry: Entry, what: Act): void => {
    switch (what) {
      case "rename":
        return setRenaming(entry.id);
      case "duplicate":
        return void actions.duplicate(entry);
      case "star":
        return void actions.star([entry], !entry.starred);
      case "copy-link":
        return void actions.copyLink(entry);
      case "select":
        return setPicked((before) => toggled(before, entry.id));
      case "trash":
        return void leave([entry], actions.trash);
      case "leave":
        return void leave([entry], actions.leave);
      case "restore":
        return void leave([entry], actions.restore);
      case "delete":
        return setDeleting([entry]);
    }
  };

  const latest = useRef({ act, order, actions });
  latest.current = { act, order, actions };
  const on = useMemo<RowEvents>(
    () => ({
      act: (entry, what) => latest.current.act(entry, what),
      select: (id, range) =>
        setPicked((before) => (range ? extended(before, id, latest.current.order) : toggled(before, id))),
      menu: (id, open) => setMenu(open ? id : undefined),
      renamed(entry, title, byKey) {
        setRenaming(undefined);
        if (title !== undefined) void latest.current.actions.rename(entry, title);
        if (!byKey) return;
        requestAnimationFrame(() => {
          const row = section.current?.querySelector<HTMLElement>(`[data-doc="${entry.id}"]`);
          if (row) focusRow(row);
        });
      },
    }),
    [],
  );

  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // Menus and dialogs of the rows stand elsewhere in the page, and have keys of their own.
    if (section.current?.contains(target) !== true || event.defaultPrevented) return;
    const row = rowOf(target);
    const entry = entries.find((one) => one.id === docOf(row));
    const mod = isApple() ? event.metaKey : event.ctrlKey;
    if (mod && event.key.toLowerCase() === "a" && !event.shiftKey && !event.altKey) {
      setPicked(all(order));
    } else if (event.key === "Escape" && selection.on) setPicked(NOTHING);
    else if (row === undefined || entry === undefined || mod || event.altKey) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = rowBeside(section.current, row, event.key === "ArrowDown" ? 1 : -1);
      if (next === row && event.key === "ArrowUp") {
        document.querySelector<HTMLElement>("[data-search]")?.focus();
      } else if (next !== undefined) {
        focusRow(next);
        const id = docOf(next);
        if (event.shiftKey && id !== undefined) {
          setPicked((before) => extended(before.on ? before : toggled(NOTHING, entry.id), id, order));
        }
      }
    } else if (event.key === "Home" || event.key === "End") {
      const next =
        event.key === "Home" ? firstRow(section.current) : rowBeside(section.current, row, order.length);
      if (next !== undefined) focusRow(next);
    } else if (event.key === "F10" && event.shiftKey) setMenu(entry.id);
    else if (event.key === "ContextMenu") setMenu(entry.id);
    else if (target.dataset.main === undefined && !(target instanceof HTMLInputElement)) return;
    // On the box itself the browser does that.
    else if (event.key === " " && target.dataset.main !== undefined) on.select(entry.id, event.shiftKey);
    else if (event.key === "Delete") away(selection.ids.has(entry.id) ? selected : [entry]);
    else if (event.key === "F2" && view !== "trash" && !offline && writes(entry)) setRenaming(entry.id);
    else if (event.key === "s" && view !== "trash" && !offline) void actions.star([entry], !entry.starred);
    else return;
    event.preventDefault();
  };

  const inNow = offline ? 0 : peopleIn(entries);
  // Nothing remembered is not nothing there: without an answer, and without its failure, one waits.
  const waits = state?.phase === "known" && state.problem === undefined && entries.length === 0 && !offline;
  const ready = state !== undefined && state.phase !== "loading" && now !== undefined && !waits;
  const answered = state !== undefined && state.shown.words === query;
  return (
    // Keys of the rows are caught here, where they all pass.
    <section
      ref={section}
      className={style.documents}
      aria-labelledby="list-title"
      aria-busy={!ready || !answered}
      tabIndex={-1}
      onKeyDown={keys}
      onFocus={(event) => {
        const id = docOf(rowOf(event.target));
        if (id !== undefined && section.current?.contains(event.target)) setActive(id);
      }}
    >
      <h2 id="list-title" className="hidden-text">
        {words.listTitle[view]}
      </h2>
      <header className={style.head}>
        <Views place={place} />
        {inNow === 0 ? null : <p className={style.inNow}>{en.home.inNow(inNow)}</p>}
        <Sort place={place} />
      </header>
      <Trouble offline={offline} problem={state?.problem} onRetry={home.retry} />
      <p className="hidden-text" role="status">
        {!ready ? words.loading : query === "" || !answered ? "" : words.found(entries.length, state.more)}
      </p>
      {!ready ? (
        <ListBones />
      ) : entries.length === 0 ? (
        answered && state.problem?.code !== "unauthenticated" ? (
          <div className={style.blank}>
            <Nothing
              view={view}
              query={query}
              offline={offline}
              onQuery={onQuery}
              onAll={() => place.go("recent")}
            />
          </div>
        ) : null
      ) : (
        <Rows
          state={state}
          now={now}
          offline={offline}
          copies={copies}
          selection={selection}
          active={active !== undefined && order.includes(active) ? active : order[0]}
          menu={menu}
          renaming={renaming}
          on={on}
          onMore={list.more}
        />
      )}
      {selected.length === 0 ? null : (
        <SelectionBar
          entries={selected}
          trash={view === "trash"}
          allSelected={selected.length === entries.length}
          onAll={() => setPicked(all(order))}
          onEnd={() => setPicked(NOTHING)}
          onStar={(some, starred) => void actions.star(some, starred)}
          onTrash={(some) => void leave(some, actions.trash)}
          onLeave={(some) => void leave(some, actions.leave)}
          onRestore={(some) => void leave(some, actions.restore)}
          onDelete={setDeleting}
        />
      )}
      <DeleteDialog
        entries={deleting}
        onDelete={async (some) => {
          const on = goOn(some);
          await actions.deleteForEver(some);
          setPicked(NOTHING);
          setDeleting(undefined);
          // The dialog holds the focus until it begins to close.
          requestAnimationFrame(on);
        }}
        onClose={() => setDeleting(undefined)}
      />
    </section>
  );
}

const writes = (entry: Entry): boolean => (entry.role === "own" || entry.role === "edit") && !entry.locked;
