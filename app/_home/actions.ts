// What is done with documents from their rows: one, or many at once. Called by the list and its bar. Every
// act is seen at once and taken back, with a sentence, where the server refuses; what can be undone offers it.

import { CircleCheck, Copy, ListX, RotateCcw, Trash2, TriangleAlert } from "lucide-react";
import type { DocSummary } from "../../lib/api.ts";
import { addressOf, type DocId } from "../../lib/names.ts";
import { ApiError } from "../_client/request.ts";
import { copyText } from "../_ui/copy-text.ts";
import { toast } from "../_ui/toast.tsx";
import { en } from "../_words/en.ts";
import { home } from "../_words/home.ts";
import type { DocList } from "./doc-list.ts";
import type { Entry } from "./entries.ts";

/** Requests at once for many documents: quick, and within what a server lets one person do. */
const AT_ONCE = 4;

export interface ActionsEnv {
  readonly list: DocList;
  readonly api: {
    readonly rename: (id: DocId, title: string) => Promise<void>;
    readonly duplicate: (id: DocId) => Promise<DocSummary>;
    readonly star: (id: DocId) => Promise<void>;
    readonly unstar: (id: DocId) => Promise<void>;
    readonly trash: (id: DocId) => Promise<void>;
    readonly restore: (id: DocId) => Promise<void>;
    readonly deleteForEver: (id: DocId) => Promise<void>;
    readonly leaveList: (id: DocId) => Promise<void>;
    readonly noteOpenedThere: (id: DocId) => Promise<void>;
    readonly fetchDocs: (ids: readonly DocId[]) => Promise<readonly DocSummary[]>;
  };
  /** What this browser remembers of it ends. */
  readonly forget: (id: DocId) => void;
  readonly dropCopy: (id: DocId) => Promise<void>;
  /** For the other tabs, where the server announces nothing. */
  readonly tellDoc: (doc: DocSummary) => void;
  readonly tellGone: (id: DocId) => void;
  readonly open: (address: string) => void;
}

export type Actions = ReturnType<typeof createActions>;

const nameOf = (entry: Entry | undefined): string => entry?.title || en.ui.untitled;

