"use client";
// Mounts the ways to write beside the text: slash menu, bubble, block handle, palette, find, outline, view.
// Called by the editor. What opens rarely is loaded when it opens.

import type { Editor } from "@tiptap/core";
import { lazy, type Ref, Suspense, useEffect } from "react";
import { createPortal } from "react-dom";
import type { Command } from "../commands/action.ts";
import { OutlineColumn } from "../outline/outline.tsx";
import { Bubble, type BubbleHandle } from "./bubble.tsx";
import { BlockHandle } from "./handle.tsx";
import { refreshHere } from "./here.ts";
import { usePageKeys } from "./page-keys.ts";
import { panelsOf, usePanel } from "./panels.ts";
import { SlashMenu } from "./slash-menu.tsx";
import "./view.css";
import { ViewMenu } from "./view-menu.tsx";
import { onViewSettings, useView, useWornView } from "./view-settings.ts";

const Palette = lazy(() => import("../palette/palette.tsx"));
const Shortcuts = lazy(() => import("../palette/shortcuts.tsx"));
const FindBar = lazy(() => import("../find/find-bar.tsx"));
const OutlineSheet = lazy(() => import("../outline/outline.tsx"));

export interface WaysProps {
  readonly editor: Editor;
  readonly editable: boolean;
  readonly narrow: boolean;
  /** Of the page around the text, for the palette. */
  readonly page: readonly Command[];
  /** In the header, for the View menu. */
  readonly viewSlot: HTMLElement | null;
  readonly bubble: Ref<BubbleHandle>;
}

export function Ways({ editor, editable, narrow, page, viewSlot, bubble }: WaysProps) {
  useWornView();
  usePageKeys(editor);
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
          <Bubble editor={editor} ref={bubble} />
          <BlockHandle editor={editor} />
        </>
      ) : null}
      {narrow || !outline ? null : <OutlineColumn editor={editor} />}
      {narrow || viewSlot === null
        ? null
        : createPortal(<ViewMenu editor={editor} narrow={false} />, viewSlot)}
      <Opened editor={editor} page={page} />
    </>
  );
}

function Opened({ editor, page }: Pick<WaysProps, "editor" | "page">) {
  const dialog = usePanel(editor, "dialog");
  const find = usePanel(editor, "find");
  const close = () => panelsOf(editor).set({ dialog: undefined });
  return (
    <Suspense fallback={null}>
      {dialog === "palette" ? <Palette editor={editor} page={page} onClose={close} /> : null}
      {dialog === "shortcuts" ? <Shortcuts onClose={close} /> : null}
      {dialog === "outline" ? <OutlineSheet editor={editor} onClose={close} /> : null}
      {find === undefined ? null : createPortal(<FindBar editor={editor} />, document.body)}
    </Suspense>
  );
}
