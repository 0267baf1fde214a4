// What the page may ask of the editor without loading it: this file has types only. Filled by the
// editor component, used by the header, the title and the presence row.

export interface EditorHandle {
  /** Puts the caret at the first place of the text. */
  focusStart(): void;
  focusEnd(): void;
  /** Takes the reader to where that person writes; false when they are not in the text. */
  goTo(clientId: number): boolean;
  /** The heading that person writes under; "" at the top, `undefined` when they are not in the text. */
  headingOf(clientId: number): string | undefined;
}
