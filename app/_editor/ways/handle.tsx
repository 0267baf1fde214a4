"use client";
// The handle in the gutter of the block under the mouse: + puts a block below, the grip drags the block and
// opens its menu; Alt Shift F10 opens it for the block of the caret. Called by ways.tsx where there is a mouse.
// Follows the mouse without rendering: React is asked only when the menu opens.

import type { Editor } from "@tiptap/core";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import { GripVertical, Plus } from "lucide-react";
import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Tool } from "../../_ui/tool.tsx";
import { ways } from "../../_words/ways.ts";
import { asOneStep } from "../undo-steps.ts";
import { BlockMenu } from "./block-menu.tsx";
import { blockUnder, firstLineOf } from "./block-places.ts";
import { type Blocks, blocksOf } from "./blocks.ts";
import { startDrag } from "./drag.ts";
import style from "./handle.module.css";
import { markBlocks } from "./here.ts";
import { slashKey } from "./slash.ts";

/** So far left of the text the mouse still means a block. */
const GUTTER_PX = 84;
/** A press that moves less is a click. */
const CLICK_PX = 4;

export function BlockHandle({ editor }: { readonly editor: Editor }) {
  const handle = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const block = useRef<Blocks>(undefined);
  const busy = useRef(false);
  const [open, setOpen] = useState(false);

  const change = useCallback(
    (next: boolean) => {
      busy.current = next;
      if (next) {
        if (block.current !== undefined) selectBlock(editor, block.current);
        markBlocks(editor, blocksOf(editor.state));
      } else {
        markBlocks(editor, undefined);
        // Back into the text, unless what was chosen has taken the focus along.
        if (document.activeElement?.closest("[role=menu]")) editor.view.focus();
      }
      setOpen(next);
    },
    [editor],
  );

  useEffect(() => {
    let frame = 0;
    let last: PointerEvent | undefined;
    const hide = () => {
      cancelAnimationFrame(frame);
      if (handle.current !== null && !busy.current) handle.current.dataset.shown = "no";
      if (!busy.current) block.current = undefined;
    };
    const look = () => {
      const element = handle.current;
      if (element === null || last === undefined || busy.current || editor.isDestroyed) return;
      const box = editor.view.dom.getBoundingClientRect();
      const { clientX: x, clientY: y } = last;
      const inside = x > box.left - GUTTER_PX && x < box.right && y > box.top && y < box.bottom;
      if (!inside || covered(element, x, y)) return hide();
      if (!standBeside(element, blockUnder(editor.view, x, y))) hide();
    };
    const standBeside = (element: HTMLElement, found: Blocks | undefined): boolean => {
      const at = found === undefined ? undefined : firstLineOf(editor.view, found);
      if (found === undefined || at === undefined) return false;
      block.current = found;
      const frameBox = element.offsetParent?.getBoundingClientRect();
      element.dataset.shown = "yes";
      element.style.top = `${(at.top + at.bottom) / 2 - (frameBox?.top ?? 0)}px`;
      element.style.left = `${at.left - (frameBox?.left ?? 0)}px`;
      return true;
    };
    const onMove = (event: PointerEvent) => {
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      last = event;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    const onKey = (event: KeyboardEvent) => {
      if (!editor.view.dom.contains(event.target as Node)) return;
      hide();
      const { current: element } = handle;
      // Shift F10 alone is the browser's menu, with what it would have spelt otherwise.
      if (event.key !== "F10" || !event.altKey || !event.shiftKey || element === null) return;
      if (!standBeside(element, blocksOf(editor.state))) return;
      event.preventDefault();
      event.stopPropagation();
      change(true);
    };
    document.addEventListener("pointermove", onMove, { passive: true });
    document.addEventListener("keydown", onKey, true);
    window.addEventListener("scroll", hide, { passive: true });
    editor.on("update", hide);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("pointermove", onMove);
      document.removeEventListener("keydown", onKey, true);
      window.removeEventListener("scroll", hide);
      editor.off("update", hide);
    };
  }, [editor, change]);

  const press = (event: ReactPointerEvent<HTMLButtonElement>) => {
    // The menu opens on release, so that a press may become a drag.
    event.preventDefault();
    const target = block.current;
    if (event.button !== 0 || target === undefined) return;
    if (open) return change(false);
    const { clientX, clientY } = event;
    const stop = () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
    };
    const onMove = (move: PointerEvent) => {
      if (Math.hypot(move.clientX - clientX, move.clientY - clientY) < CLICK_PX || line.current === null)
        return;
      stop();
      busy.current = true;
      const drag = startDrag({
        editor,
        blocks: meant(editor, target),
        line: line.current,
        topOf: () => document.querySelector("header")?.getBoundingClientRect().bottom ?? 0,
        onEnd: (moved) => {
          busy.current = false;
          if (handle.current !== null) handle.current.dataset.shown = "no";
          if (moved) editor.view.focus();
        },
      });
      drag.move(move);
    };
    const onUp = () => {
      stop();
      change(true);
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
  };

  return (
    <>
      <div ref={handle} className={style.handle} data-shown="no">
        <Tool
          icon={Plus}
          label={ways.block.add}
          className={style.plus}
          side="top"
          tabIndex={-1}
          onClick={() => block.current && addBelow(editor, block.current)}
        />
        <BlockMenu
          editor={editor}
          open={open}
          onOpenChange={change}
          // Beside the block, not over it; and there is the height of the whole window.
          side="left"
          trigger={
            <Tool
              icon={GripVertical}
              label={ways.block.menu}
              className={style.grip}
              side="top"
              tabIndex={-1}
              onPointerDown={press}
            />
          }
        />
      </div>
      {createPortal(<div ref={line} className={style.line} hidden />, document.body)}
    </>
  );
}

