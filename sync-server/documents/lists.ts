// The lists of the home page, for one person: what is theirs, what they were let into, what lies in their
// trash, in pages and orders, or found by its words. Called by the route for lists.

import { type DocPage, type DocSummary, MAX_IDS_PER_REQUEST } from "../../lib/api.ts";
import { AppError } from "../../lib/errors.ts";
import { type DocId, parseDocId, type UserId } from "../../lib/names.ts";
import { can } from "../../lib/policy.ts";
import type { Access, Permission } from "../access/access.ts";
import type { Rates } from "../access/rates.ts";
import type { Digests } from "./digests.ts";
import type { DocRecord, Records } from "./records.ts";
import type { Search } from "./search.ts";
import type { Note, Summary } from "./summaries.ts";

/** What an id in a list costs of the guesses, where it is not there: lists hold what has gone since. */
const LISTED_COST = 0.02;

export interface ListQuestion {
  readonly view: "recent" | "mine" | "shared" | "trash";
  readonly order: "edited" | "title" | "created";
  readonly q?: string | undefined;
  /** How many rows stand before the page. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ListsEnv {
  readonly records: Records;
  readonly access: Access;
  readonly search: Search;
  /** Has what was just written in these documents read. */
  readonly freshen: Digests["freshen"];
  readonly rates: Rates;
  readonly summary: Summary;
}

interface Row {
  readonly doc: DocId;
  readonly record: DocRecord;
  readonly permission: Pick<Permission, "role">;
  readonly note: Note;
  /** The line that matched, where something was looked for. */
  readonly snippet?: string;
}

export function createLists({ records, access, search, freshen, rates, summary }: ListsEnv) {
  /** Everything that somebody made or was let into. Thousands: what is in memory is not waited for. */
  async function rowsOf(user: UserId, inView: (record: DocRecord) => boolean): Promise<Row[]> {
    const found: Row[] = [];
    for await (const { doc, ...note } of access.of(user)) {
      const record = records.peek(doc) ?? (await records.get(doc));
      if (record === undefined || !inView(record)) continue;
      if (record.owner === user) {
        found.push({ doc, record, permission: { role: "own" }, note });
        continue;
      }
      const permission = await access.judge(user, doc, record);
      if (can(permission.role, "read")) found.push({ doc, record, permission, note });
    }
    return found;
  }

  function sorted(rows: Row[], { view, order }: ListQuestion): Row[] {
    if (view === "trash" && order === "edited") {
      return rows.sort((a, b) => (b.record.trashedAt ?? 0) - (a.record.trashedAt ?? 0));
    }
    const compare = ORDERS[order];
    const starred = (row: Row) => (view !== "trash" && row.note.starred ? 1 : 0);
    return rows.sort((a, b) => starred(b) - starred(a) || compare(a, b));
  }

  function found(rows: readonly Row[], words: string): Row[] {
    const known = new Map(rows.map((row) => [row.doc, row]));
    return search
      .find(words, (doc) => known.has(doc))
      .flatMap(({ doc, snippet }) => {
        const row = known.get(doc);
        return row === undefined ? [] : [{ ...row, snippet }];
      });
  }

  return {
    /** These documents and nothing else; what is not there for this person is left out. */
    async byIds(ids: readonly string[], user: UserId, address: string): Promise<DocPage> {
      if (ids.length > MAX_IDS_PER_REQUEST) {
        throw new AppError("bad-request", `Ask for at most ${MAX_IDS_PER_REQUEST} documents at once.`);
      }
      const found = new Map<DocId, Pick<Row, "record" | "permission">>();
      for (const text of ids) {
        const doc = parseDocId(text);
        if (doc === undefined) continue;
        const record = await records.atDoor(doc);
        const permission = await access.judge(user, doc, record);
        if (record && can(permission.role, "read")) found.set(doc, { record, permission });
      }
      // Only of what they may read: how long it takes must not tell that somebody writes in the others.
      await freshen("lists", found);
      const docs: DocSummary[] = [];
      for (const [doc, { record, permission }] of found)
        docs.push(await summary(doc, records.peek(doc) ?? record, permission, user));
      const misses = new Set(ids).size - docs.length;
      if (misses > 0 && !rates.mayGuess(address, "miss", misses * LISTED_COST)) {
        throw new AppError("too-many", "Many documents that are not there were asked for from here.");
      }
      return { docs };
    },

    async page(question: ListQuestion, user: UserId): Promise<DocPage> {
      const { view, q = "", limit } = question;
      const inView = (record: DocRecord) => {
        if (view === "trash") return record.trashedAt !== undefined && record.owner === user;
        if (record.trashedAt !== undefined) return false;
        if (view === "mine") return record.owner === user;
        return view === "shared" ? record.owner !== user : true;
      };
      const words = q.trim();
      let all = await rowsOf(user, inView);
      // Few are being written in just now, so each is looked for and no set is made of thousands.
      const has = (doc: DocId) => all.some((row) => row.doc === doc);
      if (await freshen(words === "" ? "lists" : "words", { has })) all = await rowsOf(user, inView);
      const rows = words === "" ? sorted(all, question) : found(all, words);
      const from = Number(question.cursor ?? 0) || 0;
      const docs = await Promise.all(
        rows.slice(from, from + limit).map(async ({ doc, record, permission, note, snippet }) => ({
          ...(await summary(doc, record, permission, user, note)),
          snippet,
        })),
      );
      return { docs, next: from + limit < rows.length ? String(from + limit) : undefined };
    },
  };
}

/** One collator: the one that localeCompare makes anew costs ten times as much over thousands of titles. */
const titles = new Intl.Collator();
const ORDERS: Record<ListQuestion["order"], (a: Row, b: Row) => number> = {
  edited: (a, b) =>
    Math.max(b.record.editedAt, b.note.openedAt) - Math.max(a.record.editedAt, a.note.openedAt),
  title: (a, b) => titles.compare(a.record.title, b.record.title),
  created: (a, b) => b.record.createdAt - a.record.createdAt,
};
