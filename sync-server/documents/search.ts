// Search over titles and text. The index lives in memory, is filled from the bodies as they change and
// rebuilt at start; it is derived, and may be lost. Called by documents; asks nothing about access.

import MiniSearch from "minisearch";
import type { FullDigest } from "../../lib/digest.ts";
import type { DocId } from "../../lib/names.ts";
import { foldWord, wordsOf } from "../../lib/words.ts";

/** Hits of one question: more than anybody reads. */
const MAX_HITS = 200;
/** Characters around a hit that a list shows. */
const SNIPPET = 140;

export interface Hit {
  readonly doc: DocId;
  /** The line that matched, shortened, or "" where only the title did. */
  readonly snippet: string;
}

export interface Search {
  put(doc: DocId, digest: FullDigest): void;
  remove(doc: DocId): void;
  find(question: string, allowed: (doc: DocId) => boolean): Hit[];
  readonly size: number;
}

export function createSearch(): Search {
  const index = new MiniSearch<{ id: string; title: string; text: string; terms: string }>({
    fields: ["title", "terms"],
    storeFields: ["text"],
    // The worker that read the document has taken its text apart and folded its words; here that held up everybody
    // for 20 ms with 70 kB.
    tokenize: (text, field) => (field === "terms" ? text.split("\n") : [...wordsOf(text)]),
    processTerm: (term, field) => (field === "terms" ? term : foldWord(term)) || null,
    searchOptions: {
      boost: { title: 3 },
      prefix: true,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
      combineWith: "AND",
    },
    // Deleted words are swept up when there are enough of them.
    autoVacuum: true,
  });

  return {
    put(doc, { title, text, terms }) {
      const entry = { id: doc, title, text, terms };
      if (index.has(doc)) index.replace(entry);
      else index.add(entry);
    },
    remove(doc) {
      if (index.has(doc)) index.discard(doc);
    },
    find(question, allowed) {
      const hits = index.search(question, { filter: ({ id }) => allowed(id as DocId) });
      return hits
        .slice(0, MAX_HITS)
        .map(({ id, text, terms }) => ({ doc: id as DocId, snippet: snippetOf(text, terms) }));
    },
    get size() {
      return index.documentCount;
    },
  };
}

function snippetOf(text: string, terms: readonly string[]): string {
  const flat = foldWord(text).length === text.length ? foldWord(text) : text.toLowerCase();
  const at = Math.min(...terms.map((term) => flat.indexOf(term)).filter((i) => i >= 0));
  if (!Number.isFinite(at)) return "";
  const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, at - SNIPPET / 3)));
  const part = text
    .slice(from, from + SNIPPET)
    .replace(/\s+/g, " ")
    .trim();
  return `${from > 0 ? "…" : ""}${part}${from + SNIPPET < text.length ? "…" : ""}`;
}
