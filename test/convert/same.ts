// When two trees say the same: runs joined, marks in one order, nothing said that is so anyway, and no empty
// lines at the end of the text.

import { signature } from "../../lib/convert/markdown-lines.ts";
import { isEmptyLine, isInline, kids, type Tree } from "../../lib/convert/tree.ts";

const SILENT: Readonly<Record<string, unknown>> = { colspan: 1, rowspan: 1, start: 1 };

export function said(body: Tree): unknown {
  const blocks = [...kids(body)];
  while (blocks.length > 0 && isEmptyLine(blocks.at(-1) as Tree)) blocks.pop();
  return blocks.map(one);
}

function one(of: Tree): unknown {
  const attrs = Object.fromEntries(
    Object.entries(of.attrs ?? {})
      .filter(([name, value]) => value !== null && value !== undefined && value !== SILENT[name])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const head = Object.keys(attrs).length === 0 ? of.type : `${of.type} ${JSON.stringify(attrs)}`;
  const inner = kids(of);
  if (of.type === "codeBlock" || of.type === "mathBlock")
    return [head, inner.map((child) => child.text).join("")];
  return [head, ...(inner.some(isInline) ? [signature(inner)] : inner.map(one))];
}
