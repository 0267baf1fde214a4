// Which actions stand in the row of tools and in the dock, by the groups they are shown in. Called by the
// toolbar, the dock and the table menu. The actions themselves are in commands/.

import type { Editor } from "@tiptap/core";
import type { Action, Group } from "./commands/action.ts";
import { ACTIONS } from "./commands/all.ts";
import { isIn } from "./commands/table.ts";

const inBar = ACTIONS.filter(isIn("toolbar"));
const of = (group: Group) => inBar.filter((action) => action.group === group);

export const STYLES = of("style");
export const MARKS = of("mark").filter(({ id }) => id !== "link");
export const LISTS = of("list");
export const BLOCKS = of("block");
export const INSERTS = of("insert").filter(({ id }) => id !== "table");
/** One row: what is typed as quickly as it is pressed has no button on wide screens. */
export const ROW_INSERTS = INSERTS.filter(({ id }) => id !== "horizontalRule");
export const IN_BAR = inBar;

export function tool(id: string): Action {
  const found = ACTIONS.find((action) => action.id === id);
  if (found === undefined) throw new Error(`There is no action ${id}`);
  return found;
}

export const TABLE = tool("table");

/** Runs one tool where the caret is. */
export const use = (editor: Editor, action: Action): void => action.run(editor);
