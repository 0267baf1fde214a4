// Tables: the stock ones, as <table><colgroup><tbody><tr><th|td colspan rowspan style="text-align: right">.
// Spans and widths that would break the layout are refused before a body is bound (mustBe… in allowed.ts).

import type { Attribute, Attributes } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
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

export const tables = () => [
  Table.configure({ resizable: true, cellMinWidth: CELL_MIN_PX }),
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
