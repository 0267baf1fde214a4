// The rows of the home page: what this browser remembers, joined with what the server says, found by words.
// Called by the list. Pure. Where both know a title, the server's counts, unless it has not read the
// document yet and this browser has.

import type { DocSummary } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import type { Person } from "../../lib/people.ts";
import type { Recent } from "../_client/recents.ts";

export interface Entry {
  readonly id: DocId;
  readonly title: string;
  readonly excerpt: string;
  readonly people: readonly Person[];
  /** The later of: opened here, edited by anybody. */
  readonly at: number;
  /** Where it stands in the list: as `at`, but still while somebody looks. */
  readonly order: number;
  /** The server answered, and does not have it. */
  readonly gone: boolean;
}

export interface Answer {
  /** What was asked for: the rest is not known to be gone. */
  readonly asked: ReadonlySet<DocId>;
  readonly docs: ReadonlyMap<DocId, DocSummary>;
  /** Edit times when the person last came to the page. Later edits do not move rows under the pointer. */
  readonly settled: ReadonlyMap<DocId, number>;
}

export const NO_ANSWER: Answer = { asked: new Set(), docs: new Map(), settled: new Map() };

/** `live` is false while the server does not answer: then nobody can say who is in a document now. */
export function entriesOf(recents: readonly Recent[], answer: Answer, live = true): readonly Entry[] {
  return recents
    .map((recent): Entry => {
      const doc = answer.docs.get(recent.id);
      const seen = doc === undefined || unread(doc) ? recent : doc;
      return {
        id: recent.id,
        title: seen.title,
        excerpt: seen.excerpt ?? "",
        people: live ? (doc?.people ?? []) : [],
        at: Math.max(recent.at, doc?.editedAt ?? 0),
        order: Math.max(recent.at, answer.settled.get(recent.id) ?? 0),
        gone: doc === undefined && answer.asked.has(recent.id),
      };
    })
    .sort((a, b) => b.order - a.order);
}

/** The server knows nothing of its words: it is empty, or they are still on their way. */
export const unread = (doc: DocSummary): boolean => doc.title === "" && doc.excerpt === "" && doc.words === 0;

/** Every word of the query must stand in the title or the first line; accents and case do not count. */
export function found(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = plain(`${entry.title} ${entry.excerpt}`);
    return words.every((word) => text.includes(word));
  });
}

/** Everybody who is in any of the documents now, each once. */
export function peopleIn(entries: readonly Entry[]): number {
  return new Set(entries.flatMap((entry) => entry.people.map((person) => `${person.hue} ${person.name}`)))
    .size;
}

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
