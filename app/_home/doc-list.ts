// The list of the home page, outside of React: asked for page by page, kept true by the live feed, and by
// what this browser remembers while the server does not answer. Called by home through use-home.ts.
// Promise: rows that somebody looks at change in place; they move only when the list is asked for anew.

import type { DocPage, DocSummary } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import type { Clock } from "../_client/clock.ts";
import type { ListQuestion } from "../_client/documents-api.ts";
import type { News } from "../_client/feed/feed.ts";
import type { Recent } from "../_client/recents.ts";
import { ApiError } from "../_client/request.ts";
import { compare, type Entry, entryOfRecent, found, type ListKey, placed } from "./entries.ts";
import { type Change, createKnown, type Flight } from "./known.ts";
import { kept, type Listed, merged, without, withRow } from "./list-rows.ts";
import { createPages } from "./pages.ts";

/** Rows of the first page, which must come fast, and of the next ones. */
export const FIRST_PAGE = 50;
export const NEXT_PAGE = 100;
/** ms of quiet in the search field before the server is asked. */
export const TYPING_MS = 150;
/** ms without an answer before what this browser remembers is shown. */
export const PATIENCE_MS = 700;
/** ms until the server is asked again after a failure; the feed may know earlier that it is back. */
export const RETRY_MS = 5_000;
/** ms in which news become one new search: whether a changed text matches, only the server can say. */
export const SEARCH_AGAIN_MS = 1_000;
/** Rows that are read anew when something may have been missed; those below are kept as they were. */
const MAX_REFRESHED = 1_000;
/** The most that one request gives. */
const MAX_PAGE = 200;
/** Remembered documents that are looked up because the server does not list them. */
const MAX_ASKED = 100;

export interface ListState {
  /** What was asked for. */
  readonly key: ListKey;
  /** What the rows answer: an older question, while a new one is on its way. */
  readonly shown: ListKey;
  /** `known`: what this browser remembers, because the server has not answered. */
  readonly phase: "loading" | "ready" | "known";
  readonly entries: readonly Entry[];
  readonly more: boolean;
  readonly problem: ApiError | undefined;
}

export interface DocListEnv {
  readonly list: (question: ListQuestion, signal: AbortSignal) => Promise<DocPage>;
  readonly byIds: (ids: readonly DocId[], signal: AbortSignal) => Promise<readonly DocSummary[]>;
  readonly recents: () => readonly Recent[];
  /** Titles and first lines, for what this browser remembers. */
  readonly seen: (docs: readonly DocSummary[]) => void;
  readonly clock: Clock;
}

export type DocList = ReturnType<typeof createDocList>;

