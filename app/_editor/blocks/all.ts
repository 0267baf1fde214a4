// All that the editor does for its blocks and marks beyond the schema. Called by extensions.ts; the one list.

import type { Extensions } from "@tiptap/core";
import { bookmarks } from "./bookmark.ts";
import { callouts } from "./callout.ts";
import { codeBlocks } from "./code.ts";
import { dates } from "./date.ts";
import { emoji } from "./emoji.ts";
import { taskRule } from "./lists.ts";
import { markKeys } from "./marks.ts";
import { blockFormulas } from "./math-block.ts";
import { inlineFormulas } from "./math-inline.ts";
import { mentions } from "./mention.ts";
import { fromSpreadsheet } from "./tables.ts";
import { contents } from "./toc.ts";
import { toggles } from "./toggle.ts";

export const blockBehaviour = (): Extensions => [
  ...callouts,
  ...toggles,
  ...codeBlocks,
  ...inlineFormulas,
  ...blockFormulas,
  ...bookmarks,
  ...contents,
  ...dates,
  ...mentions,
  ...emoji,
  fromSpreadsheet,
  markKeys,
  taskRule,
];
