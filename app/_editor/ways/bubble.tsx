"use client";
// The row of tools over a selection. Shown when the selection rests, never while it is being drawn, gone on
// typing. Called by ways.tsx, not on phones: there the dock has the same tools.
// Its place avoids the first line of what is selected: above it, or below the last line.

import { AllSelection, TextSelection } from "@tiptap/pm/state";
import { type Editor, useEditorState } from "@tiptap/react";
import { ChevronDown } from "lucide-react";
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { cx } from "../../_ui/cx.ts";
import { Menu } from "../../_ui/menu.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { ways } from "../../_words/ways.ts";
import { BUBBLE_ACTIONS, TURN_ACTIONS } from "../commands/all.ts";
import { available, become } from "../commands/table.ts";
import { useRoving } from "../roving.ts";
import tools from "../toolbar.module.css";
import style from "./bubble.module.css";
import { usePanel } from "./panels.ts";
import { type Box, placeBeside, seenOf } from "./place.ts";

/** The selection rests this long before the tools come. */
const REST_MS = 150;
/** As high as the handles of a selection are. */
const UNDER_HANDLES_PX = 32;

export interface BubbleHandle {
  /** False while there is none. */
  focus(): boolean;
}

export interface BubbleProps {
  readonly editor: Editor;
  /** Alt F10 once more: on to the row of tools. */
  readonly onTools: () => void;
  readonly ref?: Ref<BubbleHandle>;
}

export function Bubble({ editor, onTools, ref }: BubbleProps) {
  const bar = useRef<BubbleHandle>(null);
  useImperativeHandle(ref, () => ({ focus: () => bar.current?.focus() === true }));
  const shown = useRested(editor);
  const linking = usePanel(editor, "linking");
  if (!shown || linking) return null;
  return createPortal(<Bar editor={editor} onTools={onTools} ref={bar} />, document.body);
}

/** Text is selected, nobody draws at the selection, and the focus is in the text or in the bubble. */
function useRested(editor: Editor): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pressed = false;
    const hide = () => {
      clearTimeout(timer);
      setShown(false);
    };
    const look = () => {
      clearTimeout(timer);
      if (pressed || !wantsTools(editor)) return setShown(false);
      timer = setTimeout(() => {
        if (!pressed && wantsTools(editor)) setShown(true);
      }, REST_MS);
    };
    const onUpdate = ({ transaction }: { transaction: { docChanged: boolean } }) => {
      // A mark that is put on changes the text too: only what takes the selection away hides the tools.
      if (transaction.docChanged && editor.state.selection.empty) hide();
    };
    const onDown = (event: PointerEvent) => {
      if (!editor.view.dom.contains(event.target as Node)) return;
      pressed = true;
      hide();
    };
    const onUp = () => {
      if (!pressed) return;
      pressed = false;
      look();
    };
    const onFocus = () => setTimeout(look);
    editor.on("selectionUpdate", look);
    editor.on("update", onUpdate);
    document.addEventListener("pointerdown", onDown, true);
    document.addEventListener("pointerup", onUp, true);
    document.addEventListener("pointercancel", onUp, true);
    document.addEventListener("dragend", onUp, true);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onFocus);
    look();
    return () => {
      clearTimeout(timer);
      editor.off("selectionUpdate", look);
      editor.off("update", onUpdate);
      document.removeEventListener("pointerdown", onDown, true);
      document.removeEventListener("pointerup", onUp, true);
      document.removeEventListener("pointercancel", onUp, true);
      document.removeEventListener("dragend", onUp, true);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onFocus);
    };
  }, [editor]);
  return shown;
}

const MARK = "data-bubble";

function wantsTools(editor: Editor): boolean {
  if (editor.isDestroyed || !editor.isEditable || editor.view.composing) return false;
  const { selection, doc } = editor.state;
  // A chosen picture or cells have their own tools.
  if (selection.empty || !(selection instanceof TextSelection || selection instanceof AllSelection))
    return false;
  if (doc.textBetween(selection.from, selection.to, " ").trim() === "") return false;
  if (selection.$from.parent.type.spec.code === true) return false;
  const now = document.activeElement;
  const inside = now?.closest(`[${MARK}]`) ?? null;
  const inMenu = document.querySelector(`[${MARK}] [aria-expanded="true"]`) !== null;
  return editor.view.hasFocus() || inside !== null || inMenu;
}

