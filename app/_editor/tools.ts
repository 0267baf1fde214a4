// What can be done to text, as data: name, icon, shortcut, whether it is on, and the command itself.
// Called by the toolbar, the dock and their menus, so that each stands in one place only.

import type { ChainedCommands, Editor } from "@tiptap/core";
import {
  Bold,
  Code,
  CodeXml,
  Heading1,
  Heading2,
  Heading3,
  Highlighter,
  Italic,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Minus,
  Pilcrow,
  Strikethrough,
  Table,
  TextQuote,
  Underline,
} from "lucide-react";
import { en } from "../_words/en.ts";

export interface ToolSpec {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly shortcut?: string;
  /** Absent for what is put in once. */
  readonly active?: (editor: Editor) => boolean;
  readonly run: (chain: ChainedCommands) => ChainedCommands;
}

const words = en.editor;

const mark = (id: string, icon: LucideIcon, label: string, shortcut: string): ToolSpec => ({
  id,
  icon,
  label,
  shortcut,
  active: (editor) => editor.isActive(id),
  run: (chain) => chain.toggleMark(id),
});

// "Heading 1" is level 2: the title is the page's first (see headings.ts). Pasted text may hold level 1.
const heading = (level: 2 | 3 | 4, icon: LucideIcon): ToolSpec => ({
  id: `heading${level}`,
  icon,
  label: words.heading(level - 1),
  shortcut: `Mod Alt ${level - 1}`,
  active: (editor) =>
    editor.isActive("heading", { level }) || (level === 2 && editor.isActive("heading", { level: 1 })),
  run: (chain) => chain.toggleHeading({ level }),
});

export const STYLES: readonly ToolSpec[] = [
  {
    id: "paragraph",
    icon: Pilcrow,
    label: words.text,
    shortcut: "Mod Alt 0",
    active: (editor) => editor.isActive("paragraph"),
    run: (chain) => chain.setParagraph(),
  },
  heading(2, Heading1),
  heading(3, Heading2),
  heading(4, Heading3),
];

export const MARKS: readonly ToolSpec[] = [
  mark("bold", Bold, words.bold, "Mod B"),
  mark("italic", Italic, words.italic, "Mod I"),
  mark("underline", Underline, words.underline, "Mod U"),
  mark("strike", Strikethrough, words.strike, "Mod Shift S"),
  mark("code", Code, words.code, "Mod E"),
  mark("highlight", Highlighter, words.highlight, "Mod Shift H"),
];

export const LISTS: readonly ToolSpec[] = [
  {
    id: "bulletList",
    icon: List,
    label: words.bulletList,
    shortcut: "Mod Shift 8",
    active: (editor) => editor.isActive("bulletList"),
    run: (chain) => chain.toggleBulletList(),
  },
  {
    id: "orderedList",
    icon: ListOrdered,
    label: words.orderedList,
    shortcut: "Mod Shift 7",
    active: (editor) => editor.isActive("orderedList"),
    run: (chain) => chain.toggleOrderedList(),
  },
  {
    id: "taskList",
    icon: ListTodo,
    label: words.taskList,
    shortcut: "Mod Shift 9",
    active: (editor) => editor.isActive("taskList"),
    run: (chain) => chain.toggleTaskList(),
  },
];

export const BLOCKS: readonly ToolSpec[] = [
  {
    id: "blockquote",
    icon: TextQuote,
    label: words.quote,
    shortcut: "Mod Shift B",
    active: (editor) => editor.isActive("blockquote"),
    run: (chain) => chain.toggleBlockquote(),
  },
  {
    id: "codeBlock",
    icon: CodeXml,
    label: words.codeBlock,
    shortcut: "Mod Alt C",
    active: (editor) => editor.isActive("codeBlock"),
    run: (chain) => chain.toggleCodeBlock(),
  },
];

export const TABLE: ToolSpec = {
  id: "table",
  icon: Table,
  label: words.table,
  run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
};

export const DIVIDER: ToolSpec = {
  id: "horizontalRule",
  icon: Minus,
  label: words.divider,
  run: (chain) => chain.setHorizontalRule(),
};

/** Runs one tool where the caret is, and gives the focus back to the text. */
export const use = (editor: Editor, tool: ToolSpec): boolean => tool.run(editor.chain().focus()).run();
