// The parts that come late, each under the name of its slot (late.ts). Called by around.tsx, which is loaded
// once the text can be written in, and by tests that want an editor whole from its first moment.

import { Dropcursor } from "@tiptap/extensions/drop-cursor";
import { Gapcursor } from "@tiptap/extensions/gap-cursor";
import type { Awareness } from "y-protocols/awareness";
import { CodeColors } from "./blocks/code-colors.ts";
import { emojiClosed, emojiList } from "./blocks/emoji.ts";
import { mentionList } from "./blocks/mention.ts";
import { blockParts } from "./blocks/parts.ts";
import { linkBehaviour, tableBehaviour } from "./blocks/stock.ts";
import { fromSpreadsheet } from "./blocks/tables.ts";
import { Carets } from "./carets.ts";
import { PastedPictures } from "./files/pasted-pictures.ts";
import type { Late, LateParts } from "./late.ts";
import { Paste } from "./paste/extension.ts";
import { waysParts } from "./ways/extensions.ts";

export const lateParts = (awareness?: Awareness): LateParts => ({
  ...waysParts(),
  ...blockParts,
  pastedPictures: PastedPictures,
  mentions: mentionList,
  emojiClosed,
  emoji: emojiList,
  tables: tableBehaviour,
  links: linkBehaviour,
  fromSpreadsheet,
  pastedText: Paste,
  dropCursor: Dropcursor.configure({ color: false, class: "drop-cursor" }),
  gapCursor: Gapcursor,
  codeColors: CodeColors,
  carets: Carets.configure({ awareness }),
});

/** For `editorExtensions`: every part at once. */
export const whole: Late = (name) => lateParts()[name];
