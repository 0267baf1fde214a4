// The documents that were opened in this browser, newest first: what home shows while the server does not
// answer. Called by home and by the document page, whose opening is told to the server too. Kept in
// localStorage, bounded, the same in every tab; it holds no text but the title and the first line.

import { useSyncExternalStore } from "react";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { noteOpenedThere } from "./documents-api.ts";
import { remembered } from "./remembered.ts";

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
  // So that it stands on the lists of one's other browsers. Refused or unreachable, it stands on this one.
  noteOpenedThere(id).catch(() => {});
}

type Seen = Pick<Recent, "id"> & Partial<Pick<Recent, "title" | "excerpt">>;

/** What the server or an open page tells about documents in the list. The order stays; others are ignored. */
export function noteSeen(seen: readonly Seen[]): void {
  const before = stored.get();
  const after = withSeen(before, seen);
  if (after !== before) stored.set(after);
}

/** The document itself stays as it is. */
export function forget(id: DocId): void {
  const before = stored.get();
  if (before.some((one) => one.id === id)) stored.set(before.filter((one) => one.id !== id));
}

export const currentRecents = (): readonly Recent[] => stored.get();

export const useRecents = (): readonly Recent[] =>
  useSyncExternalStore(stored.subscribe, currentRecents, () => NONE);

export function withOpened(list: readonly Recent[], id: DocId, now: number): readonly Recent[] {
  const known = list.find((one) => one.id === id);
  const rest = list.filter((one) => one.id !== id);
  return [{ ...(known ?? { id, title: "" }), at: now }, ...rest].slice(0, MAX_RECENTS);
}

export function withSeen(list: readonly Recent[], seen: readonly Seen[]): readonly Recent[] {
  const byId = new Map(seen.map((one) => [one.id, one]));
  let changed = false;
  const next = list.map((one) => {
    const news = byId.get(one.id);
    if (news === undefined) return one;
    const title = news.title === undefined ? one.title : cut(news.title);
    const excerpt = news.excerpt === undefined ? one.excerpt : cut(news.excerpt);
    if (title === one.title && excerpt === one.excerpt) return one;
    changed = true;
    return { ...one, title, excerpt };
  });
  return changed ? next : list;
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
