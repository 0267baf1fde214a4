"use client";
// Mounts the ways to write beside the text: slash menu, bubble, block handle, palette, find, outline, view.
// Called by the editor. What opens rarely is loaded when it opens.

import type { Editor } from "@tiptap/core";
import { lazy, type Ref, Suspense, useEffect } from "react";
import { createPortal } from "react-dom";
import { FindBar } from "../find/find-bar.tsx";
import type { PageActs } from "../handle.ts";
import { OutlineColumn, OutlineSheet } from "../outline/outline.tsx";
import { usePageCommands } from "../palette/page-commands.ts";
import { Palette } from "../palette/palette.tsx";
import { keepAddressesSingle } from "../prose/printed-links.ts";
import { Bubble, type BubbleHandle } from "./bubble.tsx";
import { BlockHandle } from "./handle.tsx";
import { refreshHere } from "./here.ts";
import { usePageKeys } from "./page-keys.ts";
import { panelsOf, usePanel } from "./panels.ts";
import { SlashMenu } from "./slash-menu.tsx";
import { ViewMenu } from "./view-menu.tsx";
import { onViewSettings, useView } from "./view-settings.ts";

// Palette and find are here from the start: what is typed right after their keys must not go into the text
// while a file is on its way.
const Shortcuts = lazy(() => import("../palette/shortcuts.tsx"));

export interface WaysProps {
  readonly editor: Editor;
  readonly editable: boolean;
  readonly narrow: boolean;
  /** Of the page around the text, for the palette. */
  readonly page: PageActs;
  /** In the header, for the View menu. */
  readonly viewSlot: HTMLElement | null;
  readonly bubble: Ref<BubbleHandle>;
  readonly onTools: () => void;
}

export function Ways({ editor, editable, narrow, page, viewSlot, bubble, onTools }: WaysProps) {
  usePageKeys(editor);
  useEffect(keepAddressesSingle, []);
  const { outline } = useView();
  useEffect(
    () =>
      onViewSettings(() => {
        refreshHere(editor);
        // Attributes of the text (spelling) are asked for with every state.
        if (!editor.isDestroyed) editor.view.updateState(editor.state);
      }),
    [editor],
  );
  return (
    <>
      {editable ? <SlashMenu editor={editor} /> : null}
      {editable && !narrow ? (
        <>
          <Bubble editor={editor} onTools={onTools} ref={bubble} />
          <BlockHandle editor={editor} />
        </>
      ) : null}
      {narrow || !outline ? null : <OutlineColumn editor={editor} />}
      {narrow || viewSlot === null
        ? null
        : createPortal(<ViewMenu editor={editor} narrow={false} />, viewSlot)}
      <Opened editor={editor} page={page} narrow={narrow} />
    </>
  );
}

function Opened({ editor, page, narrow }: Pick<WaysProps, "editor" | "page" | "narrow">) {
  const dialog = usePanel(editor, "dialog");
  const find = usePanel(editor, "find");
  const commands = usePageCommands(page);
  const close = () => panelsOf(editor).set({ dialog: undefined });
  return (
    <>
      {dialog === "palette" ? <Palette editor={editor} page={commands} onClose={close} /> : null}
      {find === undefined ? null : createPortal(<FindBar editor={editor} narrow={narrow} />, document.body)}
      {dialog === "outline" ? <OutlineSheet editor={editor} onClose={close} /> : null}
      <Suspense fallback={null}>{dialog === "shortcuts" ? <Shortcuts onClose={close} /> : null}</Suspense>
    </>
  );
}
