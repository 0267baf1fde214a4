// Tables as Markdown: with bars where they are as Markdown knows them, else as tags with Markdown in the cells.
// Called by markdown-out.ts. markdown-in.ts reads both back.

import type { AlignType, RootContent, TableRow } from "mdast";
import { checked } from "./markdown-lines.ts";
import type { MarkdownOptions } from "./markdown-out.ts";
import { isEmptyLine, kids, spanOf, standing, type Tree } from "./tree.ts";

type Flow = (blocks: readonly Tree[], options: MarkdownOptions) => RootContent[];

/** Reports widths, which have no sign. `flow` writes the blocks in a cell. */
export function tableOf(one: Tree, options: MarkdownOptions, flow: Flow): RootContent[] {
  const rows = kids(one).map((row) => kids(row));
  const wide = rows.flat().some((cell) => Array.isArray(cell.attrs?.colwidth));
  if (wide) options.report.lost("column-widths");
  const aligns = plainTable(rows);
  if (aligns === undefined) return tagTable(rows, (blocks) => flow(blocks, options));
  const children = rows.map(
    (row): TableRow => ({
      type: "tableRow",
      children: row.map((cell) => ({
        type: "tableCell",
        children: checked(kids(kids(cell)[0] ?? cell), "cell"),
      })),
    }),
  );
  return [{ type: "table", align: aligns, children }];
}

/** The sides of its columns where it is a table as Markdown knows them, with one head and one line a cell. */
function plainTable(rows: readonly (readonly Tree[])[]): AlignType[] | undefined {
  const [head, ...others] = rows;
  if (head === undefined || head.length === 0) return undefined;
  const sideOf = (cell: Tree | undefined): AlignType => {
    const side = cell?.attrs?.align;
    return side === "left" || side === "center" || side === "right" ? side : null;
  };
  const aligns = head.map(sideOf);
  const isPlain = (cell: Tree, type: string, column: number) =>
    cell.type === type &&
    spanOf(cell.attrs?.colspan) === 1 &&
    spanOf(cell.attrs?.rowspan) === 1 &&
    kids(cell).length === 1 &&
    kids(cell)[0]?.type === "paragraph" &&
    standing(kids(cell)[0] as Tree) === undefined &&
    sideOf(cell) === aligns[column];
  const fits =
    head.every((cell, column) => isPlain(cell, "tableHeader", column)) &&
    others.every(
      (row) => row.length === head.length && row.every((cell, column) => isPlain(cell, "tableCell", column)),
    );
  return fits ? aligns : undefined;
}

/** Tags for the grid, Markdown in the cells. */
function tagTable(
  rows: readonly (readonly Tree[])[],
  flow: (blocks: readonly Tree[]) => RootContent[],
): RootContent[] {
  const made: RootContent[] = [];
  let tags = "<table>";
  for (const row of rows) {
    tags += "\n<tr>";
    for (const cell of row) {
      const tag = cell.type === "tableHeader" ? "th" : "td";
      const span = (name: "colspan" | "rowspan") => {
        const value = spanOf(cell.attrs?.[name]);
        return value === 1 ? "" : ` ${name}="${value}"`;
      };
      const side = cell.attrs?.align;
      const align = side === "left" || side === "center" || side === "right" ? ` align="${side}"` : "";
      tags += `\n<${tag}${span("colspan")}${span("rowspan")}${align}>`;
      const blocks = kids(cell);
      const inner = blocks.length === 1 && isEmptyLine(blocks[0] as Tree) ? [] : flow(blocks);
      if (inner.length > 0) {
        made.push(html(tags), ...inner);
        tags = "";
      }
      tags += tags === "" ? `</${tag}>` : `\n</${tag}>`;
    }
    tags += "\n</tr>";
  }
  made.push(html(`${tags}\n</table>`));
  return made;
}

const html = (value: string): RootContent => ({ type: "html", value });
