// The rows of the home page: what the server says and what this browser remembers, made into one shape;
// which list a row belongs to, where it stands there, and how it is found by words. Pure. Called by the list.

import type { DocOrder, DocSummary, DocView } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import type { Person } from "../../lib/people.ts";
import type { Role } from "../../lib/policy.ts";
import type { Recent } from "../_client/recents.ts";
import { home } from "../_words/home.ts";
import { dayWord } from "./when.ts";

export interface Entry {
  readonly id: DocId;
  readonly title: string;
  readonly excerpt: string;
  /** Why it was found: the line with the hit. */
  readonly snippet: string | undefined;
  readonly people: readonly Person[];
  readonly role: Role;
  readonly locked: boolean;
  readonly starred: boolean;
  readonly trashedAt: number | undefined;
  readonly createdAt: number;
  /** The later of opened and edited; in the trash, since when. */
  readonly at: number;
  /** Where it stands: as `at`, but still while somebody looks. */
  readonly order: number;
  /** Only this browser knows of it, or only this browser answers. */
  readonly remembered: boolean;
}

export interface ListKey {
  readonly view: DocView;
  readonly order: DocOrder;
  /** As typed, without spaces around. */
  readonly words: string;
}

export const VIEWS: readonly DocView[] = ["recent", "mine", "shared", "trash"];
export const ORDERS: readonly DocOrder[] = ["edited", "title", "created"];

/** The server knows nothing of its words: it is empty, or they are still on their way. */
export const unread = (doc: DocSummary): boolean => doc.title === "" && doc.excerpt === "" && doc.words === 0;

export function entryOf(doc: DocSummary & { readonly snippet?: string | undefined }, recent?: Recent): Entry {
  const seen = recent !== undefined && unread(doc) ? recent : doc;
  const at = doc.trashedAt ?? Math.max(doc.editedAt, doc.openedAt ?? 0, recent?.at ?? 0);
  return {
    id: doc.id,
    title: seen.title,
    excerpt: seen.excerpt ?? "",
    snippet: doc.snippet,
    people: doc.people,
    role: doc.role,
    locked: doc.locked,
    starred: doc.starred,
    trashedAt: doc.trashedAt,
    createdAt: doc.createdAt,
    at,
    order: at,
    remembered: false,
  };
}

export const entryOfRecent = (recent: Recent): Entry => ({
  id: recent.id,
  title: recent.title,
  excerpt: recent.excerpt ?? "",
  snippet: undefined,
  people: [],
  role: "none",
  locked: false,
  starred: false,
  trashedAt: undefined,
  createdAt: recent.at,
  at: recent.at,
  order: recent.at,
  remembered: true,
});

export function belongs(entry: Entry, view: DocView): boolean {
  if (view === "trash") return entry.trashedAt !== undefined;
  if (entry.trashedAt !== undefined) return false;
  if (view === "mine") return entry.role === "own";
  if (view === "shared") return entry.role !== "own" && !entry.remembered;
  return true;
}

/** As the server sorts: starred ones first, but in the trash. */
export function compare({ view, order }: Pick<ListKey, "view" | "order">): (a: Entry, b: Entry) => number {
  return (a, b) => {
    if (view !== "trash" && a.starred !== b.starred) return a.starred ? -1 : 1;
    if (order === "title") return a.title.localeCompare(b.title);
    return order === "created" ? b.createdAt - a.createdAt : b.order - a.order;
  };
}

/** Puts one into a sorted list. `undefined`: it stands behind what is loaded, and comes with a later page. */
export function placed(
  entries: readonly Entry[],
  entry: Entry,
  key: ListKey,
  more: boolean,
): readonly Entry[] | undefined {
  const order = compare(key);
  const at = entries.findIndex((other) => order(entry, other) < 0);
  if (at < 0) return more ? undefined : [...entries, entry];
  return [...entries.slice(0, at), entry, ...entries.slice(at)];
}

/** Every word of the query must stand in the title or the first line; accents and case do not count. */
export function found(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = fold(`${entry.title} ${entry.excerpt}`);
    return words.every((word) => text.includes(word));
  });
}

/** Everybody who is in any of the documents now, each once. */
export function peopleIn(entries: readonly Entry[]): number {
  return new Set(entries.flatMap((entry) => entry.people.map((person) => `${person.hue} ${person.name}`)))
    .size;
}

/** What hangs in the margin beside this row, until another word comes. */
export function groupOf(entry: Entry, { view, order, words }: ListKey, now: number): string {
  if (words !== "") return home.results;
  if (entry.starred && view !== "trash") return home.starred;
  switch (order) {
    case "edited":
      return dayWord(entry.order, now);
    case "created":
      return dayWord(entry.createdAt, now);
    case "title":
      return /[\p{L}\p{N}]/u.exec(entry.title)?.[0].toLocaleUpperCase() ?? home.noLetter;
  }
}

/** The same row, said twice, is one object: what did not change is not drawn anew. */
export function settled(before: Entry | undefined, after: Entry): Entry {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