export function createActions(env: ActionsEnv) {
  const { list, api } = env;
  const idsOf = (entries: readonly Entry[]) => entries.map((entry) => entry.id);

  async function each(
    entries: readonly Entry[],
    work: (id: DocId) => Promise<void>,
  ): Promise<{ readonly done: readonly Entry[]; readonly problem: unknown }> {
    const waiting = [...entries];
    const done = new Set<DocId>();
    let problem: unknown;
    const worker = async () => {
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
        try {
          await work(entry.id);
          done.add(entry.id);
        } catch (cause) {
          problem ??= cause;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { done: entries.filter((entry) => done.has(entry.id)), problem };
  }

  function complain(text: string, problem: unknown, done = 0, of = 1): void {
    const sentence = problem instanceof ApiError ? problem.message : en.problems.unreadable;
    toast({
      text,
      detail: done > 0 ? `${home.someOnly(done, of)}. ${sentence}` : sentence,
      icon: TriangleAlert,
      tone: "danger",
    });
  }

  /** Out of sight, done, and back again where it failed. Answers what was done. */
  async function away(
    entries: readonly Entry[],
    work: (id: DocId) => Promise<void>,
    failure: string,
  ): Promise<{ readonly done: readonly Entry[]; readonly back: () => void }> {
    const ids = idsOf(entries);
    const back = list.hide(ids);
    const { done, problem } = await each(entries, work);
    if (problem !== undefined) {
      back();
      list.hide(idsOf(done));
      complain(failure, problem, done.length, entries.length);
    }
    list.unhide(ids);
    return { done, back };
  }

  async function bringBack(entries: readonly Entry[], back: () => void): Promise<void> {
    back();
    const { problem } = await each(entries, api.restore);
    if (problem !== undefined) complain(home.failed.restore, problem);
    void list.refresh();
  }

  return {
    async rename(entry: Entry, title: string): Promise<void> {
      const clean = title.replace(/\s+/g, " ").trim();
      if (clean === entry.title) return;
      const end = list.change(entry.id, { title: clean });
      try {
        await api.rename(entry.id, clean);
        end(true);
      } catch (cause) {
        end(false);
        complain(home.failed.rename, cause);
      }
    },

    async duplicate(entry: Entry): Promise<void> {
      try {
        const doc = await api.duplicate(entry.id);
        list.hear({ kind: "doc", doc });
        toast({
          text: home.duplicated(nameOf(entry)),
          icon: Copy,
          action: { label: home.open, run: () => env.open(addressOf(doc.id, doc.title)) },
        });
      } catch (cause) {
        complain(home.failed.duplicate, cause);
      }
    },

    async star(entries: readonly Entry[], starred: boolean): Promise<void> {
      const some = entries.filter((entry) => entry.starred !== starred);
      const ends = new Map(some.map((entry) => [entry.id, list.change(entry.id, { starred })]));
      const { done, problem } = await each(some, starred ? api.star : api.unstar);
      const did = new Set(idsOf(done));
      for (const [id, end] of ends) end(did.has(id));
      if (problem !== undefined) complain(home.failed.star, problem, done.length, some.length);
      // Stars are one's own: the server tells nobody, so this browser's other tabs hear it from here.
      const docs = await api.fetchDocs([...did]).catch(() => []);
      for (const doc of docs) env.tellDoc(doc);
    },

    async copyLink(entry: Entry): Promise<void> {
      const copied = await copyText(new URL(addressOf(entry.id, entry.title), location.origin).href);
      if (copied) {
        toast({
          text: en.ui.addressCopied,
          detail: entry.role === "own" ? en.ui.addressOfOwn : en.ui.addressOfOthers,
          icon: CircleCheck,
        });
      } else {
        toast({
          text: en.ui.linkNotCopied,
          detail: en.ui.linkNotCopiedDetail,
          icon: TriangleAlert,
          tone: "caution",
        });
      }
    },

    async trash(entries: readonly Entry[]): Promise<void> {
      const { done, back } = await away(entries, api.trash, home.failed.trash);
      for (const { id } of done) env.forget(id);
      if (done.length === 0) return;
      toast({
        text: home.trashed(nameOf(done[0]), done.length),
        detail: done.length === 1 ? home.trashedDetail : home.trashedDetailMany,
        icon: Trash2,
        action: { label: en.ui.undo, run: () => void bringBack(done, back) },
      });
    },

    async restore(entries: readonly Entry[]): Promise<void> {
      const { done } = await away(entries, api.restore, home.failed.restore);
      if (done.length > 0) toast({ text: home.restored(nameOf(done[0]), done.length), icon: RotateCcw });
    },

    async deleteForEver(entries: readonly Entry[]): Promise<void> {
      const { done } = await away(entries, api.deleteForEver, home.failed.delete);
      for (const { id } of done) {
        env.forget(id);
        list.hear({ kind: "gone", id });
        await env.dropCopy(id);
      }
      if (done.length > 0) toast({ text: home.deleted(done.length), icon: Trash2 });
    },

    async leave(entries: readonly Entry[]): Promise<void> {
      const { done } = await away(
        entries,
        // What only this browser remembers, only this browser has to forget.
        (id) => (list.entry(id)?.remembered === true ? Promise.resolve() : api.leaveList(id)),
        home.failed.leave,
      );
      for (const { id } of done) {
        env.forget(id);
        list.hear({ kind: "gone", id });
        env.tellGone(id);
      }
      if (done.length === 0) return;
      toast({
        text: home.left(nameOf(done[0]), done.length),
        detail: home.leftDetail,
        icon: ListX,
        action: {
          label: en.ui.undo,
          run: () =>
            void each(done, api.noteOpenedThere).then(({ problem }) => {
              if (problem !== undefined) complain(home.failed.restore, problem);
              void list.refresh();
            }),
        },
      });
    },
  };
}
