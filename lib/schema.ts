// The one schema of a document's body, shared by the editor and by the server's conversions.
// Called by app/_editor and by whatever reads a body without a browser. Nodes and marks are added,
// never removed: an editor that does not know a node deletes it for everybody (see SPEC.md).
// The kinds are in schema/, each file with the elements that its kinds become.

import type { Extensions } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { bookmark, callout, codeBlock, mathBlock, pageBreak, toc, toggle } from "./schema/blocks.ts";
import { fileNodes } from "./schema/files.ts";
import { date, mathInline, mention } from "./schema/inline.ts";
import { code, highlight, link, subscript, superscript, textColor } from "./schema/marks.ts";
import { tables } from "./schema/tables.ts";
import { heading, lists, paragraph } from "./schema/text.ts";

export { isSafeLink, LINK_PROTOCOLS } from "./links.ts";
export { SCHEMA_VERSION } from "./schema-version.ts";

/**
 * Undo, placeholder, carets and collaboration are the editor's, not the schema's. `files` is where the files of
 * the document are fetched (lib/schema/files.ts).
 */
export const schemaExtensions = (files = ""): Extensions => [
  StarterKit.configure({
    undoRedo: false,
    // It writes a paragraph on opening, once per open editor.
    trailingNode: false,
    dropcursor: false,
    gapcursor: false,
    paragraph: false,
    heading: false,
    bulletList: false,
    orderedList: false,
    listItem: false,
    code: false,
    codeBlock: false,
    link: false,
  }),
  paragraph(),
  heading(),
  ...lists(),
  codeBlock(),
  mathBlock(),
  callout(),
  toggle(),
  bookmark(),
  toc(),
  pageBreak(),
  ...tables(),
  mathInline(),
  mention(),
  date(),
  link(),
  code(),
  highlight(),
  textColor(),
  subscript(),
  superscript(),
  ...fileNodes(files),
];
