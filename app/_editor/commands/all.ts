// The one table of what can be done in a document. Read by the toolbar, the slash menu, the bubble, the
// block menu, the palette and the list of shortcuts. A room with actions of its own adds its list here.

import { blockActions } from "../actions-blocks.ts";
import { fileActions } from "../actions-files.ts";
import { blockMoves } from "../ways/block-actions.ts";
import { pageActions } from "./page-actions.ts";
import { isIn, tableOf } from "./table.ts";
import { tableActions } from "./table-actions.ts";
import { textActions } from "./text-actions.ts";

export { linkAction } from "./text-actions.ts";

export const ACTIONS = tableOf(
  textActions,
  blockActions,
  fileActions,
  tableActions.flat(),
  blockMoves,
  pageActions,
);

export const SLASH_ACTIONS = ACTIONS.filter(isIn("slash"));
export const TURN_ACTIONS = ACTIONS.filter(isIn("turn"));
export const BUBBLE_ACTIONS = ACTIONS.filter(isIn("bubble"));
export const BLOCK_ACTIONS = ACTIONS.filter(isIn("block"));

export const actionOf = (id: string) => ACTIONS.find((action) => action.id === id);
