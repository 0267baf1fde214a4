// How a table is drawn while it is written in: in a frame that scrolls where it is wider than the text. Called
// by all.ts. Its shape is what prosemirror-tables looks for when a column is pulled wider (blocks/stock.ts).

import type { Node } from "@tiptap/pm/model";
import { type Columns, columnsOf } from "../../../lib/schema/tables.ts";
import { make, type View, viewOf } from "./dom.ts";

export const tableView = viewOf("table", (first): View => {
  let node = first;
  const colgroup = make("colgroup");
  const body = make("tbody");
  const table = make("table", {}, colgroup, body);
  const dom = make("div", { class: "tableWrapper", dir: "auto" }, table);
  const show = (shown: Node) => {
    const columns = columnsOf(shown);
    if (columns === undefined) return;
    while (colgroup.children.length > columns.columns.length) colgroup.lastElementChild?.remove();
    while (colgroup.children.length < columns.columns.length) colgroup.append(make("col"));
    showColumns(table, columns);
  };
  show(node);
  return {
    dom,
    contentDOM: body,
    update(next) {
      if (next.type !== node.type) return false;
      // A letter in a cell changes no width: only the first row has them.
      if (next.firstChild !== node.firstChild) show(next);
      node = next;
      return true;
    },
    // Widths that are written while a column is pulled.
    ignoreMutation: (mutation) =>
      mutation.type !== "selection" && dom.contains(mutation.target) && !body.contains(mutation.target),
  };
});

/** As many as the table has. */
export function showColumns(
  { style, firstElementChild }: HTMLTableElement,
  { columns, whole }: Columns,
): void {
  columns.forEach((column, at) => {
    const element = firstElementChild?.children[at];
    if (element instanceof HTMLElement) setOnly(element.style, column);
  });
  setOnly(style, whole);
}

function setOnly(style: CSSStyleDeclaration, [property, px]: readonly [string, number]): void {
  const other = property === "width" ? "min-width" : "width";
  if (style.getPropertyValue(other) !== "") style.removeProperty(other);
  if (style.getPropertyValue(property) !== `${px}px`) style.setProperty(property, `${px}px`);
}
