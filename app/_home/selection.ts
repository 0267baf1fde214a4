// Which rows are selected, as lists on every desk do it: one by one, from here to there, all. Pure, so that
// the list has only to draw it. Called by the list.

import type { DocId } from "../../lib/names.ts";

export interface Selection {
  readonly ids: ReadonlySet<DocId>;
  /** From where a Shift-click counts. */
  readonly anchor: DocId | undefined;
  /** A phone's way: a tap selects, until it is ended. */
  readonly on: boolean;
}

export const NOTHING: Selection = { ids: new Set(), anchor: undefined, on: false };

export function toggled(selection: Selection, id: DocId): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return ids.size === 0 ? NOTHING : { ids, anchor: id, on: true };
}

/** Everything between the anchor and this one, both with it, is added. */
export function extended(selection: Selection, id: DocId, order: readonly DocId[]): Selection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...selection, ids: new Set([...selection.ids, ...between]), on: true };
}

export const all = (order: readonly DocId[]): Selection =>
  order.length === 0 ? NOTHING : { ids: new Set(order), anchor: order[0], on: true };

/** What left the list is not selected any more: nothing is done to what one cannot see. */
export function within(selection: Selection, order: readonly DocId[]): Selection {
  if (selection.ids.size === 0) return selection;
  const there = new Set(order);
  const ids = [...selection.ids].filter((id) => there.has(id));
  if (ids.length === selection.ids.size) return selection;
  return ids.length === 0 ? NOTHING : { ...selection, ids: new Set(ids) };
}
