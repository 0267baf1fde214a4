// Columns that are pulled wider: by the line at their end with a mouse, and by a grip at the head of the table with a
// finger, which finds no line of two pixels and would scroll by it. Called by stock.ts. The state of the library's
// plugin and what it draws stay; its ways of a mouse take right for wider everywhere, and write a width for a press
// that moved nothing.

import type { ResolvedPos } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import {
  cellAround,
  columnResizingPluginKey,
  isInTable,
  type ResizeState,
  TableMap,
} from "@tiptap/pm/tables";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { CELL_MIN_PX, columnsOf } from "../../../lib/schema/tables.ts";
import { aside, make } from "./dom.ts";
import { beginsAtRight, tableAt } from "./table-sides.ts";
import { showColumns } from "./table-view.ts";

/** On both sides of the line, in CSS pixels. */
const REACH_PX = 5;
/** Wider is refused by the schema. */
const COLUMN_MAX_PX = 4_000;

/** The library's plugin, but for what it does when somebody points and pulls. */
export function pulled(plugin: Plugin): Plugin {
  if (plugin.spec.key !== columnResizingPluginKey) return plugin;
  const { decorations } = plugin.spec.props ?? {};
  return new Plugin({
    ...plugin.spec,
    props: {
      ...plugin.spec.props,
      decorations(state) {
        const lines = decorations?.call(plugin, state);
        if (!isInTable(state) || !byFinger()) return lines;
        const grips = gripsOf(state.selection.$head);
        return lines instanceof DecorationSet
          ? lines.add(state.doc, grips)
          : DecorationSet.create(state.doc, grips);
      },
      handleDOMEvents: {
        mousemove: (view, event) => point(view, event),
        mouseleave: (view) => {
          const now = columnResizingPluginKey.getState(view.state);
          if (now && now.activeHandle >= 0 && !now.dragging) chosen(view, -1);
        },
        mousedown: (view, event) => {
          const now: ResizeState | undefined = columnResizingPluginKey.getState(view.state);
          if (!view.editable || !now || now.activeHandle < 0 || now.dragging || event.button !== 0) return;
          event.preventDefault();
          pull(view, event, MOUSE);
        },
      },
    },
  });
}

const byFinger = (): boolean => window.matchMedia?.("(pointer: coarse)").matches === true;

// ---- pointing -----------------------------------------------------------------------------------------------

function point(view: EditorView, { target, clientX }: MouseEvent): void {
  const now = columnResizingPluginKey.getState(view.state);
  // What a browser says of a mouse after a finger was there is no pointing.
  if (!view.editable || now === undefined || now.dragging || byFinger()) return;
  const cell = target instanceof Element ? target.closest("td, th") : null;
  const at = cell === null || !view.dom.contains(cell) ? -1 : columnEndingAt(view, cell, clientX);
  if (at !== now.activeHandle) chosen(view, at);
}

/** The cell whose end is at the pointer: this one, or the one before it in its row. */
function columnEndingAt(view: EditorView, cell: Element, x: number): number {
  const $cell = cellAround(view.state.doc.resolve(view.posAtDOM(cell, 0)));
  if ($cell === null) return -1;
  const { left, right } = cell.getBoundingClientRect();
  const fromRight = beginsAtRight(view, $cell.pos + 1);
  if ((fromRight ? x - left : right - x) <= REACH_PX) return $cell.pos;
  if ((fromRight ? right - x : x - left) > REACH_PX) return -1;
  const map = TableMap.get($cell.node(-1));
  const index = map.map.indexOf($cell.pos - $cell.start(-1));
  const before = index % map.width === 0 ? undefined : map.map[index - 1];
  return before === undefined ? -1 : $cell.start(-1) + before;
}

const chosen = (view: EditorView, cell: number) =>
  view.dispatch(view.state.tr.setMeta(columnResizingPluginKey, { setHandle: cell }));

// ---- a grip for a finger ------------------------------------------------------------------------------------

/** At the end of each cell of the first row of the table that the caret is in. */
function gripsOf($head: ResolvedPos): Decoration[] {
  let depth = $head.depth;
  while (depth > 0 && $head.node(depth).type.spec.tableRole !== "table") depth--;
  const grips: Decoration[] = [];
  const first = $head.node(depth).firstChild;
  // Before the first cell stand the marks that open the table and the row.
  let at = $head.start(depth) + 1;
  for (let index = 0; index < (first?.childCount ?? 0); index++) {
    at += first?.child(index).nodeSize ?? 0;
    // The key keeps the element under the finger while the table changes.
    grips.push(Decoration.widget(at - 1, grip, { key: `grip ${index}`, side: 1, stopEvent: () => true }));
  }
  return grips;
}

