// What the editor does for blocks that not every text has: how they look, their keys and rules. Called by late-parts.ts
// with all that comes late, and by stage.tsx beforehand, where the text has such blocks already.

import type { LateParts } from "../late.ts";
import { viewsOf } from "../late-views.ts";
import { bookmark } from "./bookmark.ts";
import { CalloutRules, callout } from "./callout.ts";
import { DateKeys, date } from "./date.ts";
import { MathBlockKeys, mathBlock } from "./math-block.ts";
import { MathInlineKeys, mathInline } from "./math-inline.ts";
import { pageBreak, TocWatcher, toc } from "./toc.ts";
import { ToggleKeys, toggle } from "./toggle.ts";

export const blockParts = {
  blockViews: viewsOf({ callout, toggle, mathInline, mathBlock, bookmark, toc, pageBreak, date }),
  calloutRules: CalloutRules,
  toggleKeys: ToggleKeys,
  mathInlineKeys: MathInlineKeys,
  mathBlockKeys: MathBlockKeys,
  tocWatcher: TocWatcher,
  dateKeys: DateKeys,
} satisfies Partial<LateParts>;
