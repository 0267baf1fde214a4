// Documents: made, listed, found, renamed, copied, put in the trash and deleted. Called by HTTP and by
// the door (may this person enter?). Who may do what is asked of access, and nowhere else.

import { randomBytes } from "node:crypto";
import * as Y from "yjs";
import { z } from "zod";
import { type DocPage, type DocSummary, MAX_IDS_PER_REQUEST } from "../../lib/api.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { MAX_TITLE_CHARACTERS, titleOf } from "../../lib/doc.ts";
import { AppError } from "../../lib/errors.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import {
  bodyOf,
  DOC_ID_BYTES,
  type DocId,
  marginOf,
  parseDocId,
  printDocId,
  type UserId,
} from "../../lib/names.ts";
import { type Person, parsePerson } from "../../lib/people.ts";
import { type Action, can, type Role } from "../../lib/policy.ts";
import type { Access, Permission } from "../access/access.ts";
import type { Visitor } from "../access/identity.ts";
import type { Rates } from "../access/rates.ts";
import type { Allow, Allowed } from "../documents/allowed.ts";
import type { Digests } from "../documents/digests.ts";
import type { People } from "../documents/people.ts";
import type { DocRecord, Records } from "../documents/records.ts";
import type { Search } from "../documents/search.ts";
import type { Files } from "../files/files.ts";
import type { Clock } from "../ops/clock.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Store } from "../store/store.ts";
import { type Call, type Route, route } from "./feature.ts";
import { docAnswer, docId, docPage, done } from "./schemas.ts";

/** What an id in a list costs of the guesses, where it is not there: lists hold what has gone since. */
const LISTED_COST = 0.02;
/** Documents on one page of a list. */
const PAGE = 50;

export interface DocumentsEnv {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly records: Records;
  readonly access: Access;
  readonly allowed: Allow;
  readonly people: People;
  readonly rates: Rates;
  readonly digests: () => Digests;
  readonly search: Search;
  readonly files: Pick<Files, "copy" | "forget"> | undefined;
  readonly clock: Clock;
  /** What anyone with the address of a new document may do. */
  readonly general: Role;
  readonly mayCreate: (visitor: Visitor) => boolean;
  readonly changed: (doc: DocId) => void;
}

/** What is left of a document that was deleted for ever: its id is never given again. */
const goneKey = (doc: DocId) => `gone/${doc}`;

interface Note {
  readonly openedAt: number;
  readonly starred?: boolean;
}

