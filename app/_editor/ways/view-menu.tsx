"use client";
// The View menu: what is shown beside the text, and how wide and large the text is. Called by the header's
// slot and by the reading dock. Everything in it is remembered in this browser.

import type { Editor } from "@tiptap/core";
import { ALargeSmall } from "lucide-react";
import { Menu, type MenuEntry } from "../../_ui/menu.tsx";
import { Tool } from "../../_ui/tool.tsx";
import { ways } from "../../_words/ways.ts";
import { actionOf } from "../commands/all.ts";
import { outlineFits } from "../commands/page-actions.ts";
import { panelsOf } from "./panels.ts";
import { SIZES, setView, useView, WIDTHS } from "./view-settings.ts";

const words = ways.view;
const PALETTE_KEY = "Mod K";

export interface ViewMenuProps {
  readonly editor: Editor;
  readonly narrow: boolean;
}

export function ViewMenu({ editor, narrow }: ViewMenuProps) {
  const view = useView();
  const action = (id: string, checked?: boolean) => {
    const found = actionOf(id);
    return {
      label: found?.label ?? id,
      ...(checked === undefined ? {} : { checked }),
      ...(narrow || found?.shortcut === undefined || checked === true ? {} : { shortcut: found.shortcut }),
      onSelect: () => found?.run(editor),
    };
  };
  const writing = editor.isEditable;
  const beside = typeof window !== "undefined" && outlineFits();
  const items: MenuEntry[] = [
    ...(narrow || !writing ? [] : [action("view.toolbar", view.toolbar)]),
    ...(narrow ? [] : [action("outline", beside ? view.outline : undefined)]),
    action("view.focus", view.focus),
    ...(writing ? [action("view.typewriter", view.typewriter), action("view.spelling", view.spelling)] : []),
    // A phone has no wider page to give.
    ...(narrow
      ? []
      : [
          { heading: words.width },
          ...WIDTHS.map((width) => ({
            label: words.widths[width],
            checked: view.width === width,
            onSelect: () => setView({ width }),
          })),
        ]),
    { heading: words.size },
    ...SIZES.map((size) => ({
      label: words.sizes[size],
      checked: view.size === size,
      onSelect: () => setView({ size }),
    })),
    // What has only keys elsewhere: a tablet has none. A phone's dock has both.
    ...(narrow
      ? []
      : ([
          "rule",
          action("find"),
          {
            label: ways.actions.palette,
            shortcut: PALETTE_KEY,
            onSelect: () => panelsOf(editor).set({ dialog: "palette" }),
          },
          action("shortcuts"),
        ] as const)),
  ];
  return (
    <Menu
      label={words.label}
      align="end"
      {...(narrow ? { side: "top" as const } : {})}
      trigger={<Tool icon={ALargeSmall} label={words.label} {...(narrow ? { side: "top" as const } : {})} />}
      items={items}
    />
  );
}
