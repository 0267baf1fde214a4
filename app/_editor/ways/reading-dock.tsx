"use client";
// What a phone shows at the bottom while nobody writes: outline, find, view, every action. Called by the
// editor; while one writes the dock of tools takes its place.

import type { Editor } from "@tiptap/core";
import { Ellipsis, ListTree, Search } from "lucide-react";
import { Tool } from "../../_ui/tool.tsx";
import { en } from "../../_words/en.ts";
import { ways } from "../../_words/ways.ts";
import { useRoving } from "../roving.ts";
import { openFind, panelsOf, usePanel } from "./panels.ts";
import style from "./reading-dock.module.css";
import { ViewMenu } from "./view-menu.tsx";

export function ReadingDock({ editor }: { readonly editor: Editor }) {
  const { bar, roving } = useRoving<HTMLDivElement>();
  const finding = usePanel(editor, "find") !== undefined;
  const { set } = panelsOf(editor);
  return (
    <div
      ref={bar}
      className={style.dock}
      data-dock
      role="toolbar"
      aria-label={ways.view.reading}
      aria-orientation="horizontal"
      onFocus={roving.onFocus}
      onKeyDown={roving.onKeyDown}
    >
      <Tool
        icon={ListTree}
        label={ways.outline.label}
        side="top"
        onClick={() => set({ dialog: "outline" })}
      />
      <Tool
        icon={Search}
        label={ways.actions.find}
        side="top"
        pressed={finding}
        onClick={() => (finding ? set({ find: undefined }) : openFind(editor, "find"))}
      />
      <ViewMenu editor={editor} narrow />
      <Tool
        icon={Ellipsis}
        label={ways.actions.palette}
        tip={en.ui.more}
        side="top"
        onClick={() => set({ dialog: "palette" })}
      />
    </div>
  );
}
