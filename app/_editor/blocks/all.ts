// All that the editor does for its blocks and marks beyond the schema. Called by extensions.ts; the one list.

import type { Extensions } from "@tiptap/core";
import type { Late } from "../late.ts";
import { bookmarks } from "./bookmark.ts";
import { callouts } from "./callout.ts";
import { codeBlocks } from "./code.ts";
import { dates } from "./date.ts";
import { taskRule } from "./lists.ts";
import { markKeys } from "./marks.ts";
import { blockFormulas } from "./math-block.ts";
import { inlineFormulas } from "./math-inline.ts";
import { mentionView } from "./mention-view.ts";
import { tableView } from "./table-view.ts";
import { contents } from "./toc.ts";
import { toggles } from "./toggle.ts";

export const blockBehaviour = (late: Late): Extensions => [
  ...callouts,
  ...toggles,
  ...codeBlocks,
  late("codeColors"),
  ...inlineFormulas,
  ...blockFormulas,
  ...bookmarks,
  ...contents,
  ...dates,
  late("tables"),
  tableView,
  late("links"),
  mentionView,
  late("mentions"),
  late("emojiClosed"),
  late("emoji"),
  late("fromSpreadsheet"),
  markKeys,
  taskRule,
];