/** Something lies over the text there: a menu, a dialog, the header. */
function covered(handle: HTMLElement, x: number, y: number): boolean {
  const top = document.elementFromPoint(x, y);
  if (top === null || handle.contains(top)) return false;
  return (
    top.closest("header, [role=dialog], [role=menu], [role=listbox], [role=toolbar], [data-floating]") !==
    null
  );
}

/** All blocks of the selection, if this is one of them. */
function meant(editor: Editor, block: Blocks): Blocks {
  const selected = editor.state.selection.empty ? undefined : blocksOf(editor.state);
  const among = selected !== undefined && block.from >= selected.from && block.to <= selected.to;
  return among ? selected : block;
}

/** The selection goes into the block, unless it is there already. */
export function selectBlock(editor: Editor, block: Blocks): void {
  const { state, view } = editor;
  const { from, to } = state.selection;
  if ((from >= block.from && to <= block.to) || meant(editor, block) !== block) return;
  const node = state.doc.nodeAt(block.from);
  if (node === null) return;
  const selection = node.isAtom
    ? NodeSelection.create(state.doc, block.from)
    : TextSelection.near(state.doc.resolve(block.from + 1));
  // With the focus, or the browser goes on showing what was selected before.
  view.focus();
  view.dispatch(state.tr.setSelection(selection));
}

/** A place to write below the block (or in it, if it is empty), with the slash menu open. */
export function addBelow(editor: Editor, block: Blocks): void {
  const { state, view } = editor;
  const node = state.doc.nodeAt(block.from);
  const parent = state.doc.resolve(block.from).node(block.depth);
  const { paragraph } = state.schema.nodes;
  if (node === null || paragraph === undefined) return;
  view.focus();
  asOneStep(state, () => {
    const { tr } = state;
    let at = block.from + 1;
    if (!(node.type === paragraph && node.content.size === 0)) {
      const item = node.type.name === "listItem" || node.type.name === "taskItem";
      tr.insert(
        block.to,
        item && parent.childCount > 0 ? node.type.create(null, paragraph.create()) : paragraph.create(),
      );
      at = block.to + (item ? 2 : 1);
    }
    tr.setSelection(TextSelection.create(tr.doc, at)).insertText("/").setMeta(slashKey, "open");
    view.dispatch(tr.scrollIntoView());
  });
}
