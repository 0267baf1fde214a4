// The actions that are about the page and not about a piece of text: undo, find, and how it all looks.
// Part of the table (all.ts).

import {
  AlignVerticalJustifyCenter,
  Focus,
  Keyboard,
  ListTree,
  type LucideIcon,
  PanelTopDashed,
  Redo2,
  Replace,
  Search,
  SpellCheck,
  Square,
  TextSelect,
  Undo2,
} from "lucide-react";
import { isApple } from "../../_ui/keys.ts";
import { en } from "../../_words/en.ts";
import { ways } from "../../_words/ways.ts";
import { undoManagerOf } from "../undo-steps.ts";
import { isNarrow } from "../use-dock.ts";
import { openFind, panelsOf } from "../ways/panels.ts";
import { SIZES, type Switch, setView, toggleView, viewSettings, WIDTHS } from "../ways/view-settings.ts";
import type { Action } from "./action.ts";

const words = ways.actions;
const { view } = ways;

const history = (id: "undo" | "redo", icon: LucideIcon, shortcut: string): Action => ({
  id,
  label: en.editor[id],
  icon,
  shortcut,
  group: "edit",
  places: ["toolbar"],
  isAvailable: ({ state }) => (undoManagerOf(state)?.[`${id}Stack`].length ?? 0) > 0,
  run: (editor) => {
    editor.chain().focus()[id]().run();
  },
});

const switchOf = (
  id: Switch,
  icon: LucideIcon,
  label: string,
  keywords: string,
  shortcut?: string,
): Action => ({
  id: `view.${id}`,
  label,
  icon,
  group: "view",
  reading: id !== "toolbar" && id !== "spelling",
  keywords: keywords.split(" "),
  ...(shortcut === undefined ? {} : { shortcut }),
  ...(id === "toolbar" ? { isAvailable: () => !isNarrow() } : {}),
  isActive: () => viewSettings()[id],
  run: () => toggleView(id),
});

export const pageActions: readonly Action[] = [
  history("undo", Undo2, "Mod Z"),
  history("redo", Redo2, "Mod Shift Z"),
  {
    id: "find",
    label: words.find,
    icon: Search,
    shortcut: "Mod F",
    group: "edit",
    reading: true,
    keywords: words.findKeywords.split(" "),
    run: (editor) => openFind(editor, "find"),
  },
  {
    id: "replace",
    label: words.replace,
    icon: Replace,
    // Command H hides the window on a Mac.
    shortcut: isApple() ? "Mod Alt F" : "Mod H",
    group: "edit",
    keywords: words.replaceKeywords.split(" "),
    run: (editor) => openFind(editor, "replace"),
  },
  {
    id: "selectAll",
    label: words.selectAll,
    icon: TextSelect,
    shortcut: "Mod A",
    group: "edit",
    reading: true,
    run: (editor) => {
      editor.chain().focus().selectAll().run();
    },
  },
  switchOf("toolbar", PanelTopDashed, words.toolbar, words.toolbarKeywords),
  {
    id: "outline",
    label: words.outline,
    icon: ListTree,
    shortcut: "Mod Alt O",
    group: "view",
    reading: true,
    keywords: words.outlineKeywords.split(" "),
    isActive: () => outlineFits() && viewSettings().outline,
    run: (editor) => {
      if (outlineFits()) toggleView("outline");
      else panelsOf(editor).set({ dialog: "outline" });
    },
  },
  switchOf("focus", Focus, words.focus, words.focusKeywords),
  switchOf("typewriter", AlignVerticalJustifyCenter, words.typewriter, words.typewriterKeywords),
  switchOf("spelling", SpellCheck, words.spelling, words.spellingKeywords),
  ...WIDTHS.map(
    (width): Action => ({
      id: `view.width.${width}`,
      label: `${view.width}: ${view.widths[width].toLowerCase()}`,
      icon: Square,
      group: "view",
      reading: true,
      // A phone has no wider page to give.
      isAvailable: () => !isNarrow(),
      isActive: () => viewSettings().width === width,
      run: () => setView({ width }),
    }),
  ),
  ...SIZES.map(
    (size): Action => ({
      id: `view.size.${size}`,
      label: `${view.size}: ${view.sizes[size].toLowerCase()}`,
      icon: Square,
      group: "view",
      reading: true,
      isActive: () => viewSettings().size === size,
      run: () => setView({ size }),
    }),
  ),
  {
    id: "shortcuts",
    label: words.shortcuts,
    icon: Keyboard,
    shortcut: "Mod /",
    group: "view",
    reading: true,
    keywords: words.shortcutsKeywords.split(" "),
    run: (editor) => panelsOf(editor).set({ dialog: "shortcuts" }),
  },
];

/** Beside the text, where it leaves room; elsewhere the outline is a sheet. The same line is in outline.module.css. */
export const OUTLINE_BESIDE = "(min-width: 75rem)";
export const OUTLINE_BESIDE_WIDE = "(min-width: 94rem)";

export function outlineFits(): boolean {
  const line = viewSettings().width === "wide" ? OUTLINE_BESIDE_WIDE : OUTLINE_BESIDE;
  return window.matchMedia(line).matches;
}
