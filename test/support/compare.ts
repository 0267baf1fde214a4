// The same document, seen three ways: on a screen, on another screen, and in what the server stored.
// All become ProseMirror's JSON by the one schema, so "equal" means equal to the last mark.

import { getSchema } from "@tiptap/core";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import type * as Y from "yjs";
import { contentOf, titleOf } from "../../lib/doc.ts";
import { schemaExtensions } from "../../lib/schema.ts";

const schema = getSchema(schemaExtensions());

/** What an editor would show of this document. */
export const jsonOf = (doc: Y.Doc): unknown =>
  yXmlFragmentToProseMirrorRootNode(contentOf(doc), schema).toJSON();

export const titleTextOf = (doc: Y.Doc): string => titleOf(doc).toString();

/** All text of ProseMirror's JSON, one line a block. */
export function textOf(json: unknown): string {
  const { text, content = [], type } = json as { text?: string; content?: unknown[]; type?: string };
  if (text !== undefined) return text;
  if (type === "hardBreak") return "\n";
  const inline = content.some((child) => (child as { type?: string }).type === "text");
  return content.map(textOf).join(inline ? "" : "\n");
}

export const occurrences = (text: string, part: string): number => text.split(part).length - 1;
