// What stands at the end of a row in the slash menu: the shorthand that does the same while typing, so that
// the menu teaches its own disuse; else the shortcut.

import { shortcut } from "../../_ui/keys.ts";
import type { Action } from "../commands/action.ts";

export const hintOf = (action: Pick<Action, "shorthand" | "shortcut">): string =>
  action.shorthand ?? (action.shortcut === undefined ? "" : shortcut(action.shortcut));
