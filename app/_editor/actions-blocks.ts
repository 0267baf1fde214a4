// The actions of the blocks and marks of this folder, as the menus, the palette and the keys want them. The
// table of all actions takes this list as it is (commands/all.ts).

import type { Editor } from "@tiptap/core";
import {
  ArrowDownAZ,
  ArrowUpAZ,
  AtSign,
  Baseline,
  Bookmark,
  Calendar,
  Heading4,
  Highlighter,
  Info,
  Lightbulb,
  ListCollapse,
  type LucideIcon,
  MoveDown,
  MoveLeft,
  MoveRight,
  MoveUp,
  OctagonAlert,
  PilcrowLeft,
  PilcrowRight,
  Radical,
  SeparatorHorizontal,
  Smile,
  SquareSigma,
  Subscript,
  Superscript,
  TableOfContents,
  TextAlignCenter,
  TextAlignEnd,
  TextAlignJustify,
  TextAlignStart,
  TriangleAlert,
} from "lucide-react";
import {
  ALIGNMENTS,
  type Alignment,
  CALLOUT_KINDS,
  type CalloutKind,
  calloutKindOf,
  TONES,
  type Tone,
} from "../../lib/schema/allowed.ts";
import { blockWords } from "../_words/blocks.ts";
import { useBookmark } from "./blocks/bookmark.ts";
import { useCallout } from "./blocks/callout.ts";
import { useDate } from "./blocks/date.ts";
import { useEmoji } from "./blocks/emoji.ts";
import { alignmentAt, paint, runFrom, shift, standAt } from "./blocks/marks.ts";
import { useFormulaBlock } from "./blocks/math-block.ts";
import { useFormula } from "./blocks/math-inline.ts";
import { useMention } from "./blocks/mention.ts";
import { canMove, canSort, cellAlignment, move, sort, standCells, type Way } from "./blocks/tables.ts";
import { useBare } from "./blocks/toc.ts";
import { useToggle } from "./blocks/toggle.ts";
import type { Action } from "./commands/action.ts";

const words = blockWords.actions;
const search = (text: string) => text.split(" ");

const CALLOUT_ICONS: Readonly<Record<CalloutKind, LucideIcon>> = {
  note: Info,
  tip: Lightbulb,
  warning: TriangleAlert,
  danger: OctagonAlert,
};

const callout = (kind: CalloutKind): Action => ({
  id: `callout.${kind}`,
  label: words.callouts[kind],
  keywords: search(words.calloutKeywords[kind]),
  icon: CALLOUT_ICONS[kind],
  group: "block",
  places: ["slash", "turn"],
  shorthand: `[!${kind}]`,
  isActive: (editor) => editor.isActive("callout", { kind }),
  run: (editor) => useCallout(editor, calloutKindOf(kind)),
});

const mark = (id: "subscript" | "superscript", icon: LucideIcon, shortcut: string): Action => ({
  id,
  label: words[id],
  keywords: search(words[`${id}Keywords`]),
  icon,
  group: "mark",
  places: ["bubble"],
  shortcut,
  isActive: (editor) => editor.isActive(id),
  run: (editor) => {
    shift(editor, id);
  },
});

const tone = (name: "highlight" | "textColor", icon: LucideIcon, one: Tone): Action => ({
  id: `${name}.${one}`,
  label: `${words[name]}: ${blockWords.tones[one].toLowerCase()}`,
  keywords: search(words[`${name}Keywords`]),
  icon,
  group: "mark",
  isActive: (editor) => editor.isActive(name, { tone: one }),
  run: (editor) => paint(editor, name, one),
});

const SIDES: Readonly<Record<Alignment, readonly [icon: LucideIcon, shortcut: string]>> = {
  left: [TextAlignStart, "Mod Shift L"],
  center: [TextAlignCenter, "Mod Shift E"],
  right: [TextAlignEnd, "Mod Alt R"],
  justify: [TextAlignJustify, "Mod Shift J"],
};

const standing = (side: Alignment): Action => ({
  id: `align.${side}`,
  label: words.sides[side],
  keywords: search(words.sideKeywords),
  icon: SIDES[side][0],
  group: "style",
  shortcut: SIDES[side][1],
  isActive: (editor) => (alignmentAt(editor) ?? "left") === side,
  run: (editor) => {
    // Left is where most text begins anyway: nothing is written for it.
    standAt(editor, side === "left" ? null : side);
    editor.commands.focus();
  },
});

