// Documents over HTTP: made, listed, found, renamed, copied, starred, put in the trash and deleted. Who may do
// what is asked of access, and nowhere else; what is done is done by documents/life.ts and lists.ts.

import { z } from "zod";
import { MAX_TITLE_CHARACTERS } from "../../lib/doc.ts";
import { AppError } from "../../lib/errors.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import type { Action } from "../../lib/policy.ts";
import type { Access } from "../access/access.ts";
import type { Visitor } from "../access/identity.ts";
import type { Rates } from "../access/rates.ts";
import type { Allow, Allowed } from "../documents/allowed.ts";
import type { Digests } from "../documents/digests.ts";
import { createLife, type LifeEnv } from "../documents/life.ts";
import { createLists } from "../documents/lists.ts";
import type { Records } from "../documents/records.ts";
import type { Search } from "../documents/search.ts";
import type { Notes, Summary } from "../documents/summaries.ts";
import type { Clock } from "../ops/clock.ts";
import { type Call, type Route, route } from "./feature.ts";
import { docAnswer, docId, docPage, done } from "./schemas.ts";

/** Documents on one page of a list. */
const PAGE = 50;

export interface DocumentsEnv extends LifeEnv {
  readonly records: Records;
  readonly notes: Notes;
  readonly access: Access;
  readonly allowed: Allow;
  readonly rates: Rates;
  readonly search: Search;
  readonly freshen: Digests["freshen"];
  readonly summary: Summary;
  readonly clock: Clock;
  readonly mayCreate: (visitor: Visitor) => boolean;
  readonly changed: (doc: DocId) => void;
}

export function createDocuments(env: DocumentsEnv) {
  const { records, notes, access, summary, clock } = env;
  const life = createLife(env);
  const lists = createLists(env);

  function checkCreate(visitor: Visitor | undefined, address: string): Visitor {
    if (visitor === undefined || !env.mayCreate(visitor)) {
      throw new AppError("unauthenticated", "Sign in to make a document.");
    }
    env.rates.creates(visitor.user, address);
    return visitor;
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
        if (body.id === undefined) return { status: 201, json: await one(await life.create(by.user), by) };
        const doc = parseDocId(body.id);
        if (doc === undefined) throw new AppError("bad-request", "An id is 21 letters and digits.");
        const { isNew } = await life.createAs(by.user, doc);
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
        if (visitor === undefined) return { json: { docs: [] } };
        const { ids, ...question } = query;
        if (ids === undefined) return { json: await lists.page(question, visitor.user) };
        return { json: await lists.byIds(ids.split(",").filter(Boolean), visitor.user, address) };
      },
    }),
    route({
      method: "GET",
      path: "/api/docs/:id",
      summary: "What is known of one document",
      answer: docAnswer,
      async handle(call) {
        const { doc, record, visitor, permission } = await env.allowed(call, "read", "fresh");
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
        await life.rename(doc, visitor.user, call.body.title.replace(/\s+/g, " ").trim());
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/document/duplicate",
      summary: "Copy a document as it is now; the copy is yours alone",
      answer: docAnswer,
      async handle(call) {
        const { doc, record, visitor } = await env.allowed(call, "read", "fresh");
        checkCreate(visitor, call.address);
        return { status: 201, json: await one(await life.duplicate(doc, record, visitor.user), visitor) };
      },
    }),
    command("open", "Note that you opened it", "read", async ({ doc, visitor }) => {
      const note = await notes.get(visitor.user, doc);
      await notes.put(visitor.user, doc, { ...note, openedAt: clock.now() });
    }),
    command("forget", "Take it off your list", "read", ({ doc, record, visitor }) => {
      if (record.owner === visitor.user)
        throw new AppError("bad-request", "It is yours: move it to the trash instead.");
      return notes.remove(visitor.user, doc);
    }),
    command("star", "Mark it for yourself", "read", async ({ doc, visitor }) =>
      notes.put(visitor.user, doc, {
        openedAt: clock.now(),
        ...(await notes.get(visitor.user, doc)),
        starred: true,
      }),
    ),
    command("unstar", "Take the mark away", "read", async ({ doc, visitor }) =>
      notes.put(visitor.user, doc, {
        openedAt: clock.now(),
        ...(await notes.get(visitor.user, doc)),
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
        await life.destroy(doc);
      },
    ),
  ];

  return { routes, create: life.create, checkCreate, one };
}
