"use client";
// The table tool: puts one in; with the caret inside a table it is a menu of rows and columns.
// Called by the toolbar and the dock.

import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { tableBlockActions } from "./actions-blocks.ts";
import type { Action } from "./commands/action.ts";
import { tableActions } from "./commands/table-actions.ts";
import { TABLE, use } from "./tools.ts";

const words = en.editor;

export interface TableToolProps {
  readonly editor: Editor;
  /** The caret is in a table. */
  readonly inside: boolean;
  readonly side?: "top";
}

export function TableTool({ editor, inside, side }: TableToolProps) {
  // Opening renders: what can be done depends on the cells that are selected then.
  const [open, setOpen] = useState(false);
  if (!inside) {
    return <Tool icon={TABLE.icon} label={TABLE.label} side={side} onClick={() => use(editor, TABLE)} />;
  }
  const item = ({ icon, label, danger, isActive, isAvailable, run }: Action) => ({
    icon,
    label,
    danger,
    ...(isActive === undefined ? {} : { checked: isActive(editor) }),
    disabled: isAvailable?.(editor) === false,
    onSelect: () => run(editor),
  });
  const [add, shape, remove] = tableActions;
  const items = () => [
    ...add.map(item),
    "rule" as const,
    ...shape.map(item),
    "rule" as const,
    ...tableBlockActions.filter((action) => action.isAvailable?.(editor) !== false).map(item),
    "rule" as const,
    ...remove.map(item),
  ];
  return (
    <Menu
      label={words.tableMenu}
      side={side}
      align="end"
      trigger={<Tool icon={TABLE.icon} label={words.tableMenu} side={side} pressed />}
      open={open}
      onOpenChange={setOpen}
      items={open ? items() : []}
    />
  );
}
