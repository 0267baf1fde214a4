// How a table is drawn while it is written in: in a frame that scrolls where it is wider than the text. Called
// by all.ts. Its shape is what prosemirror-tables looks for when a column is pulled wider (blocks/stock.ts).

import type { Node } from "@tiptap/pm/model";
import { columnsOf } from "../../../lib/schema/tables.ts";
import { make, type View, viewOf } from "./dom.ts";

export const tableView = viewOf("table", (first): View => {
  let node = first;
  const colgroup = make("colgroup");
  const body = make("tbody");
  const table = make("table", {}, colgroup, body);
  const dom = make("div", { class: "tableWrapper" }, table);
  const show = (shown: Node) => {
    const { columns = [], whole } = columnsOf(shown) ?? {};
    while (colgroup.children.length > columns.length) colgroup.lastElementChild?.remove();
    while (colgroup.children.length < columns.length) colgroup.append(make("col"));
    columns.forEach((column, at) => {
      setOnly(colgroup.children[at], column);
    });
    if (whole !== undefined) setOnly(table, whole);
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

function setOnly(element: Element | undefined, [property, px]: readonly [string, number]): void {
  if (!(element instanceof HTMLElement)) return;
  const other = property === "width" ? "min-width" : "width";
  if (element.style.getPropertyValue(other) !== "") element.style.removeProperty(other);
  if (element.style.getPropertyValue(property) !== `${px}px`) element.style.setProperty(property, `${px}px`);
}