export function createDocuments(env: DocumentsEnv) {
  const { store, rooms, records, access, people, clock } = env;

  async function summary(
    doc: DocId,
    record: DocRecord,
    permission: Pick<Permission, "role">,
    user: UserId,
    note?: Note,
  ): Promise<DocSummary> {
    const room = rooms.peek(bodyOf(doc));
    const known = note ?? (await noteOf(user, doc));
    const by = record.editedBy as UserId | undefined;
    return {
      id: doc,
      title: record.title,
      excerpt: record.excerpt,
      words: record.words,
      createdAt: record.createdAt,
      editedAt: (room && env.digests().editedAt(room)) ?? record.editedAt,
      editedBy: by === undefined ? undefined : await people.of(by),
      people: room === undefined ? [] : peopleIn(room),
      role: permission.role,
      locked: record.locked,
      starred: known?.starred ?? false,
      openedAt: known?.openedAt,
      trashedAt: record.trashedAt,
    };
  }

  async function noteOf(user: UserId, doc: DocId): Promise<Note | undefined> {
    const bytes = await store.get(`mine/${user}/${doc}`);
    return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString("utf8"));
  }

  const putNote = (user: UserId, doc: DocId, note: Note) =>
    store.put(`mine/${user}/${doc}`, Buffer.from(JSON.stringify(note)));

  function newId(): DocId {
    for (;;) {
      const doc = printDocId(randomBytes(DOC_ID_BYTES));
      if (doc !== undefined) return doc;
    }
  }

  async function create(
    owner: UserId,
    digest = { title: "", excerpt: "", words: 0 },
    doc = newId(),
  ): Promise<DocId> {
    const now = clock.now();
    const { general } = env;
    await records.create(doc, { ...digest, createdAt: now, editedAt: now, owner, general, locked: false });
    await putNote(owner, doc, { openedAt: now });
    env.changed(doc);
    return doc;
  }

  /**
   * A document that a browser began while nobody answered comes with its id, perhaps more than once. An id
   * that names anything else, or ever did, is refused: whoever knows an address must not get to own it, and
   * copies of what was deleted must not flow into what somebody puts in its place.
   */
  async function createAs(owner: UserId, doc: DocId): Promise<{ readonly isNew: boolean }> {
    const taken = () => new AppError("store/conflict", "This address is taken. Make a new document.");
    const known = await records.get(doc);
    if (known !== undefined) {
      if (known.owner !== owner) throw taken();
      return { isNew: false };
    }
    if ((await store.get(goneKey(doc))) !== undefined) throw taken();
    for (const name of [bodyOf(doc), marginOf(doc)]) {
      // Written while the server asked nobody who they are.
      if (rooms.peek(name) !== undefined || (await store.read(name)) !== undefined) throw taken();
    }
    try {
      await create(owner, undefined, doc);
      return { isNew: true };
    } catch (error) {
      // The same request at the same moment, from another tab.
      const raced = error instanceof AppError && error.code === "store/conflict";
      if (!raced || (await records.get(doc))?.owner !== owner) throw error;
      return { isNew: false };
    }
  }

  function checkCreate(visitor: Visitor | undefined, address: string): Visitor {
    if (visitor === undefined || !env.mayCreate(visitor)) {
      throw new AppError("unauthenticated", "Sign in to make a document.");
    }
    env.rates.creates(visitor.user, address);
    return visitor;
  }

  /** Everything that somebody made or was let into, newest first, with what a list needs. */
  async function listOf(user: UserId) {
    const found: { doc: DocId; record: DocRecord; permission: Permission; note: Note }[] = [];
    for await (const { doc, ...note } of access.of(user)) {
      const record = await records.get(doc);
      if (record === undefined) continue;
      const inTrash = record.trashedAt !== undefined && record.owner === user;
      const permission = inTrash
        ? { role: "own" as const, mayWrite: false, granted: true }
        : await access.resolve(user, doc);
      if (can(permission.role, "read")) found.push({ doc, record, permission, note });
    }
    return found;
  }

  const listQuery = z.object({
    ids: z
      .string()
      .optional()
      .meta({ description: "Up to 100 ids with commas: these documents, and nothing else" }),
    view: z.enum(["recent", "mine", "shared", "trash"]).default("recent"),
    order: z.enum(["edited", "title", "created"]).default("edited"),
    q: z.string().max(200).optional().meta({ description: "Words in title or text" }),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(PAGE),
  });

  async function list(query: z.infer<typeof listQuery>, user: UserId, address: string): Promise<DocPage> {
    if (query.ids !== undefined) {
      const ids = query.ids.split(",").filter(Boolean);
      if (ids.length > MAX_IDS_PER_REQUEST) {
        throw new AppError("bad-request", `Ask for at most ${MAX_IDS_PER_REQUEST} documents at once.`);
      }
      const docs: DocSummary[] = [];
      for (const text of ids) {
        const doc = parseDocId(text);
        const record = doc && (await records.get(doc));
        const permission = doc && (await access.resolve(user, doc));
        if (doc && record && permission && can(permission.role, "read")) {
          docs.push(await summary(doc, record, permission, user));
        }
      }
      const misses = ids.length - docs.length;
      if (misses > 0 && !env.rates.mayGuess(address, "miss", misses * LISTED_COST)) {
        throw new AppError("too-many", "Many documents that are not there were asked for from here.");
      }
      return { docs };
    }
    const all = await listOf(user);
    const inView = all.filter(({ record }) => {
      if (query.view === "trash") return record.trashedAt !== undefined;
      if (record.trashedAt !== undefined) return false;
      if (query.view === "mine") return record.owner === user;
      return query.view === "shared" ? record.owner !== user : true;
    });
    let rows = inView.map((row) => ({ ...row, snippet: undefined as string | undefined }));
    if (query.q?.trim()) {
      const known = new Map(inView.map((row) => [row.doc, row]));
      rows = env.search
        .find(query.q, (doc) => known.has(doc))
        .flatMap(({ doc, snippet }) => {
          const row = known.get(doc);
          return row === undefined ? [] : [{ ...row, snippet }];
        });
    } else if (query.view === "trash" && query.order === "edited") {
      rows.sort((a, b) => (b.record.trashedAt ?? 0) - (a.record.trashedAt ?? 0));
    } else {
      const order = ORDERS[query.order];
      const starred = (row: Row) => (query.view !== "trash" && row.note.starred ? 1 : 0);
      rows.sort((a, b) => starred(b) - starred(a) || order(a, b));
    }
    const from = Number(query.cursor ?? 0) || 0;
    const page = rows.slice(from, from + query.limit);
    const docs = await Promise.all(
      page.map(async ({ doc, record, permission, note, snippet }) => ({
        ...(await summary(doc, record, permission, user, note)),
        snippet,
      })),
    );
    return { docs, next: from + query.limit < rows.length ? String(from + query.limit) : undefined };
  }

  async function rename(doc: DocId, user: UserId, title: string): Promise<void> {
    const room = await rooms.open(bodyOf(doc));
    const body = new Y.Doc();
    for (const part of room.content.parts()) Y.applyUpdate(body, part);
    const before = Y.encodeStateVector(body);
    body.transact(() => {
      titleOf(body).delete(0, titleOf(body).length);
      titleOf(body).insert(0, title);
    });
    await room.writeAs(user, Y.encodeStateAsUpdate(body, before));
    body.destroy();
    await records.change(doc, (record) => ({ ...record, title }));
    env.changed(doc);
  }

  async function duplicate(doc: DocId, record: DocRecord, user: UserId): Promise<DocId> {
    const room = await rooms.open(bodyOf(doc));
    const content = mergeUpdates(room.content.parts());
    const copy = await create(user, record);
    await env.files?.copy(doc, copy, user, content);
    await (await rooms.open(bodyOf(copy))).writeAs(user, content);
    await rename(copy, user, `${record.title} (copy)`.trim().slice(0, MAX_TITLE_CHARACTERS));
    return copy;
  }

  /** For ever: log, snapshot, history, files, record, links, grants and index. */
  async function destroy(doc: DocId): Promise<void> {
    const owner = (await records.get(doc))?.owner;
    // First, so that there is no moment at which the address could be had again.
    await store.put(goneKey(doc), Buffer.from("1"));
    await records.remove(doc);
    for (const name of [bodyOf(doc), marginOf(doc)]) {
      await rooms.evict(name, CLOSE.gone, "This document was deleted.");
      await store.drop(name);
    }
    await env.files?.forget(doc);
    await access.forget(doc);
    if (owner !== undefined) await store.del(`mine/${owner}/${doc}`);
    env.search.remove(doc);
    env.changed(doc);
  }

  const command = (
    verb: string,
    summary: string,
    action: Action,
    run: (found: Allowed, call: Call) => Promise<unknown>,
  ) =>
    route({
      method: "POST",
      path: `/api/docs/:id/document/${verb}`,
      summary,
      answer: done,
      async handle(call) {
        await run(await env.allowed(call, action), call);
        return { json: { done: true } };
      },
    });

  const one = async (doc: DocId, visitor: Visitor) => {
    const record = await records.get(doc);
    if (record === undefined) throw new AppError("doc/not-found", "There is no document at this address.");
    return { doc: await summary(doc, record, await access.resolve(visitor.user, doc), visitor.user) };
  };

  const routes: Route[] = [
    route({
      method: "POST",
      path: "/api/docs",
      summary: "Make a document; its maker owns it. With an id of your own it is safe to repeat",
      body: z.object({
        id: docId
          .optional()
          .meta({ description: "21 random letters and digits; one that was ever used is refused" }),
      }),
      answer: docAnswer,
      async handle({ visitor, address, body }) {
        const by = checkCreate(visitor, address);
        if (body.id === undefined) return { status: 201, json: await one(await create(by.user), by) };
        const doc = parseDocId(body.id);
        if (doc === undefined) throw new AppError("bad-request", "An id is 21 letters and digits.");
        const { isNew } = await createAs(by.user, doc);
        return { status: isNew ? 201 : 200, json: await one(doc, by) };
      },
    }),
    route({
      method: "GET",
      path: "/api/docs",
      summary: "List or search documents",
      query: listQuery,
      answer: docPage,
      async handle({ query, visitor, address }) {
        return { json: visitor === undefined ? { docs: [] } : await list(query, visitor.user, address) };
      },
    }),
    route({
      method: "GET",
      path: "/api/docs/:id",
      summary: "What is known of one document",
      answer: docAnswer,
      async handle(call) {
        const { doc, record, visitor, permission } = await env.allowed(call, "read");
        return { json: { doc: await summary(doc, record, permission, visitor.user) } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/document/rename",
      summary: "Change the title; it is in the text at once, for everybody",
      body: z.object({ title: z.string().max(MAX_TITLE_CHARACTERS) }),
      answer: done,
      async handle(call) {
        const { doc, visitor, permission } = await env.allowed(call, "write");
        if (!permission.mayWrite) throw new AppError("forbidden", "This document is locked.");
        await rename(doc, visitor.user, call.body.title.replace(/\s+/g, " ").trim());
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/document/duplicate",
      summary: "Copy a document as it is now; the copy is yours alone",
      answer: docAnswer,
      async handle(call) {
        const { doc, record, visitor } = await env.allowed(call, "read");
        checkCreate(visitor, call.address);
        return { status: 201, json: await one(await duplicate(doc, record, visitor.user), visitor) };
      },
    }),
    command("open", "Note that you opened it", "read", async ({ doc, visitor }) => {
      const note = await noteOf(visitor.user, doc);
      await putNote(visitor.user, doc, { ...note, openedAt: clock.now() });
    }),
    command("forget", "Take it off your list", "read", ({ doc, record, visitor }) => {
      if (record.owner === visitor.user)
        throw new AppError("bad-request", "It is yours: move it to the trash instead.");
      return store.del(`mine/${visitor.user}/${doc}`);
    }),
    command("star", "Mark it for yourself", "read", async ({ doc, visitor }) =>
      putNote(visitor.user, doc, {
        openedAt: clock.now(),
        ...(await noteOf(visitor.user, doc)),
        starred: true,
      }),
    ),
    command("unstar", "Take the mark away", "read", async ({ doc, visitor }) =>
      putNote(visitor.user, doc, {
        openedAt: clock.now(),
        ...(await noteOf(visitor.user, doc)),
        starred: false,
      }),
    ),
    command(
      "trash",
      "Move it to the trash: nobody can open it, everything is kept",
      "delete",
      async ({ doc }) => {
        await records.change(doc, (record) => ({ ...record, trashedAt: record.trashedAt ?? clock.now() }));
        env.changed(doc);
      },
    ),
    command("restore", "Take it out of the trash, with its links and people", "delete", async ({ doc }) => {
      await records.change(doc, ({ trashedAt: _, ...record }) => record);
      env.changed(doc);
    }),
    command(
      "delete",
      "Delete for ever what lies in the trash: text, history, links and all",
      "delete",
      async ({ doc, record }) => {
        if (record.trashedAt === undefined) throw new AppError("bad-request", "Move it to the trash first.");
        await destroy(doc);
      },
    ),
  ];

  return { routes, summary, create, checkCreate, one };
}

type Row = { readonly record: DocRecord; readonly note: Note };
const ORDERS: Record<"edited" | "title" | "created", (a: Row, b: Row) => number> = {
  edited: (a, b) =>
    Math.max(b.record.editedAt, b.note.openedAt) - Math.max(a.record.editedAt, a.note.openedAt),
  title: (a, b) => a.record.title.localeCompare(b.record.title),
  created: (a, b) => b.record.createdAt - a.record.createdAt,
};

/** Each name once: a person with two tabs is one person. */
export function peopleIn(room: Room): Person[] {
  const found = new Map<string, Person>();
  for (const state of room.presence.states()) {
    const person = parsePerson((state as { user?: unknown }).user);
    if (person !== undefined) found.set(`${person.hue} ${person.name}`, person);
  }
  return [...found.values()];
}