function Bar({ editor, onTools, ref }: BubbleProps) {
  const { bar, focus, roving } = useRoving<HTMLDivElement>();
  useImperativeHandle(ref, () => ({ focus }), [focus]);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      [...BUBBLE_ACTIONS, ...TURN_ACTIONS]
        .filter((action) => action.isActive?.(now) === true)
        .map(({ id }) => id)
        .join(" "),
  }).split(" ");
  const range = useEditorState({
    editor,
    selector: ({ editor: now }) => `${now.state.selection.from} ${now.state.selection.to}`,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place depends on the range
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const place = () => {
      const anchor = boxOfSelection(editor);
      const seen = seenOf(window);
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const off = anchor.bottom < 0 || anchor.top > seen.bottom;
      element.style.visibility = off ? "hidden" : "";
      const free = { ...seen, top: seen.top + headerBottom() };
      // Where a finger selects, the browser's own menu comes above, and the handles hang below.
      const touch = window.matchMedia("(pointer: coarse)").matches;
      const at = placeBeside(anchor, size, free, touch ? "below" : "above", touch ? UNDER_HANDLES_PX : 8);
      element.style.left = `${at.left}px`;
      element.style.top = `${at.top}px`;
    };
    place();
    window.addEventListener("scroll", place, { passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place);
      window.removeEventListener("resize", place);
    };
  }, [editor, range]);

  const turn = available(TURN_ACTIONS, editor);
  const current = [...turn].reverse().find(({ id }) => active.includes(id)) ?? turn[0];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && bar.current?.contains(event.target as Node) === true) {
      event.preventDefault();
      event.stopPropagation();
      editor.commands.focus();
      return;
    }
    if (event.key === "F10" && event.altKey) {
      event.preventDefault();
      onTools();
      return;
    }
    roving.onKeyDown(event);
  };
  return (
    <div
      ref={bar}
      {...{ [MARK]: "" }}
      role="toolbar"
      aria-label={ways.bubble.label}
      aria-orientation="horizontal"
      className={style.bubble}
      onFocus={roving.onFocus}
      onKeyDown={onKeyDown}
    >
      <Menu
        label={ways.bubble.turn}
        trigger={
          <button
            type="button"
            className={cx(tools.select, style.select)}
            aria-label={`${ways.bubble.turn}: ${current?.label ?? ""}`}
            onMouseDown={(event) => event.preventDefault()}
          >
            <span>{current?.label}</span>
            <ChevronDown className="icon" aria-hidden />
          </button>
        }
        items={turn.map((action) => ({
          label: action.label,
          icon: action.icon,
          checked: active.includes(action.id),
          onSelect: () => become(editor, action),
        }))}
      />
      <span className={tools.rule} />
      {BUBBLE_ACTIONS.map((action) => (
        <Tool
          key={action.id}
          icon={action.icon}
          label={action.label}
          shortcut={action.shortcut}
          side="top"
          pressed={action.isActive === undefined ? undefined : active.includes(action.id)}
          onClick={() => action.run(editor)}
        />
      ))}
    </div>
  );
}

/** First and last line of what is selected, as wide as the first. */
function boxOfSelection({ view, state: { selection } }: Editor): Box {
  const first = view.coordsAtPos(selection.from, 1);
  const last = view.coordsAtPos(selection.to, -1);
  return {
    left: Math.min(first.left, first.top === last.top ? first.left : last.left),
    right: last.right,
    top: Math.min(first.top, last.top),
    bottom: Math.max(first.bottom, last.bottom),
  };
}

const headerBottom = (): number =>
  Math.max(0, document.querySelector("header")?.getBoundingClientRect().bottom ?? 0);
