// One thing that can be done, as data. Toolbar, slash menu, bubble, block menu, palette and the list of
// shortcuts all read the same table of these (table.ts), so that nothing has two names or two behaviours.
// A list of actions is `readonly Action[]`; the table takes as many lists as there are rooms.

import type { Editor } from "@tiptap/core";
import type { LucideIcon } from "lucide-react";

/** The order here is the order in which groups are shown. */
export const GROUPS = [
  "style",
  "list",
  "block",
  "insert",
  "mark",
  "table",
  "edit",
  "move",
  "view",
  "document",
  "go",
] as const;

export type Group = (typeof GROUPS)[number];

/**
 * Where it is offered beside the palette, which has everything.
 * - `slash`: puts something in at the caret, or makes the caret's block something else
 * - `turn`: makes the block something else ("Turn into")
 * - `bubble`: changes the look of selected text
 * - `toolbar`: has a button in the row of tools
 * - `block`: is about the block as a whole (move, duplicate, delete)
 */
export type Place = "slash" | "turn" | "bubble" | "toolbar" | "block";

export interface Action {
  /** Never changes: what was used recently is remembered by it. */
  readonly id: string;
  readonly label: string;
  /** What else people call it, in small letters. Searched, never shown. */
  readonly keywords?: readonly string[];
  readonly icon: LucideIcon;
  readonly group: Group;
  readonly places?: readonly Place[];
  /** As in "Mod Shift 8". */
  readonly shortcut?: string;
  /** The shorthand that does the same while typing ("#", "-", "[ ]"): shown where there is no shortcut. */
  readonly shorthand?: string;
  /** Takes something away: menus show it so. */
  readonly danger?: boolean;
  /** Changes nothing, so it is offered where one may only read as well. */
  readonly reading?: boolean;
  /** Left out: always. Must be cheap; asked when a menu opens, never with every key. */
  readonly isAvailable?: (editor: Editor) => boolean;
  /**
   * Whether it is on where the caret is. Cheap, for a toolbar asks after every change. A `turn` or `slash`
   * action that is on is not run a second time, so `run` may toggle.
   */
  readonly isActive?: (editor: Editor) => boolean;
  /** Acts on the selection, and gives the focus back to the text unless it opens something of its own. */
  readonly run: (editor: Editor) => void;
}

/** An action that knows what it acts on: of the editor, or of the page around it (share, rename, home). */
export interface Command extends Pick<Action, "id" | "label" | "keywords" | "icon" | "group" | "shortcut"> {
  readonly active?: boolean;
  readonly run: () => void;
}
