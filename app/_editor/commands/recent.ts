// Which actions were used last in this browser: they stand first in the slash menu and the palette.
// Called by both. Only ids are kept, no text of anybody.

import { remembered } from "../../_client/remembered.ts";

export const RECENT_ACTIONS_KEY = "concord.recent-actions";
/** More would be a second table; five are shown, the rest breaks ties. */
export const MAX_RECENT_ACTIONS = 12;
const MAX_ID_CHARACTERS = 64;

const NONE: readonly string[] = [];

export function parseRecentActions(text: string | null): readonly string[] {
  if (text === null) return NONE;
  try {
    const found: unknown = JSON.parse(text);
    if (!Array.isArray(found)) return NONE;
    const ids = found.filter((id): id is string => typeof id === "string" && id.length <= MAX_ID_CHARACTERS);
    return [...new Set(ids)].slice(0, MAX_RECENT_ACTIONS);
  } catch {
    return NONE;
  }
}

const stored = remembered<readonly string[]>(RECENT_ACTIONS_KEY, parseRecentActions, (ids) =>
  ids.length === 0 ? null : JSON.stringify(ids),
);

export const recentActions = (): readonly string[] => stored.get();

export function noteAction(id: string): void {
  stored.set([id, ...stored.get().filter((other) => other !== id)].slice(0, MAX_RECENT_ACTIONS));
}
