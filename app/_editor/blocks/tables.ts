// What the stock tables lack: moving rows and columns, sorting by a column, cells that stand right or in the
// middle, and cells from a spreadsheet that come as text with tabs. Called by the table menu and the actions.

import type { Editor } from "@tiptap/core";
import { Extension } from "@tiptap/core";
import { Fragment, type Node, type ResolvedPos, type Schema, Slice } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import { isInTable, selectedRect, TableMap, type TableRect } from "@tiptap/pm/tables";
import { beginsAtRightHere, type Side } from "./table-sides.ts";

/** More cells than this stay text: a table of them would be slow for everybody. */
const MAX_PASTED_CELLS = 5_000;

const rectOf = (editor: Editor): TableRect | undefined =>
  isInTable(editor.state) ? selectedRect(editor.state) : undefined;

/** True where no cell reaches over an edge between two rows (or columns). */
function isSimple({ map, table }: { readonly map: TableMap; readonly table: Node }): boolean {
  return map.map.length === new Set(map.map).size && table.childCount === map.height;
}

const isHead = (row: Node | null): boolean => {
  if (row === null || row.childCount === 0) return false;
  for (let at = 0; at < row.childCount; at++) if (row.child(at).type.name !== "tableHeader") return false;
  return true;
};

export type Way = "up" | "down" | "left" | "right";

const targetOf = (editor: Editor, rect: TableRect, way: Way): { from: number; to: number } | undefined => {
  const vertical = way === "up" || way === "down";
  const forth = vertical ? way === "down" : (way === "left") === beginsAtRightHere(editor);
  const [first, end, count]: readonly [number, number, number] = vertical
    ? [rect.top, rect.bottom, rect.map.height]
    : [rect.left, rect.right, rect.map.width];
  if (end - first !== 1) return undefined;
  const to = first + (forth ? 1 : -1);
  return to < 0 || to >= count ? undefined : { from: first, to };
};

export function canMove(editor: Editor, way: Way): boolean {
  const rect = rectOf(editor);
  return rect !== undefined && isSimple(rect) && targetOf(editor, rect, way) !== undefined;
}

export function move(editor: Editor, way: Way): boolean {
  const rect = rectOf(editor);
  const target = rect === undefined || !isSimple(rect) ? undefined : targetOf(editor, rect, way);
  if (rect === undefined || target === undefined) return false;
  const vertical = way === "up" || way === "down";
  const rows = childrenOf(rect.table);
  const moved = vertical
    ? shifted(rows, target)
    : rows.map((row) => row.copy(Fragment.fromArray(shifted(childrenOf(row), target))));
  replaceRows(
    editor,
    rect,
    moved.map((row, index) => asIn(rows[index], row)),
  );
  toCell(editor, rect.tableStart, vertical ? target.to : rect.top, vertical ? rect.left : target.to);
  return true;
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  node.forEach((child) => {
    children.push(child);
  });
  return children;
}

function shifted<T>(all: readonly T[], { from, to }: { readonly from: number; readonly to: number }): T[] {
  const rest = [...all];
  const taken = rest.splice(from, 1);
  rest.splice(to, 0, ...taken);
  return rest;
}

/** The words move, heads stay where heads are: what comes to the top row of heads becomes one. */
function asIn(place: Node | undefined, row: Node): Node {
  const types = place === undefined ? [] : childrenOf(place).map(({ type }) => type);
  const cells = childrenOf(row);
  if (cells.every((cell, index) => cell.type === (types[index] ?? cell.type))) return row;
  return row.copy(
    Fragment.fromArray(
      cells.map((cell, index) => (types[index] ?? cell.type).create(cell.attrs, cell.content)),
    ),
  );
}

function replaceRows(editor: Editor, { table, tableStart }: TableRect, rows: readonly Node[]): void {
  const { tr } = editor.state;
  editor.view.dispatch(
    tr.replaceWith(tableStart, tableStart + table.content.size, Fragment.fromArray([...rows])),
  );
}

/** The table was made anew, and the caret with it is anywhere: it goes where its cell is now. */
function toCell(editor: Editor, tableStart: number, row: number, column: number): void {
  const table = editor.state.doc.nodeAt(tableStart - 1);
  if (table?.type.name !== "table") return;
  const at = tableStart + TableMap.get(table).positionAt(row, column, table);
  editor.commands.focus(at + 2, { scrollIntoView: false });
}

/** Down from the last row where nothing follows the table: a line is made there, or nobody could leave by keys. */
export function downOut(editor: Editor): boolean {
  const { selection, doc, schema } = editor.state;
  const rect = selection.empty ? rectOf(editor) : undefined;
  if (rect === undefined || rect.bottom < rect.map.height || !editor.view.endOfTextblock("down"))
    return false;
  const { $head } = selection;
  const end = rect.tableStart + rect.table.content.size;
  if (!endsCell($head)) return false;
  const paragraph = schema.nodes.paragraph;
  if (paragraph === undefined || doc.resolve(end + 1).nodeAfter !== null) return false;
  const tr = editor.state.tr.insert(end + 1, paragraph.create());
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 2)).scrollIntoView());
  return true;
}

/** Of a cell with several blocks only the last one ends it. */
function endsCell($head: ResolvedPos): boolean {
  for (let depth = $head.depth - 1; depth > 0; depth--) {
    const node = $head.node(depth);
    if ($head.index(depth) < node.childCount - 1) return false;
    if (node.type.spec.tableRole === "cell" || node.type.spec.tableRole === "header_cell") return true;
  }
  return false;
}