export function createDocList(env: DocListEnv, first: ListKey) {
  const { clock } = env;
  const listeners = new Set<() => void>();
  let state: ListState = {
    key: first,
    shown: first,
    phase: "loading",
    entries: [],
    more: false,
    problem: undefined,
  };
  const pages = createPages(FIRST_PAGE);
  let loading: AbortController | undefined;
  let loadingMore: AbortController | undefined;
  let timer = () => {};
  let impatient = () => {};
  let again = () => {};
  const known = createKnown(env.recents);
  /** Something may have been missed before an answer that was on its way already. */
  let owed = false;
  /** Somebody came to the end of the list meanwhile: nobody says so again while they stay there. */
  let atEnd = false;

  function become(change: Partial<ListState>): void {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  }

  const visible = (entry: Entry, key: ListKey) => known.visible(entry, key.view);

  // ---- asking ---------------------------------------------------------------------------------------

  function load(): void {
    timer();
    again();
    loading?.abort();
    loadingMore?.abort();
    loadingMore = undefined;
    atEnd = false;
    const end = new AbortController();
    loading = end;
    const { key } = state;
    impatient();
    impatient = clock.after(PATIENCE_MS, () => {
      if (state.phase === "loading") showKnown(undefined);
    });
    void (async () => {
      const flight = known.flight();
      try {
        const page = await env.list({ ...key, limit: FIRST_PAGE }, end.signal);
        if (end.signal.aborted) return;
        impatient();
        loading = undefined;
        pages.begin(page.next);
        const rows = flight.rowsOf(page.docs).filter((entry) => visible(entry, key));
        const entries = kept(state.entries, withHeard(rows, flight));
        become({ shown: key, phase: "ready", entries, more: pages.more, problem: undefined });
        env.seen(page.docs);
        payOwed();
        if (key.view === "recent" && key.words === "") await addRemembered(end.signal);
      } catch (cause) {
        if (!end.signal.aborted) failed(cause);
      } finally {
        flight.end();
      }
    })();
  }

  /** Documents that were heard of meanwhile, and are in no answer. */
  function withHeard(entries: readonly Entry[], flight: Flight): readonly Entry[] {
    if (state.key.words !== "") return entries;
    let all = entries;
    for (const row of flight.heard()) {
      if (!visible(row, state.key) || all.some((entry) => entry.id === row.id)) continue;
      all = placed(all, row, state.key, pages.more) ?? all;
    }
    return all;
  }

  function payOwed(): void {
    if (owed) void refresh();
    else if (atEnd) void more();
  }

  function failed(cause: unknown): void {
    impatient();
    owed = false;
    loading = undefined;
    const problem = cause instanceof ApiError ? cause : undefined;
    if (state.phase === "ready" && state.shown === state.key) become({ problem });
    else showKnown(problem);
    again();
    again = clock.after(RETRY_MS, () => (state.phase === "ready" ? void refresh() : load()));
  }

  /** Everything that this page has seen, and what the browser remembers of earlier days. */
  function showKnown(problem: ApiError | undefined): void {
    const { key } = state;
    const rows = new Map<DocId, Entry>();
    if (key.view === "recent") for (const recent of env.recents()) rows.set(recent.id, entryOfRecent(recent));
    for (const entry of known.all()) if (visible(entry, key)) rows.set(entry.id, entry);
    const entries = found([...rows.values()], key.words)
      .filter((entry) => visible(entry, key))
      .map((entry): Entry => ({ ...entry, people: [], snippet: undefined, remembered: true }))
      .sort(compare(key));
    pages.end();
    become({ shown: key, phase: "known", entries: kept(state.entries, entries), more: false, problem });
  }

  /** Opened by its address alone: readable, but on nobody's list. */
  async function addRemembered(signal: AbortSignal): Promise<void> {
    const listed = new Set(state.entries.map((entry) => entry.id));
    const asked = env
      .recents()
      .filter((one) => !listed.has(one.id))
      .slice(0, MAX_ASKED);
    if (asked.length === 0) return;
    const docs = await env
      .byIds(
        asked.map((one) => one.id),
        signal,
      )
      .catch(() => []);
    if (signal.aborted || state.phase !== "ready") return;
    env.seen(docs);
    let { entries } = state;
    for (const doc of docs) {
      // With a time of opening it is on the list, only further down.
      if (doc.openedAt === undefined) entries = withNews(entries, known.rowOf(doc)) ?? entries;
    }
    if (entries !== state.entries) become({ entries });
  }

  async function more(): Promise<void> {
    atEnd = loading !== undefined;
    if (loadingMore !== undefined || atEnd || !pages.more) return;
    const end = new AbortController();
    loadingMore = end;
    const { key } = state;
    try {
      const { from, done } = pages.following();
      const page = await env.list({ ...key, cursor: from, limit: NEXT_PAGE }, end.signal);
      if (end.signal.aborted) return;
      done(page.next);
      const have = new Set(state.entries.map((entry) => entry.id));
      const rows = page.docs.map(known.rowOf).filter((entry) => !have.has(entry.id) && visible(entry, key));
      become({ entries: [...state.entries, ...rows], more: pages.more });
      env.seen(page.docs);
    } catch (cause) {
      if (!end.signal.aborted && cause instanceof ApiError) become({ problem: cause });
    } finally {
      if (loadingMore === end) loadingMore = undefined;
    }
  }

  /** Reads what is shown once more, quietly. `settle`: rows go where they belong now. */
  async function refresh(settle = false): Promise<void> {
    const asking = loading !== undefined;
    if (!asking && (state.phase !== "ready" || state.shown !== state.key)) return load();
    if (asking) {
      owed = true;
      return;
    }
    owed = false;
    again();
    const end = new AbortController();
    loading = end;
    const { key } = state;
    const flight = known.flight();
    const wanted = Math.min(Math.max(state.entries.length, FIRST_PAGE), MAX_REFRESHED);
    try {
      const docs: DocPage["docs"][number][] = [];
      let cursor: string | undefined;
      do {
        const limit = Math.min(MAX_PAGE, wanted - docs.length);
        const page = await env.list({ ...key, cursor, limit }, end.signal);
        docs.push(...page.docs);
        cursor = page.next;
      } while (cursor !== undefined && docs.length < wanted);
      if (end.signal.aborted) return;
      const rows = flight.rowsOf(docs).filter((entry) => visible(entry, key));
      // What stands below the part that was read stays, as long as there is anything below it.
      const below = cursor === undefined ? [] : state.entries.slice(wanted);
      if (below.length === 0) pages.begin(cursor);
      loading = undefined;
      const entries = withHeard(merged({ ...listed(state.entries), key }, rows, below, settle), flight);
      become({ entries, more: pages.more, problem: undefined });
      env.seen(docs);
      payOwed();
      if (key.view === "recent" && key.words === "") await addRemembered(end.signal);
    } catch (cause) {
      if (!end.signal.aborted) failed(cause);
    } finally {
      flight.end();
      if (loading === end) loading = undefined;
    }
  }

  // ---- news -------------------------------------------------------------------------------------------

  const listed = (entries: readonly Entry[]): Listed => ({
    entries,
    key: state.shown,
    more: pages.more,
  });
  const withNews = (entries: readonly Entry[], row: Entry) =>
    withRow(listed(entries), row, visible(row, state.shown));

  function show(entries: readonly Entry[] | undefined): void {
    if (entries === undefined) return;
    if (entries.length < state.entries.length) pages.leave(state.entries.length - entries.length);
    become({ entries });
  }

  function hear(news: News): void {
    known.hear(news);
    switch (news.kind) {
      case "anew":
        return void refresh();
      case "gone":
        return show(without(state.entries, new Set([news.id])));
      case "doc": {
        env.seen([news.doc]);
        const row = known.rowOf(news.doc);
        if (state.phase !== "ready") return;
        const listed = state.entries.some((entry) => entry.id === row.id);
        if (state.shown.words === "" || listed) show(withNews(state.entries, row));
        // Whether its text matches now, only the server can say.
        if (state.shown.words !== "") {
          again();
          again = clock.after(SEARCH_AGAIN_MS, () => void refresh());
        }
      }
    }
  }

  return {
    get state() {
      return state;
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Another list, or other words. The rows of the old question stay until the new one is answered. */
    ask(key: ListKey): void {
      const { key: before } = state;
      if (key.view === before.view && key.order === before.order && key.words === before.words) return;
      const typing = key.view === before.view && key.order === before.order && key.words !== "";
      timer();
      if (typing) {
        become({ key });
        if (state.phase === "known") showKnown(state.problem);
        // An answer to words that nobody asks about any more is not waited for.
        loading?.abort();
        loading = undefined;
        timer = clock.after(TYPING_MS, load);
      } else {
        const same = key.view === before.view;
        become({ key, ...(same ? {} : { phase: "loading", entries: [], more: false }) });
        load();
      }
    },
    load,
    more,
    refresh,
    hear,

    /** Out of sight at once, before the server has done it. The answer brings it back. */
    hide(ids: readonly DocId[]): () => void {
      const some = new Set(ids);
      const before = state.entries.filter((entry) => some.has(entry.id));
      known.hide(ids);
      show(without(state.entries, some));
      return () => {
        known.unhide(ids);
        let { entries } = state;
        for (const row of before) {
          if (entries.some((entry) => entry.id === row.id) || !visible(row, state.shown)) continue;
          entries = placed(entries, row, state.shown, false) ?? entries;
        }
        become({ entries });
      };
    },
    /** The server has done it: what it says next decides. */
    unhide: known.unhide,
    /** Seen at once; the end takes it back unless the server has it by then. */
    change(id: DocId, change: Change): (done: boolean) => void {
      const end = known.change(id, change);
      const row = state.entries.find((entry) => entry.id === id);
      if (row !== undefined) show(withNews(state.entries, { ...row, ...change }));
      return (done) => {
        const after = end(done);
        if (after !== undefined && state.entries.some((entry) => entry.id === id)) {
          show(withNews(state.entries, after));
        }
      };
    },
    entry: (id: DocId): Entry | undefined => state.entries.find((entry) => entry.id === id) ?? known.get(id),
    stop(): void {
      timer();
      impatient();
      again();
      loading?.abort();
      loadingMore?.abort();
    },
  };
}
