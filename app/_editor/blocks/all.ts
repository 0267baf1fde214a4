// All that the editor does for its blocks and marks beyond the schema. Called by extensions.ts; the one list.

import type { Extensions } from "@tiptap/core";
import type { Late } from "../late.ts";
import { LateViews } from "../late-views.ts";
import { codeBlocks } from "./code.ts";
import { taskRule } from "./lists.ts";
import { markKeys } from "./marks.ts";
import { mentionView } from "./mention-view.ts";
import { tableView } from "./table-view.ts";

export const blockBehaviour = (late: Late): Extensions => [
  LateViews,
  late("blockViews"),
  late("calloutRules"),
  late("toggleKeys"),
  ...codeBlocks,
  late("codeColors"),
  late("mathInlineKeys"),
  late("mathBlockKeys"),
  late("tocWatcher"),
  late("dateKeys"),
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
