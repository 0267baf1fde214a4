// Rows, columns and cells as actions: for the table's menu (table-menu.tsx), and for the palette, as part of the table
// of all actions (all.ts). Each is offered only where it could be done.

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
import { en } from "../../_words/en.ts";
import { beginsAtRightHere } from "../blocks/table-sides.ts";
import type { Action } from "./action.ts";

type Run = (chain: ChainedCommands, editor: Editor) => ChainedCommands;

const action = (id: string, icon: LucideIcon, label: string, run: Run, danger = false): Action => ({
  id,
  label,
  icon,
  danger,
  group: "table",
  isAvailable: (editor: Editor) => editor.isActive("table") && run(editor.can().chain(), editor).run(),
  run: (editor) => {
    run(editor.chain().focus(), editor).run();
  },
});

const words = en.editor;
const column = (chain: ChainedCommands, after: boolean) =>
  after ? chain.addColumnAfter() : chain.addColumnBefore();

/** Those that add, those that change the look, those that take away. */
export const tableActions = [
  [
    action("rowAbove", ArrowUpToLine, words.rowAbove, (chain) => chain.addRowBefore()),
    action("rowBelow", ArrowDownToLine, words.rowBelow, (chain) => chain.addRowAfter()),
    action("columnLeft", ArrowLeftToLine, words.columnLeft, (chain, editor) =>
      column(chain, beginsAtRightHere(editor)),
    ),
    action("columnRight", ArrowRightToLine, words.columnRight, (chain, editor) =>
      column(chain, !beginsAtRightHere(editor)),
    ),
  ],
  [
    action("headerRow", PanelTop, words.headerRow, (chain) => chain.toggleHeaderRow()),
    action("headerColumn", PanelLeft, words.headerColumn, (chain) => chain.toggleHeaderColumn()),
    action("mergeCells", TableCellsMerge, words.mergeCells, (chain) => chain.mergeCells()),
    action("splitCell", TableCellsSplit, words.splitCell, (chain) => chain.splitCell()),
  ],
  [
    action("deleteRow", Rows3, words.deleteRow, (chain) => chain.deleteRow(), true),
    action("deleteColumn", Columns3, words.deleteColumn, (chain) => chain.deleteColumn(), true),
    action("deleteTable", Trash2, words.deleteTable, (chain) => chain.deleteTable(), true),
  ],
] as const satisfies readonly (readonly Action[])[];
