"use client";
// The palette: every action of the table, of the page and the documents opened lately, found by typing.
// Called by ways.tsx when asked for (Ctrl K). An action runs after the palette has closed and the focus is
// back in the text, so that it acts on the selection that was there.

import type { Editor } from "@tiptap/core";
import { Check, Search } from "lucide-react";
import * as Base from "radix-ui/dialog";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { shortcut } from "../../_ui/keys.ts";
import { ways } from "../../_words/ways.ts";
import type { Command } from "../commands/action.ts";
import { ACTIONS, linkAction } from "../commands/all.ts";
import { search } from "../commands/match.ts";
import { noteAction, recentActions } from "../commands/recent.ts";
import { available, commandOf } from "../commands/table.ts";
import list from "../ways/list.module.css";
import { Marked } from "../ways/marked.tsx";
import style from "./palette.module.css";
import { type Row, rowsOf } from "./rows.ts";

const words = ways.palette;

export interface PaletteProps {
  readonly editor: Editor;
  /** Of the page around the text: share, rename, documents. */
  readonly page: readonly Command[];
  readonly onClose: () => void;
}

export function Palette({ editor, page, onClose }: PaletteProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const rowList = useRef<HTMLDivElement>(null);
  const from = useRef<Element | null>(null);
  const run = useRef<Command>(undefined);
  // What can be done is asked once: the palette covers the text, and others' changes need no new list.
  const { commands, recent, first } = useMemo(() => {
    const own = available(ACTIONS, editor).map((action) => commandOf(editor, action));
    const selected = editor.isEditable && (!editor.state.selection.empty || editor.isActive("link"));
    return { commands: [...own, ...page], recent: recentActions(), first: selected ? [linkAction.id] : [] };
  }, [editor, page]);
  // Who was not in the text wants something of the page first. Asked once: the field has the focus after.
  const [writing] = useState(() => editor.isEditable && editor.view.hasFocus());
  const rows = useMemo(
    () => rowsOf(query, commands, { recent, first, writing, search }),
    [query, commands, recent, first, writing],
  );

  useEffect(() => {
    rowList.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  const start = (row: Row | undefined) => {
    if (row === undefined) return;
    run.current = row.found.item;
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      const next = Math.abs(step) === 1 ? chosen + step + rows.length : chosen + step;
      setChosen(Math.abs(step) === 1 ? next % rows.length : Math.max(0, Math.min(rows.length - 1, next)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      start(rows[chosen]);
    } else if (event.key === "Tab") event.preventDefault();
  };
  const leave = (event: Event) => {
    event.preventDefault();
    const command = run.current;
    if (from.current instanceof HTMLElement && from.current.isConnected)
      from.current.focus({ preventScroll: true });
    if (command === undefined) return;
    noteAction(command.id);
    command.run();
  };

  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Overlay className={style.scrim} />
        <Base.Content
          className={style.palette}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            from.current = document.activeElement;
          }}
          onCloseAutoFocus={leave}
        >
          <Base.Title className="hidden-text">{words.label}</Base.Title>
          <div className={style.field}>
            <Search className="icon" aria-hidden />
            <input
              type="text"
              role="combobox"
              aria-label={words.label}
              aria-expanded="true"
              aria-controls={id}
              aria-autocomplete="list"
              aria-activedescendant={rows.length === 0 ? undefined : `${id}-${chosen}`}
              placeholder={words.placeholder}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              enterKeyHint="go"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setChosen(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div ref={rowList} id={id} role="listbox" aria-label={words.label} className={style.rows}>
            {rows.length === 0 ? (
              <p className={style.nothing}>
                <strong>{words.nothing}</strong>
                {words.nothingText(query.trim())}
              </p>
            ) : null}
            {rows.map((row, index) => (
              <PaletteRow
                key={row.key}
                id={`${id}-${index}`}
                row={row}
                chosen={index === chosen}
                onChoose={() => setChosen(index)}
                onRun={() => start(row)}
              />
            ))}
          </div>
          <p className="hidden-text" role="status">
            {query.trim() === "" ? "" : words.found(rows.length)}
          </p>
          <footer className={style.foot} aria-hidden>
            <span>↑↓ {words.choose}</span>
            <span>↵ {words.run}</span>
            <span>Esc {words.close}</span>
          </footer>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}

interface PaletteRowProps {
  readonly id: string;
  readonly row: Row;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onRun: () => void;
}

function PaletteRow({ id, row: { heading, found }, chosen, onChoose, onRun }: PaletteRowProps) {
  const { item, marked } = found;
  const Icon = item.icon;
  return (
    <div role="presentation">
      {heading === undefined ? null : (
        <div className={list.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys come from the field, which has the focus */}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={chosen}
        className={list.row}
        onPointerMove={(event) => event.pointerType === "mouse" && !chosen && onChoose()}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onRun}
      >
        <Icon className="icon" aria-hidden />
        <span className={list.label}>
          <Marked text={item.label} marked={marked} />
        </span>
        {item.active === true ? (
          <Check className="icon" aria-hidden />
        ) : (
          <kbd>{item.shortcut === undefined ? "" : shortcut(item.shortcut)}</kbd>
        )}
      </div>
    </div>
  );
}
