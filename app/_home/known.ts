// What this page knows of documents: the server's last word on each, what is on its way to the server, and
// what was heard while an answer was on its way. Called by the list, which decides where rows stand.

import type { DocPage, DocView } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import type { News } from "../_client/feed/feed.ts";
import type { Recent } from "../_client/recents.ts";
import { belongs, type Entry, entryOf } from "./entries.ts";

/** Rows of all lists, for the time when the server does not answer. */
const MAX_KNOWN = 5_000;

type Found = DocPage["docs"][number];

/** What is shown before the server has it: a new title, a star. */
export type Change = Partial<Pick<Entry, "title" | "starred">>;

/** One question to the server. News that come before its answer are newer than the answer. */
export interface Flight {
  rowsOf(docs: readonly Found[]): readonly Entry[];
  /** Documents that were heard of meanwhile, whether the answer has them or not. */
  heard(): readonly Entry[];
  end(): void;
}

export type Known = ReturnType<typeof createKnown>;

export function createKnown(recents: () => readonly Recent[]) {
  const entries = new Map<DocId, Entry>();
  const hidden = new Set<DocId>();
  const changes = new Map<DocId, Change>();
  const flights = new Set<Map<DocId, "doc" | "gone">>();

  function rowOf(doc: Found): Entry {
    const recent = recents().find((one) => one.id === doc.id);
    const entry = { ...entryOf(doc, recent), ...changes.get(doc.id) };
    entries.delete(doc.id);
    entries.set(doc.id, entry);
    if (entries.size > MAX_KNOWN) entries.delete(entries.keys().next().value ?? doc.id);
    return entry;
  }

  return {
    rowOf,
    get: (id: DocId) => entries.get(id),
    all: () => entries.values(),
    visible: (entry: Entry, view: DocView) => belongs(entry, view) && !hidden.has(entry.id),

    /** Before anything else is done with them. */
    hear(news: News): void {
      if (news.kind === "anew") return;
      const id = news.kind === "doc" ? news.doc.id : news.id;
      for (const heard of flights) heard.set(id, news.kind);
      if (news.kind === "gone") entries.delete(id);
    },

    flight(): Flight {
      const heard = new Map<DocId, "doc" | "gone">();
      flights.add(heard);
      return {
        rowsOf: (docs) =>
          docs
            .filter((doc) => heard.get(doc.id) !== "gone")
            .map((doc) => {
              const newer = heard.has(doc.id) ? entries.get(doc.id) : undefined;
              return newer === undefined ? rowOf(doc) : { ...newer, snippet: doc.snippet };
            }),
        heard: () => [...heard.keys()].flatMap((id) => entries.get(id) ?? []),
        end: () => void flights.delete(heard),
      };
    },

    hide(ids: readonly DocId[]): void {
      for (const id of ids) hidden.add(id);
    },
    unhide(ids: readonly DocId[]): void {
      for (const id of ids) hidden.delete(id);
    },

    /** The end says whether the server has it; answers with the row as it is then. */
    change(id: DocId, change: Change): (done: boolean) => Entry | undefined {
      const before = entries.get(id);
      changes.set(id, { ...changes.get(id), ...change });
      return (done) => {
        changes.delete(id);
        if (before === undefined) return undefined;
        const undone = Object.fromEntries(
          Object.keys(change).map((key) => [key, before[key as keyof Change]]),
        );
        const after = { ...(entries.get(id) ?? before), ...(done ? change : undone) };
        entries.set(id, after);
        return after;
      };
    },
  };
}