const running = (dir: "ltr" | "rtl", icon: LucideIcon): Action => ({
  id: `direction.${dir}`,
  label: words.directions[dir],
  keywords: search(words.directionKeywords),
  icon,
  group: "style",
  isActive: (editor) => editor.state.selection.$from.parent.attrs.dir === dir,
  run: (editor) => {
    runFrom(editor, editor.state.selection.$from.parent.attrs.dir === dir ? null : dir);
    editor.commands.focus();
  },
});

const put = (
  id: "mathInline" | "mathBlock" | "bookmark" | "toc" | "pageBreak" | "date" | "mention" | "emoji",
  icon: LucideIcon,
  run: (editor: Editor) => void,
  shorthand?: string,
): Action => ({
  id,
  label: words[id],
  keywords: search(words[`${id}Keywords`]),
  icon,
  group: "insert",
  places: ["slash"],
  ...(shorthand === undefined ? {} : { shorthand }),
  run,
});

const inTable = (
  id: string,
  label: string,
  icon: LucideIcon,
  isAvailable: (editor: Editor) => boolean,
  run: (editor: Editor) => unknown,
  isActive?: (editor: Editor) => boolean,
): Action => ({
  id: `table.${id}`,
  label,
  icon,
  group: "table",
  isAvailable,
  ...(isActive === undefined ? {} : { isActive }),
  run: (editor) => {
    run(editor);
  },
});

const moving = (way: Way, icon: LucideIcon): Action =>
  inTable(
    `move.${way}`,
    words.moves[way],
    icon,
    (editor) => canMove(editor, way),
    (editor) => move(editor, way),
  );

const sorting = (way: "up" | "down", icon: LucideIcon): Action =>
  inTable(`sort.${way}`, words.sorts[way], icon, canSort, (editor) => sort(editor, way));

const cells = (side: "left" | "center" | "right"): Action =>
  inTable(
    `cells.${side}`,
    words.cells[side],
    SIDES[side][0],
    (editor) => editor.isActive("table"),
    (editor) => standCells(editor, side),
    (editor) => cellAlignment(editor) === side,
  );

/** What the table menu has beside rows and columns to add and to delete. */
export const tableBlockActions: readonly Action[] = [
  moving("up", MoveUp),
  moving("down", MoveDown),
  moving("left", MoveLeft),
  moving("right", MoveRight),
  sorting("up", ArrowDownAZ),
  sorting("down", ArrowUpAZ),
  cells("left"),
  cells("center"),
  cells("right"),
];

export const blockActions: readonly Action[] = [
  {
    id: "heading5",
    label: words.heading,
    keywords: search(words.headingKeywords),
    icon: Heading4,
    group: "style",
    places: ["slash", "turn"],
    shortcut: "Mod Alt 4",
    shorthand: "####",
    isActive: (editor) => editor.isActive("heading", { level: 5 }),
    run: (editor) => {
      editor.chain().focus().toggleHeading({ level: 5 }).run();
    },
  },
  ...ALIGNMENTS.map(standing),
  running("ltr", PilcrowRight),
  running("rtl", PilcrowLeft),
  ...CALLOUT_KINDS.map(callout),
  {
    id: "toggle",
    label: words.toggle,
    keywords: search(words.toggleKeywords),
    icon: ListCollapse,
    group: "block",
    places: ["slash", "turn"],
    isActive: (editor) => editor.isActive("toggle"),
    run: useToggle,
  },
  put("mathBlock", SquareSigma, useFormulaBlock, "$$"),
  put("mathInline", Radical, useFormula, "$x$"),
  put("date", Calendar, useDate, "@today"),
  put("mention", AtSign, useMention, "@"),
  put("emoji", Smile, useEmoji, ":name:"),
  put("bookmark", Bookmark, useBookmark),
  put("toc", TableOfContents, (editor) => useBare(editor, "toc")),
  put("pageBreak", SeparatorHorizontal, (editor) => useBare(editor, "pageBreak")),
  mark("subscript", Subscript, "Mod ,"),
  mark("superscript", Superscript, "Mod ."),
  ...TONES.map((one) => tone("highlight", Highlighter, one)),
  ...TONES.map((one) => tone("textColor", Baseline, one)),
  ...tableBlockActions,
];
