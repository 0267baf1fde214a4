// The actions on text and blocks that the schema's own commands do: styles, marks, lists, table, line.
// Part of the table (all.ts). "Heading 1" is level 2: the title is the page's first (see headings.ts).

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
  Link2,
  List,
  ListOrdered,
  ListTodo,
  type LucideIcon,
  Minus,
  Pilcrow,
  RemoveFormatting,
  Strikethrough,
  Table,
  TextQuote,
  Underline,
} from "lucide-react";
import { en } from "../../_words/en.ts";
import { ways } from "../../_words/ways.ts";
import { panelsOf } from "../ways/panels.ts";
import type { Action, Place } from "./action.ts";

const words = en.editor;
const WRITTEN_IN_PLACE: readonly Place[] = ["slash", "turn", "toolbar"];

const keywordsOf = (id: string) => ways.keywords[id]?.split(" ") ?? [];

const chained = (run: (chain: ChainedCommands) => ChainedCommands) => (editor: Editor) => {
  run(editor.chain().focus()).run();
};

const mark = (id: string, icon: LucideIcon, label: string, shortcut: string): Action => ({
  id,
  label,
  icon,
  shortcut,
  group: "mark",
  keywords: keywordsOf(id),
  places: ["bubble", "toolbar"],
  isActive: (editor) => editor.isActive(id),
  isAvailable: (editor) => editor.can().toggleMark(id),
  run: chained((chain) => chain.toggleMark(id)),
});

const heading = (level: 2 | 3 | 4, icon: LucideIcon): Action => ({
  id: `heading${level}`,
  label: words.heading(level - 1),
  icon,
  shortcut: `Mod Alt ${level - 1}`,
  shorthand: "#".repeat(level - 1),
  group: "style",
  keywords: keywordsOf(`heading${level}`),
  places: WRITTEN_IN_PLACE,
  // Pasted text may hold level 1.
  isActive: (editor) =>
    editor.isActive("heading", { level }) || (level === 2 && editor.isActive("heading", { level: 1 })),
  run: chained((chain) => chain.toggleHeading({ level })),
});

const list = (
  id: "bulletList" | "orderedList" | "taskList",
  icon: LucideIcon,
  shortcut: string,
  shorthand: string,
  run: (chain: ChainedCommands) => ChainedCommands,
): Action => ({
  id,
  label: words[id],
  icon,
  shortcut,
  shorthand,
  group: "list",
  keywords: keywordsOf(id),
  places: WRITTEN_IN_PLACE,
  isActive: (editor) => editor.isActive(id),
  run: chained(run),
});

export const linkAction: Action = {
  id: "link",
  label: words.link,
  icon: Link2,
  // Mod K is the palette, which offers this first while text is selected.
  shortcut: "Mod Shift K",
  group: "mark",
  keywords: keywordsOf("link"),
  places: ["bubble", "toolbar"],
  isActive: (editor) => editor.isActive("link"),
  // Code holds no links.
  isAvailable: ({ state: { schema, selection } }) => {
    const { link, code } = schema.marks;
    const { parent } = selection.$from;
    if (link === undefined || !parent.type.allowsMarkType(link)) return false;
    return code?.isInSet(selection.$from.marks()) === undefined;
  },
  run: (editor) => panelsOf(editor).set({ linking: true }),
};

export const textActions: readonly Action[] = [
  {
    id: "paragraph",
    label: words.text,
    icon: Pilcrow,
    shortcut: "Mod Alt 0",
    group: "style",
    keywords: keywordsOf("paragraph"),
    places: WRITTEN_IN_PLACE,
    isActive: (editor) =>
      editor.isActive("paragraph") && !LISTS_AND_QUOTES.some((name) => editor.isActive(name)),
    // Out of lists and quotes too: "Text" means text.
    run: chained((chain) => chain.clearNodes().setParagraph()),
  },
  heading(2, Heading1),
  heading(3, Heading2),
  heading(4, Heading3),
  mark("bold", Bold, words.bold, "Mod B"),
  mark("italic", Italic, words.italic, "Mod I"),
  mark("underline", Underline, words.underline, "Mod U"),
  mark("strike", Strikethrough, words.strike, "Mod Shift S"),
  mark("code", Code, words.code, "Mod E"),
  mark("highlight", Highlighter, words.highlight, "Mod Shift H"),
  linkAction,
  {
    id: "clearFormatting",
    label: ways.actions.clear,
    icon: RemoveFormatting,
    shortcut: "Mod \\",
    group: "mark",
    keywords: ways.actions.clearKeywords.split(" "),
    run: chained((chain) => chain.unsetAllMarks()),
  },
  list("bulletList", List, "Mod Shift 8", "-", (chain) => chain.toggleBulletList()),
  list("orderedList", ListOrdered, "Mod Shift 7", "1.", (chain) => chain.toggleOrderedList()),
  list("taskList", ListTodo, "Mod Shift 9", "[ ]", (chain) => chain.toggleTaskList()),
  {
    id: "blockquote",
    label: words.quote,
    icon: TextQuote,
    shortcut: "Mod Shift B",
    shorthand: ">",
    group: "block",
    keywords: keywordsOf("blockquote"),
    places: WRITTEN_IN_PLACE,
    isActive: (editor) => editor.isActive("blockquote"),
    run: chained((chain) => chain.toggleBlockquote()),
  },
  {
    id: "codeBlock",
    label: words.codeBlock,
    icon: CodeXml,
    shortcut: "Mod Alt C",
    shorthand: "```",
    group: "block",
    keywords: keywordsOf("codeBlock"),
    places: WRITTEN_IN_PLACE,
    isActive: (editor) => editor.isActive("codeBlock"),
    run: chained((chain) => chain.toggleCodeBlock()),
  },
  {
    id: "table",
    label: words.table,
    icon: Table,
    group: "insert",
    keywords: keywordsOf("table"),
    places: ["slash", "toolbar"],
    isAvailable: (editor) => !editor.isActive("table"),
    run: chained((chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })),
  },
  {
    id: "horizontalRule",
    label: words.divider,
    icon: Minus,
    shorthand: "---",
    group: "insert",
    keywords: keywordsOf("horizontalRule"),
    places: ["slash", "toolbar"],
    run: chained((chain) => chain.setHorizontalRule()),
  },
];

const LISTS_AND_QUOTES = ["listItem", "taskItem", "blockquote"];
