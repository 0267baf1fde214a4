// What is said where a document is only read, and by the switch that lets it be found. Used by app/_reading
// and by the share dialog.

export const reading = {
  /** The text, for those who hear the page: the same name as the editor's. */
  text: "Document",
  empty: "Nothing is written here yet.",
  /** Where JavaScript is off. */
  more: "Go on reading",
  fromStart: "Back to the beginning",
  withoutScript: "You can read here. To write, switch JavaScript on.",
  withoutScriptLate: "The text could not be shown just now. Load the page again.",
  findable: "Let search engines list it",
  findableText: "Whoever searches for its words may find it. Otherwise only those who have the address do.",
  findableNotYet: "Works only while anyone who has the address may view it.",
  early: "Write here while the editor opens",
} as const;
