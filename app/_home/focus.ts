// Where the focus is in the list, and where it goes: rows are found in the page, because most of a long
// list is not drawn. Called by the list and the search field.

import { type DocId, parseDocId } from "../../lib/names.ts";

const rowsIn = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>("[data-doc]") ?? []),
];

export const firstRow = (list: HTMLElement | null): HTMLElement | undefined => rowsIn(list)[0];

export function rowOf(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>("[data-doc]") : null) ?? undefined;
}

export const docOf = (row: HTMLElement | undefined): DocId | undefined =>
  row?.dataset.doc === undefined ? undefined : parseDocId(row.dataset.doc);

/** The row so many steps further, or the last one in that direction. */
export function rowBeside(
  list: HTMLElement | null,
  row: HTMLElement,
  steps: number,
): HTMLElement | undefined {
  const rows = rowsIn(list);
  const at = rows.indexOf(row);
  return rows[Math.min(rows.length - 1, Math.max(0, at + steps))];
}

/** Where the focus goes when rows leave: to the first that stays after them, or the one before. */
export function survivor(list: HTMLElement | null, leaving: ReadonlySet<DocId>): HTMLElement | undefined {
  const rows = rowsIn(list);
  const leaves = (row: HTMLElement) => leaving.has(docOf(row) as DocId);
  const last = rows.findLastIndex(leaves);
  const before = rows.slice(0, last).findLast((row) => !leaves(row));
  return rows.slice(last + 1).find((row) => !leaves(row)) ?? before;
}

export function focusRow(row: HTMLElement): void {
  row.querySelector<HTMLElement>("[data-main]")?.focus();
}
