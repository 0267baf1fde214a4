// The one schema of a document's body, shared by the editor and by the server's conversions.
// Called by app/_editor and by whatever reads a body without a browser. Nodes and marks are added,
// never removed: an editor that does not know a node deletes it for everybody (see SPEC.md).
// The kinds are in schema/, each file with the elements that its kinds become.

import type { Extensions } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { bookmark, callout, codeBlock, mathBlock, pageBreak, toc, toggle } from "./schema/blocks.ts";
import { fileNodes } from "./schema/files.ts";
import { date, mathInline, mention } from "./schema/inline.ts";
import { lists } from "./schema/lists.ts";
import { code, highlight, link, subscript, superscript, textColor } from "./schema/marks.ts";
import { tables } from "./schema/tables.ts";
import { heading, paragraph } from "./schema/text.ts";

export { isSafeLink, LINK_PROTOCOLS } from "./links.ts";
export { SCHEMA_VERSION } from "./schema-version.ts";

/**
 * Undo, placeholder, carets and collaboration are the editor's, not the schema's. `files` is where the files of
 * the document are fetched (lib/schema/files.ts).
 */
export const schemaExtensions = (files = ""): Extensions => [
  // One by one, and not by their kit: that brings all that we do differently into every page. No trailing node:
  // it writes a paragraph on opening, once per open editor.
  Bold,
  // It stands at the side where its first line begins, as lists do.
  Blockquote.configure({ HTMLAttributes: { dir: "auto" } }),
  Document,
  HardBreak,
  HorizontalRule,
  Italic,
  Strike,
  Text,
  Underline,
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
