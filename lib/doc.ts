// The shape of a document's body as a Y.Doc. The browser binds these two types; what the server's worker reads off
// them is in digest.ts.

import type * as Y from "yjs";

export const TITLE = "title";
export const CONTENT = "default";
export const MAX_TITLE_CHARACTERS = 300;

/** One line of plain text. */
export const titleOf = (doc: Y.Doc): Y.Text => doc.getText(TITLE);
/** What the editor binds. */
export const contentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(CONTENT);
