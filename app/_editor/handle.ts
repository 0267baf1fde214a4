// What the page and the editor may ask of each other without loading it: this file has types only. Filled by the
// editor component, used by the header, the title and the presence row; and the other way by the palette.

import type { DocId } from "../../lib/names.ts";

/** The beginning of the text, or a point of it, in CSS pixels from its upper left corner. */
export type Place = "start" | { readonly x: number; readonly y: number };

export interface EditorHandle {
  /** Puts the caret at the first place of the text. */
  focusStart(): void;
  focusEnd(): void;
  /** Puts the caret there and writes: keys that came before the editor did. */
  writeAt(place: Place, text: string): void;
  /** Takes the reader to where that person writes; false when they are not in the text. */
  goTo(clientId: number): boolean;
  /** The heading that person writes under; "" at the top, `undefined` when they are not in the text. */
  headingOf(clientId: number): string | undefined;
}

/** What the page around the text can do with the document. The object changes only where one of them does. */
export interface PageActs {
  readonly id: DocId;
  /** Left out where it may not be done. */
  readonly onShare: (() => void) | undefined;
  readonly onCopyLink: (() => void) | undefined;
  readonly onCopyText: () => void;
  readonly onDownload: () => void;
  readonly onRename: (() => void) | undefined;
}
