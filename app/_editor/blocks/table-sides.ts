// Left and right in a table: its columns begin at the side where its words do. Called by the table's menu, by what
// moves and widens columns, and for the arrow keys. Nothing of it stands in the document: the browser knows the
// side from the letters (dir="auto", prose/text.css), and the same letters give everybody the same side.

import type { Editor } from "@tiptap/core";
import type { ResolvedPos } from "@tiptap/pm/model";
import { Selection, TextSelection } from "@tiptap/pm/state";
import { CellSelection, cellAround, isInTable, nextCell } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";

/** The element around the table that holds `pos`, whichever part of it that is. */
export function tableAt(view: EditorView, pos: number): HTMLTableElement | undefined {
  const { node } = view.domAtPos(pos);
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest("table") ?? undefined;
}

/** The first column is the one at the right. */
export function beginsAtRight(view: EditorView, pos: number): boolean {
  const table = tableAt(view, pos);
  return table !== undefined && getComputedStyle(table).direction === "rtl";
}

/** The same of the table that the caret is in. */
export const beginsAtRightHere = ({ view, state }: Editor): boolean =>
  isInTable(state) && beginsAtRight(view, state.selection.$head.pos);

export type Side = "left" | "right";

/** Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * An arrow at the edge of a cell leads to the cell that is seen there. prosemirror-tables takes left for back: in
 * a cell that runs from the right the caret would turn round at its end. Where nothing runs so, it is left to it.
 */
export function sideways({ view }: Editor, side: Side, selecting: boolean): boolean {
  const { selection, doc } = view.state;
  if (!isInTable(view.state)) return false;
  const fromRight = beginsAtRight(view, selection.$head.pos);
  const forth = (side === "left") === fromRight;
  const go = (next: Selection): boolean => {
    if (!next.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(next).scrollIntoView());
    return true;
  };
  if (selection instanceof CellSelection) {
    if (!fromRight) return false;
    if (!selecting) return go(Selection.near(selection.$headCell, forth ? 1 : -1));
    const next = nextCell(selection.$headCell, "horiz", forth ? 1 : -1);
    return next !== null && go(new CellSelection(selection.$anchorCell, next));
  }
  const { $head } = selection;
  const $cell = cellAround($head);
  if (!(selection instanceof TextSelection) || $cell === null) return false;
  if (!fromRight && !FROM_RIGHT.test($head.parent.textContent)) return false;
  if (!endsItsCell($head) || !view.endOfTextblock(side)) return false;
  const next = nextCell($cell, "horiz", forth ? 1 : -1);
  if (selecting) {
    const from = new CellSelection($cell);
    return go(next === null ? from : new CellSelection(from.$anchorCell, next));
  }
  // Beyond the last cell of a row is the next row, as without a table.
  const beyond = forth ? $cell.pos + ($cell.nodeAfter?.nodeSize ?? 0) : $cell.pos;
  return go(Selection.near(doc.resolve(beyond), forth ? 1 : -1));
}

/** Nothing of its cell is before it, or nothing behind it. */
function endsItsCell($head: ResolvedPos): boolean {
  const atStart = $head.parentOffset === 0;
  const atEnd = $head.parentOffset === $head.parent.content.size;
  for (let depth = $head.depth - 1; depth > 0; depth--) {
    const node = $head.node(depth);
    const first = atStart && $head.index(depth) === 0;
    const last = atEnd && $head.index(depth) === node.childCount - 1;
    if (!first && !last) return false;
    const role: unknown = node.type.spec.tableRole;
    if (role === "cell" || role === "header_cell") return true;
  }
  return false;
}
