"use client";
// The table tool: puts one in; with the caret inside a table it is a menu of rows and columns.
// Called by the toolbar and the dock.

import type { ChainedCommands, Editor } from "@tiptap/core";
import {
  ArrowDownToLine,
  ArrowLeftToLine,
  ArrowRightToLine,
  ArrowUpToLine,
  Columns3,
  type LucideIcon,
  PanelLeft,
  PanelTop,
  Rows3,
  TableCellsMerge,
  TableCellsSplit,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { Menu } from "../_ui/menu.tsx";
import { Tool } from "../_ui/tool.tsx";
import { en } from "../_words/en.ts";
import { tableBlockActions } from "./actions-blocks.ts";
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
  const item = (
    icon: LucideIcon,
    label: string,
    run: (chain: ChainedCommands) => ChainedCommands,
    danger = false,
  ) => ({
    icon,
    label,
    danger,
    disabled: !run(editor.can().chain()).run(),
    onSelect: () => {
      run(editor.chain().focus()).run();
    },
  });
  const items = () => [
    item(ArrowUpToLine, words.rowAbove, (chain) => chain.addRowBefore()),
    item(ArrowDownToLine, words.rowBelow, (chain) => chain.addRowAfter()),
    item(ArrowLeftToLine, words.columnLeft, (chain) => chain.addColumnBefore()),
    item(ArrowRightToLine, words.columnRight, (chain) => chain.addColumnAfter()),
    "rule" as const,
    item(PanelTop, words.headerRow, (chain) => chain.toggleHeaderRow()),
    item(PanelLeft, words.headerColumn, (chain) => chain.toggleHeaderColumn()),
    item(TableCellsMerge, words.mergeCells, (chain) => chain.mergeCells()),
    item(TableCellsSplit, words.splitCell, (chain) => chain.splitCell()),
    "rule" as const,
    ...tableBlockActions
      .filter((action) => action.isAvailable?.(editor) !== false)
      .map((action) => ({
        icon: action.icon,
        label: action.label,
        ...(action.isActive === undefined ? {} : { checked: action.isActive(editor) }),
        onSelect: () => action.run(editor),
      })),
    "rule" as const,
    item(Rows3, words.deleteRow, (chain) => chain.deleteRow(), true),
    item(Columns3, words.deleteColumn, (chain) => chain.deleteColumn(), true),
    item(Trash2, words.deleteTable, (chain) => chain.deleteTable(), true),
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
