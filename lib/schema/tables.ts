// Tables: as <table dir="auto"><colgroup><tbody><tr><th|td colspan rowspan style="text-align: right">.
// Rows and cells are the stock ones. The table itself is what the stock one is in a schema, and nothing more:
// its commands, keys and plugins are half again as large as all else an editor needs at first, and come to the
// editor later (app/_editor/blocks/stock.ts).
// Spans and widths that would break the layout are refused before a body is bound (mustBe… in allowed.ts).

import { type Attribute, type Attributes, Node } from "@tiptap/core";
import { TableCell } from "@tiptap/extension-table/cell";
import { TableHeader } from "@tiptap/extension-table/header";
import { TableRow } from "@tiptap/extension-table/row";
import type { Node as Block } from "@tiptap/pm/model";
import { cellAlignmentOf, mustBeSpan, mustBeWidths } from "./allowed.ts";

const sound = ({ colspan, rowspan, colwidth, align, ...others }: Attributes = {}): Attributes => ({
  ...others,
  colspan: span("colspan", colspan),
  rowspan: span("rowspan", rowspan),
  colwidth: {
    ...colwidth,
    validate: mustBeWidths,
    // Only widths that were given here: those of a spreadsheet are made for another screen.
    parseHTML: (element) => {
      const widths = element.getAttribute("colwidth")?.split(",").map(Number) ?? null;
      try {
        mustBeWidths(widths);
        return widths;
      } catch {
        return null;
      }
    },
    renderHTML: ({ colwidth: px }) => (Array.isArray(px) ? { colwidth: px.map(Number).join(",") } : {}),
  },
  align: {
    ...align,
    renderHTML: ({ align: side }) => {
      const known = cellAlignmentOf(side);
      return known === null ? {} : { style: `text-align: ${known}` };
    },
  },
});

const span = (name: "colspan" | "rowspan", stock: Attribute | undefined): Attribute => ({
  ...stock,
  validate: mustBeSpan,
  parseHTML: (element) => {
    const count = Number(element.getAttribute(name) ?? 1);
    try {
      mustBeSpan(count);
      return count;
    } catch {
      return 1;
    }
  },
  renderHTML: (attrs) => ({ [name]: Number(attrs[name]) }),
});

export const CELL_MIN_PX = 96;

/** What makes a table as wide as it is: a declaration for each column, and one for the whole. */
export interface Columns {
  readonly columns: readonly (readonly [property: "width" | "min-width", px: number])[];
  readonly whole: readonly [property: "width" | "min-width", px: number];
}

/** The cells of the first row say it, where they say anything. */
export function columnsOf(table: Block): Columns | undefined {
  const row = table.firstChild;
  if (row === null) return undefined;
  const widths: (number | undefined)[] = [];
  row.forEach(({ attrs }) => {
    const given: unknown = attrs.colwidth;
    for (let at = 0; at < Number(attrs.colspan); at++) {
      const px = Array.isArray(given) ? Number(given[at]) : 0;
      widths.push(px > 0 ? px : undefined);
    }
  });
  const total = widths.reduce<number>((sum, px) => sum + (px ?? CELL_MIN_PX), 0);
  return {
    columns: widths.map((px) =>
      px === undefined ? ["min-width", CELL_MIN_PX] : ["width", Math.max(px, CELL_MIN_PX)],
    ),
    whole: [widths.includes(undefined) ? "min-width" : "width", total],
  };
}

const table = () =>
  Node.create({
    name: "table",
    group: "block",
    content: "tableRow+",
    isolating: true,
    tableRole: "table",
    // How the table's kind of node is known to prosemirror-tables, on rows and cells as well.
    extendNodeSchema: (extension) => {
      const role: unknown = Reflect.get(extension.config, "tableRole");
      return typeof role === "string" ? { tableRole: role } : {};
    },
    parseHTML: () => [{ tag: "table" }],
    renderHTML({ node }) {
      const widths = columnsOf(node);
      if (widths === undefined) return ["table", { dir: "auto" }, ["tbody", 0]];
      const { columns, whole } = widths;
      const style = ([property, px]: Columns["whole"]) => ({ style: `${property}: ${px}px` });
      return [
        "table",
        { dir: "auto", ...style(whole) },
        ["colgroup", {}, ...columns.map((one) => ["col", style(one)] as const)],
        ["tbody", 0],
      ];
    },
  });

export const tables = () => [
  table(),
  TableRow,
  TableHeader.extend({
    addAttributes() {
      return sound(this.parent?.());
    },
  }),
  TableCell.extend({
    addAttributes() {
      return sound(this.parent?.());
    },
  }),
];
