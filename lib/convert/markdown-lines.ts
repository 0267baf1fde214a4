// One line of a tree as Markdown, read back before it is taken. Called by markdown-out.ts and markdown-table.ts for
// every line. Promises that a line comes back as it was, wherever some way of writing it (phrasing-out.ts) does.

import type { PhrasingContent, RootContent } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { mathToMarkdown } from "mdast-util-math";
import { toMarkdown as print } from "mdast-util-to-markdown";
import { blocksFromMarkdown } from "./markdown-in.ts";
import { phrasingOf, pieces, WAYS } from "./phrasing-out.ts";
import { Report } from "./report.ts";
import { kids, type Tree } from "./tree.ts";

const OPTIONS = {
  bullet: "-",
  bulletOther: "*",
  rule: "-",
  emphasis: "*",
  strong: "*",
  fences: true,
  listItemIndent: "one",
  incrementListMarker: true,
  resourceLink: false,
  extensions: [gfmToMarkdown({ tablePipeAlign: false }), mathToMarkdown()],
} as const;

export const printed = (children: RootContent[]): string =>
  print({ type: "root", children }, OPTIONS as never);

/** Where a line stands: it decides what would be taken for a sign. */
export type Where = "paragraph" | "heading" | "cell";

/** Nothing in it that any sign of Markdown is made of: it need not be read back. */
const HARMLESS = /^[\p{L}\p{N}](?:[\p{L}\p{N},;?'"’“” ]*[\p{L}\p{N},;?'"’“”])?$/u;

/** The signs of a line, such that reading them gives the line again where any way of writing it does. */
export function checked(line: readonly Tree[], where: Where): PhrasingContent[] {
  if (line.length === 0) return [];
  const [only] = line;
  const value = only?.text;
  if (line.length === 1 && value !== undefined && (only?.marks ?? []).length === 0) {
    if (HARMLESS.test(value) && !/^\d/.test(value)) return [{ type: "text", value }];
  }
  const wanted = signature(line);
  let made: PhrasingContent[] = [];
  for (const way of WAYS) {
    made = phrasingOf(line, { way, oneLine: where !== "paragraph" });
    if (signature(readBack(made, where)) === wanted) return made;
  }
  return made;
}

function readBack(children: PhrasingContent[], where: Where): readonly Tree[] {
  const wrapped: RootContent =
    where === "paragraph"
      ? { type: "paragraph", children }
      : where === "heading"
        ? { type: "heading", depth: 2, children }
        : {
            type: "table",
            align: [null],
            children: [{ type: "tableRow", children: [{ type: "tableCell", children }] }],
          };
  const blocks = blocksFromMarkdown(printed([wrapped]), new Report());
  const [first] = blocks;
  if (blocks.length !== 1 || first === undefined) return [];
  if (where === "cell") return kids(kids(kids(kids(first)[0] ?? first)[0] ?? first)[0] ?? first);
  return first.type === where ? kids(first) : [];
}

/** What a line says, however its text is cut: for comparing. */
export function signature(line: readonly Tree[]): string {
  const parts: string[] = [];
  let lastMarks = "";
  for (const one of pieces(line)) {
    if (one.text === undefined) {
      lastMarks = "-";
      parts.push(`\u0000${one.type} ${JSON.stringify(one.attrs ?? {})}\u0000`);
      continue;
    }
    const marks = (one.marks ?? [])
      .map(({ type, attrs }) =>
        type === "link"
          ? `link ${String(attrs?.href)} ${String(attrs?.title ?? "")}`
          : `${type} ${String(attrs?.tone ?? "")}`,
      )
      .sort()
      .join("|");
    if (marks !== lastMarks) parts.push(`\u0001${marks}\u0001`);
    lastMarks = marks;
    parts.push(one.text);
  }
  return parts.join("");
}
