"use client";
// Draws the slash menu at the "/" that was typed. The focus stays in the text; keys come through slash.ts,
// fingers and mice here. Called by ways.tsx.

import type { Editor } from "@tiptap/core";
import { useEffect, useId, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { cx } from "../../_ui/cx.ts";
import { ways } from "../../_words/ways.ts";
import { useNarrow } from "../use-dock.ts";
import { hintOf } from "./hint.ts";
import style from "./list.module.css";
import { Marked } from "./marked.tsx";
import { freeOf, placeBeside, seenOf } from "./place.ts";
import { type SlashView, slashOf } from "./slash.ts";

/** Higher would cover what one is writing about. */
const HIGHEST_PX = 328;

const nothing = () => () => undefined;

export function SlashMenu({ editor }: { readonly editor: Editor }) {
  const store = slashOf(editor);
  const view = useSyncExternalStore(
    store?.subscribe ?? nothing,
    () => store?.get(),
    () => undefined,
  );
  return view === undefined || store === undefined
    ? null
    : createPortal(<Rows editor={editor} view={view} choose={store.choose} run={store.run} />, document.body);
}

interface RowsProps {
  readonly editor: Editor;
  readonly view: SlashView;
  readonly choose: (at: number) => void;
  readonly run: (at: number) => void;
}

function Rows({ editor, view, choose, run }: RowsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const { rows, recent, chosen, from, query } = view;

  // Where the "/" stands; again when the list grows, and when the page moves under it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of rows changes the height
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const place = () => {
      if (editor.isDestroyed || from > editor.state.doc.content.size) return;
      const anchor = editor.view.coordsAtPos(from);
      element.style.maxHeight = "";
      const seen = seenOf(window);
      const highest = Math.min(HIGHEST_PX, (seen.bottom - seen.top) * 0.5);
      const size = { width: element.offsetWidth, height: Math.min(element.scrollHeight, highest) };
      const at = placeBeside(anchor, size, freeOf(window), "below");
      element.style.left = `${at.left}px`;
      element.style.top = `${at.top}px`;
      element.style.maxHeight = `${Math.min(at.maxHeight, highest)}px`;
    };
    place();
    window.addEventListener("scroll", place, { passive: true });
    window.addEventListener("resize", place);
    window.visualViewport?.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place);
      window.removeEventListener("resize", place);
      window.visualViewport?.removeEventListener("resize", place);
    };
  }, [editor, from, rows.length]);

  // The text keeps the focus, so it says which row is meant.
  useEffect(() => {
    const { dom } = editor.view;
    dom.setAttribute("aria-controls", id);
    dom.setAttribute("aria-haspopup", "listbox");
    if (rows.length > 0) dom.setAttribute("aria-activedescendant", `${id}-${chosen}`);
    else dom.removeAttribute("aria-activedescendant");
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [editor, id, chosen, rows]);
  useEffect(() => {
    const { dom } = editor.view;
    return () => {
      for (const name of ["aria-controls", "aria-haspopup", "aria-activedescendant"])
        dom.removeAttribute(name);
    };
  }, [editor]);

  const headingAt = (index: number): string | undefined => {
    if (query.trim() !== "") return undefined;
    if (index < recent) return index === 0 ? ways.slash.recent : undefined;
    const group = rows[index]?.item.group;
    if (group === undefined) return undefined;
    return index === recent || rows[index - 1]?.item.group !== group ? ways.groups[group] : undefined;
  };

  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={ways.slash.label}
      className={cx(style.floating, style.menu)}
      // A press is no reason to leave the text.
      onMouseDown={(event) => event.preventDefault()}
    >
      {rows.length === 0 ? <p className={style.nothing}>{ways.slash.nothing}</p> : null}
      {rows.map(({ item, marked }, index) => {
        const heading = headingAt(index);
        const Icon = item.icon;
        return (
          // The same action may stand among the recent ones and in its group.
          <div key={index < recent ? `recent ${item.id}` : item.id} role="presentation">
            {heading === undefined ? null : (
              <div className={style.heading} role="presentation">
                {heading}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys come from the text, which has the focus */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={style.row}
              onPointerMove={(event) => {
                if (event.pointerType === "mouse" && index !== chosen) choose(index);
              }}
              onClick={() => run(index)}
            >
              <Icon className="icon" aria-hidden />
              <span className={style.label}>
                <Marked text={item.label} marked={marked} />
              </span>
              {narrow ? null : <kbd>{hintOf(item)}</kbd>}
            </div>
          </div>
        );
      })}
    </div>
  );
}
