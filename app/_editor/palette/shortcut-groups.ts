// The rows of the list of shortcuts: what the table of actions says, and the keys that belong to no action.

import { ways } from "../../_words/ways.ts";
import { type Action, GROUPS } from "../commands/action.ts";
import { ACTIONS } from "../commands/all.ts";

export interface ShortcutGroup {
  readonly heading: string;
  readonly rows: readonly { readonly label: string; readonly keys: readonly string[] }[];
}

const words = ways.keys;

export function shortcutGroups(actions: readonly Action[] = ACTIONS): readonly ShortcutGroup[] {
  const own = GROUPS.map((group) => ({
    heading: ways.groups[group],
    rows: actions.flatMap(({ group: of, shortcut, label }) =>
      of === group && shortcut !== undefined ? [{ label, keys: [shortcut] }] : [],
    ),
  })).filter(({ rows }) => rows.length > 0);
  return [
    {
      heading: words.moving,
      rows: [
        { label: words.palette, keys: ["Mod K"] },
        { label: words.shortcuts, keys: ["?"] },
        { label: words.title, keys: ["Enter"] },
        { label: words.escape, keys: ["Esc"] },
        { label: words.bar, keys: ["Alt F10"] },
        { label: words.next, keys: ["F3"] },
        { label: words.previous, keys: ["Shift F3"] },
        { label: words.followLink, keys: [`Mod ${words.click}`] },
      ],
    },
    {
      heading: words.writing,
      rows: [
        { label: words.slash, keys: ["/"] },
        { label: words.indent, keys: ["Tab"] },
        { label: words.outdent, keys: ["Shift Tab"] },
        { label: words.block, keys: ["Alt Shift F10"] },
        { label: words.newline, keys: ["Shift Enter"] },
        { label: words.plain, keys: ["Mod Shift V"] },
      ],
    },
    ...own,
  ];
}
