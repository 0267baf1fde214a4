"use client";
// What stands around the text that is written in: tools, the link panel, menus, find, outline, palette.
// Called by bound-text.tsx, which fetches it (around.ts) once the text can be written in.

import type { Editor as Core } from "@tiptap/core";
import { type RefObject, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { available } from "./commands/table.ts";
import { linkAction } from "./commands/text-actions.ts";
import style from "./editor.module.css";
import { FileTools } from "./files/tools.tsx";
import type { PageActs } from "./handle.ts";
import { LinkPanel } from "./link-panel.tsx";
import { Toolbar, type ToolbarHandle } from "./toolbar.tsx";
import { useAboveKeyboard, useNarrow } from "./use-dock.ts";
import { useWriting } from "./use-writing.ts";
import type { BubbleHandle } from "./ways/bubble.tsx";
import { panelsOf, usePanel } from "./ways/panels.ts";
import { ReadingDock } from "./ways/reading-dock.tsx";
import { useView } from "./ways/view-settings.ts";
import { Ways } from "./ways/ways.tsx";

/** What the keys of the text lead to. */
export interface Calls {
  readonly leave: () => void;
  readonly link: () => void;
}

export interface AroundProps {
  readonly editor: Core;
  readonly editable: boolean;
  readonly toolbarSlot: HTMLElement | null;
  readonly viewSlot: HTMLElement | null;
  readonly page: PageActs;
  readonly calls: RefObject<Calls>;
}

export function Around({ editor, editable, toolbarSlot, viewSlot, page, calls }: AroundProps) {
  const toolbar = useRef<ToolbarHandle>(null);
  const bubble = useRef<BubbleHandle>(null);
  const narrow = useNarrow();

  useEffect(() => {
    const before = calls.current;
    calls.current = {
      leave: () => leaveText(editor, [bubble.current, toolbar.current], viewSlot),
      link: () => {
        if (available([linkAction], editor).length > 0) linkAction.run(editor);
      },
    };
    return () => {
      calls.current = before;
    };
  }, [editor, viewSlot, calls]);

  return (
    <>
      {editable ? (
        <>
          <FileTools editor={editor} />
          <Linking editor={editor} />
          <Tools editor={editor} slot={toolbarSlot} narrow={narrow} ref={toolbar} />
        </>
      ) : narrow ? (
        createPortal(<ReadingDock editor={editor} />, document.body)
      ) : null}
      <Ways
        editor={editor}
        editable={editable}
        narrow={narrow}
        page={page}
        viewSlot={viewSlot}
        bubble={bubble}
        onTools={() => toolbar.current?.focus()}
      />
    </>
  );
}

/** Escape: what is open over the text closes first, then the way leads to the nearest tools. */
function leaveText(
  editor: Core,
  tools: readonly ({ focus(): boolean } | null)[],
  viewSlot: HTMLElement | null,
): void {
  const panels = panelsOf(editor);
  if (panels.get().find !== undefined) {
    panels.set({ find: undefined });
    return;
  }
  if (tools.some((row) => row?.focus() === true)) return;
  // The row of tools is hidden: the View menu, which brings it back, is the next thing above the text.
  const above =
    viewSlot?.querySelector("button") ?? document.querySelector<HTMLElement>("header a, header button");
  above?.focus();
}

function Linking({ editor }: { readonly editor: Core }) {
  const linking = usePanel(editor, "linking");
  return (
    <LinkPanel
      editor={editor}
      editing={linking}
      onEditing={(next) => panelsOf(editor).set({ linking: next })}
    />
  );
}

interface ToolsProps {
  readonly editor: Core;
  readonly slot: HTMLElement | null;
  readonly narrow: boolean;
  readonly ref: RefObject<ToolbarHandle | null>;
}

function Tools({ editor, slot, narrow, ref }: ToolsProps) {
  const { toolbar: shown } = useView();
  const dock = useRef<HTMLDivElement>(null);
  const writing = useWriting(editor, dock);
  useAboveKeyboard(editor, dock, narrow && writing);
  if (!narrow) {
    const bar = <Toolbar editor={editor} narrow={false} ref={ref} />;
    return slot === null || !shown ? null : createPortal(bar, slot);
  }
  if (!writing) return createPortal(<ReadingDock editor={editor} />, document.body);
  return createPortal(
    <div ref={dock} className={style.dock} data-dock>
      <Toolbar editor={editor} narrow ref={ref} />
    </div>,
    document.body,
  );
}
