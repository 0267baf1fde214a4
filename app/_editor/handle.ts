// What the page may ask of the editor without loading it: this file has types only. Filled by the
// editor component, used by the header, the title and the presence row.

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
