"use client";
// The outline: headings beside the text on wide screens, in a sheet elsewhere; the one that is read is
// marked. Called by ways.tsx. Looks at the text when it rests, and renders only when a heading changed.

import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { memo, useCallback, useEffect, useRef, useState } from "react";
import { cx } from "../../_ui/cx.ts";
import { Dialog } from "../../_ui/dialog.tsx";
import { ways } from "../../_words/ways.ts";
import { type Heading, headingAbove, headingsOf, sameHeadings } from "./headings.ts";
import style from "./outline.module.css";

const words = ways.outline;
/** The text rests so long before the list follows it. */
const REST_MS = 250;
/** Below the header: what stands higher is being read. */
const READING_LINE_PX = 140;

interface Outline {
  readonly headings: readonly Heading[];
  readonly active: number;
  readonly goTo: (index: number) => void;
}

export function useOutline(editor: Editor): Outline {
  const now = useRef<readonly Heading[]>([]);
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  const [active, setActive] = useState(-1);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    let stale = true;
    const read = () => {
      if (editor.isDestroyed) return;
      stale = false;
      now.current = headingsOf(editor.state.doc);
      setHeadings((before) => (sameHeadings(before, now.current) ? before : now.current));
      follow();
    };
    const topOf = (index: number) => {
      const dom = editor.view.nodeDOM(now.current[index]?.pos ?? 0);
      return dom instanceof HTMLElement ? dom.getBoundingClientRect().top : Number.POSITIVE_INFINITY;
    };
    const follow = () => {
      // Positions are of the text that was read; it is read again when it rests.
      if (stale || editor.isDestroyed) return;
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const above = headingAbove(now.current.length, topOf, READING_LINE_PX);
      setActive(atEnd && window.scrollY > 0 && above === -1 ? now.current.length - 1 : above);
    };
    const onUpdate = () => {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(read, REST_MS);
    };
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(follow);
    };
    read();
    editor.on("update", onUpdate);
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      editor.off("update", onUpdate);
      window.removeEventListener("scroll", onScroll);
    };
  }, [editor]);

  const goTo = useCallback(
    (index: number) => {
      const heading = headingsOf(editor.state.doc)[index];
      if (heading === undefined) return;
      const { state, view } = editor;
      view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, heading.pos + 1)));
      const dom = view.nodeDOM(heading.pos);
      if (dom instanceof HTMLElement) {
        const top = dom.getBoundingClientRect().top + window.scrollY - READING_LINE_PX + 16;
        window.scrollTo({ top, behavior: calm() ? "instant" : "smooth" });
      }
      // A finger that looks something up does not want a keyboard.
      if (!window.matchMedia("(pointer: coarse)").matches) view.focus();
    },
    [editor],
  );
  return { headings, active, goTo };
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Beside the text. Nothing while there is no heading: an empty column would only be a hole. */
export function OutlineColumn({ editor }: { readonly editor: Editor }) {
  const { headings, active, goTo } = useOutline(editor);
  if (headings.length === 0) return null;
  return (
    <nav className={style.column} aria-label={words.label}>
      <Items headings={headings} active={active} onGo={goTo} />
    </nav>
  );
}

export function OutlineSheet({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const { headings, active, goTo } = useOutline(editor);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={words.label}>
      {headings.length === 0 ? (
        <p className={style.empty}>{words.empty}</p>
      ) : (
        <nav aria-label={words.label} className={style.sheet}>
          <Items
            headings={headings}
            active={active}
            onGo={(index) => {
              onClose();
              // After the sheet has let go of the page's scrolling.
              setTimeout(() => goTo(index), 30);
            }}
          />
        </nav>
      )}
    </Dialog>
  );
}

interface ItemsProps {
  readonly headings: readonly Heading[];
  readonly active: number;
  readonly onGo: (index: number) => void;
}

const Items = memo(function Items({ headings, active, onGo }: ItemsProps) {
  const list = useRef<HTMLOListElement>(null);
  // Only inside the list: the page itself must not move.
  useEffect(() => {
    const item = list.current?.children[active];
    const box = list.current?.parentElement;
    if (!(item instanceof HTMLElement) || box == null || box.scrollHeight <= box.clientHeight) return;
    const top = item.offsetTop - box.clientHeight / 2;
    box.scrollTo({ top, behavior: calm() ? "instant" : "smooth" });
  }, [active]);
  return (
    <ol ref={list} className={style.items}>
      {headings.map(({ text, level }, index) => (
        // A heading has no identity but its place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>
          <button
            type="button"
            className={cx(style.item, style[`level${Math.min(level, 4)}`])}
            aria-current={index === active ? "location" : undefined}
            title={text}
            onClick={() => onGo(index)}
          >
            {text === "" ? words.untitled : text}
          </button>
        </li>
      ))}
    </ol>
  );
});