export const canSort = (editor: Editor): boolean => {
  const rect = rectOf(editor);
  return (
    rect !== undefined && isSimple(rect) && rect.map.height - (isHead(rect.table.firstChild) ? 1 : 0) > 1
  );
};

/** Sorts the rows below the head by the column of the caret. Empty cells go last, equal ones keep their order. */
export function sort(editor: Editor, way: "up" | "down"): boolean {
  const rect = rectOf(editor);
  if (rect === undefined || !canSort(editor)) return false;
  const rows = childrenOf(rect.table);
  const head = isHead(rows[0] ?? null) ? rows.splice(0, 1) : [];
  const sorted = sortedBy(rows, (row) => row.child(rect.left).textContent, way);
  if (sorted.every((row, index) => row === rows[index])) return true;
  replaceRows(editor, rect, [...head, ...sorted]);
  toCell(editor, rect.tableStart, 0, rect.left);
  return true;
}

/** By number where all are numbers ("1,200", "12 %", "€ 5"), else as words are sorted, numbers in them by value. */
export function sortedBy<T>(rows: readonly T[], textOf: (row: T) => string, way: "up" | "down"): T[] {
  const keyed = rows.map((row) => ({ row, text: textOf(row).trim() }));
  const filled = keyed.filter(({ text }) => text !== "");
  const numbers = filled.map(({ text }) => numberIn(text));
  const numeric = numbers.length > 0 && numbers.every((number) => number !== undefined);
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const sign = way === "up" ? 1 : -1;
  filled.sort((a, b) =>
    numeric
      ? sign * ((numberIn(a.text) ?? 0) - (numberIn(b.text) ?? 0))
      : sign * words.compare(a.text, b.text),
  );
  return [...filled, ...keyed.filter(({ text }) => text === "")].map(({ row }) => row);
}

function numberIn(text: string): number | undefined {
  const bare = text.replace(/^[\p{Sc}\s]+|[\p{Sc}%\s]+$/gu, "").replace(/[\s\u00a0\u202f'](?=\d{3})/gu, "");
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return Number(bare.replaceAll(",", ""));
  if (/^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare)) return Number(bare.replaceAll(".", "").replace(",", "."));
  return /^[+-]?\d+([.,]\d+)?$/.test(bare) ? Number(bare.replace(",", ".")) : undefined;
}

/** Rows and columns of what a spreadsheet puts on the clipboard as text; `undefined` if it is no such thing. */
export function cellsOf(text: string): string[][] | undefined {
  if (!text.includes("\t")) return undefined;
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < body.length; at++) {
    const letter = body.charAt(at);
    if (quoted) {
      // A quote in a quoted cell is written twice.
      if (letter !== '"') cell += letter;
      else if (body.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"' && cell === "" && closes(body, at)) quoted = true;
    else if (letter === "\t") endCell();
    else if (letter === "\n") {
      endCell();
      rows.push([]);
    } else cell += letter;
  }
  endCell();
  const width = rows[0]?.length ?? 0;
  // Lines of code are indented with tabs too, but seldom all have the same number of them, none in front.
  const even = width > 1 && rows.every((row) => row.length === width);
  const indented = rows.every((row) => row[0] === "");
  return even && !indented && rows.length * width <= MAX_PASTED_CELLS ? rows : undefined;
}

/** Whether the quoted cell that begins here ends as one. */
const closes = (text: string, at: number): boolean => /^"(?:[^"]|"")*"(?=[\t\n]|$)/.test(text.slice(at));

function tableOf(schema: Schema, rows: readonly (readonly string[])[]): Node | undefined {
  const { table, tableRow, tableCell, paragraph, hardBreak } = schema.nodes;
  if (!table || !tableRow || !tableCell || !paragraph || !hardBreak) return undefined;
  const line = (text: string): Node[] =>
    text
      .split("\n")
      .flatMap((part, index) => [
        ...(index === 0 ? [] : [hardBreak.create()]),
        ...(part === "" ? [] : [schema.text(part)]),
      ]);
  return table.create(
    null,
    rows.map((row) =>
      tableRow.create(
        null,
        row.map((text) => tableCell.create(null, paragraph.create(null, line(text)))),
      ),
    ),
  );
}

export const fromSpreadsheet = Extension.create({
  name: "fromSpreadsheet",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        // The stock paste then puts the cells into cells where the caret is in a table.
        clipboardTextParser(text, $context, plain) {
          // Nothing tells prosemirror-view to go on with its own way, but a value that is none.
          const none = undefined as unknown as Slice;
          if (plain || $context.parent.type.spec.code === true) return none;
          const rows = cellsOf(text);
          const table = rows === undefined ? undefined : tableOf($context.doc.type.schema, rows);
          return table === undefined ? none : new Slice(Fragment.from(table), 0, 0);
        },
      },
    }),
  ],
});

/** Where a cell stands that was not told where: what is asked for that side is not written down. */
const untold = (editor: Editor): Side => (beginsAtRightHere(editor) ? "right" : "left");

/** Where the cells of the selection stand, if they all stand alike. */
export const cellAlignment = (editor: Editor): unknown => {
  const rect = rectOf(editor);
  if (rect === undefined) return undefined;
  const sides = rect.map.cellsInRect(rect).map((at) => rect.table.nodeAt(at)?.attrs.align ?? null);
  return sides.every((side) => side === sides[0]) ? (sides[0] ?? untold(editor)) : undefined;
};

export function standCells(editor: Editor, side: "left" | "center" | "right"): void {
  editor
    .chain()
    .focus()
    .setCellAttribute("align", side === untold(editor) ? null : side)
    .run();
}
