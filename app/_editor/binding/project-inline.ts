// Text and what stands in it as the content of one textblock. Called by the projection for each element that
// holds text. Reads only.

import { type ContentMatch, Fragment, type Node, type NodeType, type Schema } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { shownMarks } from "./marks.ts";
import type { Below, Reader } from "./project.ts";
import { isText, runsOf, type YKid } from "./y.ts";

export function projectInline(
  reader: Reader,
  kids: readonly YKid[],
  nodeType: NodeType,
  depth: number,
): Below | undefined {
  const nodes: Node[] = [];
  const sizes: number[] = [];
  let match: ContentMatch | null = nodeType.contentMatch;
  for (const kid of kids) {
    const first = nodes.length;
    if (isText(kid)) {
      if (!projectText(reader.schema, kid, nodeType, nodes)) return undefined;
    } else {
      let entry = reader.kid(kid, nodeType, depth + 1);
      if (entry !== undefined && match?.matchType(entry.node.type) == null) {
        entry = reader.opaque(kid, nodeType, "place");
      }
      if (entry === undefined) return undefined;
      nodes.push(entry.node);
    }
    let size = 0;
    for (let at = first; at < nodes.length; at++) {
      const node = nodes[at] as Node;
      match = match?.matchType(node.type) ?? null;
      size += node.nodeSize;
    }
    if (match === null) return undefined;
    sizes.push(size);
  }
  if (match?.validEnd !== true) return undefined;
  return { kids, sizes, content: Fragment.fromArray(nodes) };
}

/** One node for each stretch of one formatting, however Yjs cut it. `false`: not text alone. */
function projectText(schema: Schema, text: Y.XmlText, nodeType: NodeType, into: Node[]): boolean {
  const runs = runsOf(text);
  for (let at = 0; at < runs.length; ) {
    const attributes = runs[at]?.attributes;
    let string = "";
    for (let run = runs[at]; run !== undefined && run.attributes === attributes; run = runs[++at]) {
      // An embed: no Tiptap editor makes one, and none could leave it alone while it edits around it.
      if (run.text === undefined) return false;
      string += run.text;
    }
    if (string !== "") into.push(schema.text(string, shownMarks(attributes, schema, nodeType)));
  }
  return true;
}
