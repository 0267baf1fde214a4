// The documents that were opened in this browser: the list on the home page, newest first. Called by home
// and by the document page. Kept in localStorage, bounded, the same in every tab; it holds no text but
// the title and the first line, and forgetting a document here leaves the document as it is.

import { useSyncExternalStore } from "react";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { remembered } from "./me.ts";

export interface Recent {
  readonly id: DocId;
  /** Empty until somebody wrote one. */
  readonly title: string;
  /** When it was last opened here, by this browser's clock. */
  readonly at: number;
  readonly excerpt?: string;
}

export const RECENTS_KEY = "concord.recents";
/** A list for eyes; and two requests are enough to ask about all of it. */
export const MAX_RECENTS = 200;
/** Longer titles are cut here only: storage is small and shared. */
const MAX_TEXT_CHARACTERS = 300;

const NONE: readonly Recent[] = [];

const stored = remembered<readonly Recent[]>(RECENTS_KEY, parseRecents, (list) =>
  list.length === 0 ? null : JSON.stringify(list),
);

export function noteOpened(id: DocId): void {
  stored.set(withOpened(stored.get(), id, Date.now()));
}

export function noteTitle(id: DocId, title: string): void {
  noteSeen([{ id, title }]);
}

/** What the server tells about documents in the list. The order stays; others are ignored. */
export function noteSeen(seen: readonly Pick<Recent, "id" | "title" | "excerpt">[]): void {
  const before = stored.get();
  const after = withSeen(before, seen);
  if (after !== before) stored.set(after);
}

/** Answers with what it took out, for `putBack`. */
export function forget(id: DocId): Recent | undefined {
  const before = stored.get();
  const gone = before.find((one) => one.id === id);
  if (gone !== undefined) stored.set(before.filter((one) => one.id !== id));
  return gone;
}

export function putBack(one: Recent): void {
  stored.set(withBack(stored.get(), one));
}

/** `undefined` while the page hydrates: not known yet is not empty. */
export const useRecents = (): readonly Recent[] | undefined =>
  useSyncExternalStore<readonly Recent[] | undefined>(stored.subscribe, stored.get, () => undefined);

export function withOpened(list: readonly Recent[], id: DocId, now: number): readonly Recent[] {
  const known = list.find((one) => one.id === id);
  const rest = list.filter((one) => one.id !== id);
  return [{ ...(known ?? { id, title: "" }), at: now }, ...rest].slice(0, MAX_RECENTS);
}

export function withSeen(
  list: readonly Recent[],
  seen: readonly Pick<Recent, "id" | "title" | "excerpt">[],
): readonly Recent[] {
  const byId = new Map(seen.map((one) => [one.id, one]));
  let changed = false;
  const next = list.map((one) => {
    const news = byId.get(one.id);
    if (news === undefined) return one;
    const title = cut(news.title);
    const excerpt = news.excerpt === undefined ? one.excerpt : cut(news.excerpt);
    if (title === one.title && excerpt === one.excerpt) return one;
    changed = true;
    return { ...one, title, excerpt };
  });
  return changed ? next : list;
}

export function withBack(list: readonly Recent[], one: Recent): readonly Recent[] {
  const rest = list.filter((other) => other.id !== one.id);
  return [...rest, one].sort((a, b) => b.at - a.at).slice(0, MAX_RECENTS);
}

/** Reads what is stored and drops whatever is not an entry. Never throws. */
export function parseRecents(text: string | null): readonly Recent[] {
  if (text === null) return NONE;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return NONE;
  }
  if (!Array.isArray(list)) return NONE;
  const byId = new Map<DocId, Recent>();
  for (const value of list) {
    const one = parseRecent(value);
    if (one !== undefined && !byId.has(one.id)) byId.set(one.id, one);
  }
  return [...byId.values()].sort((a, b) => b.at - a.at).slice(0, MAX_RECENTS);
}

function parseRecent(value: unknown): Recent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, title, at, excerpt } = value as Record<string, unknown>;
  const docId = typeof id === "string" ? parseDocId(id) : undefined;
  if (docId === undefined || typeof at !== "number" || !Number.isFinite(at)) return undefined;
  return {
    id: docId,
    title: typeof title === "string" ? cut(title) : "",
    at,
    ...(typeof excerpt === "string" ? { excerpt: cut(excerpt) } : {}),
  };
}

const cut = (text: string): string => text.slice(0, MAX_TEXT_CHARACTERS);
