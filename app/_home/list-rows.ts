// What becomes of the rows of a list when some of them are read anew or heard of. Pure; called by doc-list.ts.
// Promise: rows that somebody looks at change in place, and keep being the same object where nothing changed.

import { type Entry, type ListKey, placed, settled } from "./entries.ts";

export interface Listed {
  readonly entries: readonly Entry[];
  readonly key: ListKey;
  /** There are more at the server. */
  readonly more: boolean;
}

/** In place: its order is the old one. */
export const renewed = (before: Entry, after: Entry): Entry =>
  settled(before, { ...after, order: before.order, snippet: after.snippet ?? before.snippet });

/** The same rows as before, where they say the same. */
export function kept(before: readonly Entry[], entries: readonly Entry[]): readonly Entry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return entries.map((entry) => settled(known.get(entry.id), entry));
}

/** `rows` were read anew; what stands `below` them was not. `settle`: rows go where they belong now. */
export function merged(
  { entries, key }: Listed,
  rows: readonly Entry[],
  below: readonly Entry[],
  settle: boolean,
): readonly Entry[] {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  if (settle || key.words !== "")
    return kept(entries, [...rows, ...below.filter((row) => !fresh.has(row.id))]);
  const stay = new Set(below.map((row) => row.id));
  let all: readonly Entry[] = entries
    .filter((row) => fresh.has(row.id) || stay.has(row.id))
    .map((row) => renewed(row, fresh.get(row.id) ?? row));
  const there = new Set(all.map((row) => row.id));
  for (const row of rows) if (!there.has(row.id)) all = placed(all, row, key, false) ?? all;
  return all;
}

/** With one row as it is now; `undefined` where nothing changes. `seen`: it belongs on this list. */
export function withRow(
  { entries, key, more }: Listed,
  row: Entry,
  seen: boolean,
): readonly Entry[] | undefined {
  const before = entries.find((entry) => entry.id === row.id);
  if (before === undefined) return seen ? placed(entries, row, key, more) : undefined;
  const others = () => entries.filter((entry) => entry !== before);
  if (!seen) return others();
  const after = renewed(before, row);
  if (after === before) return undefined;
  // A star is somebody's own doing: its row goes up at once.
  if (after.starred !== before.starred && key.words === "") return placed(others(), after, key, more);
  return entries.map((entry) => (entry === before ? after : entry));
}

export function without(
  entries: readonly Entry[],
  ids: ReadonlySet<Entry["id"]>,
): readonly Entry[] | undefined {
  const left = entries.filter((entry) => !ids.has(entry.id));
  return left.length === entries.length ? undefined : left;
}
