// What is said where a document is only read. Used by app/_reading.

export const reading = {
  /** The text, for those who hear the page: the same name as the editor's. */
  text: "Document",
  empty: "Nothing is written here yet.",
  /** Where JavaScript is off. */
  more: "Go on reading",
  fromStart: "Back to the beginning",
  withoutScript: "You can read here. To write, switch JavaScript on.",
  withoutScriptLate: "The text could not be shown just now. Load the page again.",
  early: "Write here while the editor opens",
} as const;