function grip(view: EditorView, getPos: () => number | undefined): HTMLElement {
  const element = make("div", { class: "column-grip", ...aside });
  element.addEventListener("pointerdown", (event) => {
    const at = getPos();
    const $cell = at === undefined ? null : cellAround(view.state.doc.resolve(at));
    if ($cell === null || !view.editable || !event.isPrimary) return;
    event.preventDefault();
    chosen(view, $cell.pos);
    pull(view, event, FINGER);
  });
  return element;
}

// ---- pulling ------------------------------------------------------------------------------------------------

const MOUSE = { move: "mousemove", end: "mouseup", cancel: "blur" } as const;
const FINGER = { move: "pointermove", end: "pointerup", cancel: "pointercancel" } as const;

function pull(view: EditorView, { clientX }: MouseEvent, told: typeof MOUSE | typeof FINGER): void {
  const active = () => columnResizingPluginKey.getState(view.state)?.activeHandle ?? -1;
  const startWidth = widthOf(view, active());
  const way = beginsAtRight(view, active() + 1) ? -1 : 1;
  let width = startWidth;
  const drag = (dragging: object | null) =>
    view.dispatch(view.state.tr.setMeta(columnResizingPluginKey, { setDragging: dragging }));
  drag({ startX: clientX, startWidth });
  const over = new AbortController();
  const stop = (done: boolean) => {
    over.abort();
    if (view.isDestroyed) return;
    const cell = active();
    drag(null);
    // The text may have changed meanwhile, and the column be gone.
    if (cell >= 0 && done && width !== startWidth) write(view, cell, width);
    else if (cell >= 0) show(view, cell, undefined);
    if (told === FINGER) chosen(view, -1);
  };
  const move = (event: MouseEvent) => {
    if (view.isDestroyed || (told === MOUSE && event.buttons === 0)) return stop(true);
    const asked = Math.round(startWidth + way * (event.clientX - clientX));
    width = Math.min(Math.max(asked, CELL_MIN_PX), COLUMN_MAX_PX);
    if (active() >= 0) show(view, active(), width);
  };
  const options = { signal: over.signal };
  window.addEventListener(told.move, move, options);
  window.addEventListener(told.end, () => stop(true), options);
  window.addEventListener(told.cancel, () => stop(false), options);
}

/** A cell, its table, and the last of the columns that it reaches over. */
function placeOf(view: EditorView, cell: number) {
  const $cell = view.state.doc.resolve(cell);
  const table = $cell.node(-1);
  const start = $cell.start(-1);
  const map = TableMap.get(table);
  const span = Number($cell.nodeAfter?.attrs.colspan ?? 1);
  return { table, start, map, span, column: map.colCount(cell - start) + span - 1 };
}

function widthOf(view: EditorView, cell: number): number {
  const { table, column, span } = placeOf(view, cell);
  const [property, px] = columnsOf(table)?.columns[column] ?? [];
  if (property === "width" && px !== undefined) return px;
  const element = view.nodeDOM(cell);
  return element instanceof HTMLElement ? Math.round(element.offsetWidth / span) : CELL_MIN_PX;
}

/** As it would be with this width; without one as it is. */
function show(view: EditorView, cell: number, px: number | undefined): void {
  const { table, column } = placeOf(view, cell);
  const now = columnsOf(table);
  const element = tableAt(view, cell + 1);
  if (now === undefined || element === undefined) return;
  const columns = now.columns.map((one, at) =>
    at === column && px !== undefined ? (["width", px] as const) : one,
  );
  const whole = columns.every(([property]) => property === "width") ? "width" : "min-width";
  showColumns(element, { columns, whole: [whole, columns.reduce((sum, [, each]) => sum + each, 0)] });
}

/** Every cell of the column says it: any may come to the first row, which is asked. */
function write(view: EditorView, cell: number, px: number): void {
  const { table, start, map, column } = placeOf(view, cell);
  const { tr } = view.state;
  for (const at of new Set(
    map.cellsInRect({ left: column, right: column + 1, top: 0, bottom: map.height }),
  )) {
    const node = table.nodeAt(at);
    if (node === null) continue;
    const span = Number(node.attrs.colspan);
    const given: unknown = node.attrs.colwidth;
    const widths: unknown[] = Array.isArray(given) ? [...given] : Array<number>(span).fill(0);
    widths[column - map.colCount(at)] = px;
    tr.setNodeAttribute(start + at, "colwidth", widths);
  }
  if (tr.docChanged) view.dispatch(tr);
}
