// Puts lists of actions together into one table, in the order of the groups. Called once, by all.ts,
// and by tests. Two actions with one id are a mistake of ours and stop the page at once.

import type { Editor } from "@tiptap/core";
import { type Action, type Command, GROUPS, type Place } from "./action.ts";

export function tableOf(...lists: readonly (readonly Action[])[]): readonly Action[] {
  const all = lists.flat();
  const seen = new Set<string>();
  for (const { id } of all) {
    if (seen.has(id)) throw new Error(`Two actions are called ${id}`);
    seen.add(id);
  }
  return GROUPS.flatMap((group) => all.filter((action) => action.group === group));
}

export const isIn = (place: Place) => (action: Action) => action.places?.includes(place) === true;

/** Only what could be done now. */
export const available = (actions: readonly Action[], editor: Editor): Action[] =>
  actions.filter(
    (action) => (editor.isEditable || action.reading === true) && (action.isAvailable?.(editor) ?? true),
  );

/** What makes a block something else is not done twice: `run` may be a toggle. */
export function become(editor: Editor, action: Action): void {
  if (action.isActive?.(editor) === true) editor.commands.focus();
  else action.run(editor);
}

export const commandOf = (editor: Editor, action: Action): Command => ({
  id: action.id,
  label: action.label,
  icon: action.icon,
  group: action.group,
  ...(action.keywords === undefined ? {} : { keywords: action.keywords }),
  ...(action.shortcut === undefined ? {} : { shortcut: action.shortcut }),
  ...(action.isActive === undefined ? {} : { active: action.isActive(editor) }),
  run: () => action.run(editor),
});
