// Markdown as blocks of the editor's schema. Loaded apart, when somebody pastes some: the reader weighs 40 kB.

import type { Node, Schema } from "@tiptap/pm/model";
import { fitted, knownTo } from "../../../lib/convert/fit.ts";
import { blocksFromMarkdown } from "../../../lib/convert/markdown-in.ts";
import { Report } from "../../../lib/convert/report.ts";

export async function readMarkdown(text: string, schema: Schema): Promise<Node> {
  const report = new Report();
  const blocks = blocksFromMarkdown(text.replace(/\r\n?/g, "\n"), report);
  const node = schema.nodeFromJSON(fitted({ type: "doc", content: blocks }, knownTo(schema), report));
  node.check();
  return node;
}
