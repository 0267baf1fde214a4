// Sharing: links, people with access, what the address alone allows, the lock, and handing a document
// over. Commands of its owner; opening a link is anybody's. Called by HTTP.

import { z } from "zod";
import type { Member, Sharing } from "../../lib/api.ts";
import { AppError } from "../../lib/errors.ts";
import type { DocId, UserId } from "../../lib/names.ts";
import { higher, type Role } from "../../lib/policy.ts";
import type { Access, Link } from "../access/access.ts";
import type { Allow } from "../documents/allowed.ts";
import type { Digests } from "../documents/digests.ts";
import type { People } from "../documents/people.ts";
import type { Records } from "../documents/records.ts";
import { Buckets } from "../ops/bucket.ts";
import type { Clock } from "../ops/clock.ts";
import { type Call, type Route, route } from "./feature.ts";
import { docId, done, linkRole, memberRole, role, shareLink, sharing } from "./schemas.ts";

/** Tries to open a link from one address: people mistype passwords, programs guess. */
const OPEN_PER_SECOND = 0.5;
const OPEN_BURST = 30;
const MAX_LABEL = 80;
const MAX_PASSWORD = 200;

export interface SharingEnv {
  readonly allowed: Allow;
  readonly access: Access;
  readonly people: People;
  readonly records: Records;
  readonly freshen: Digests["freshen"];
  readonly clock: Clock;
  readonly changed: (doc: DocId) => void;
}

export function sharingRoutes({
  allowed,
  access,
  people,
  records,
  freshen,
  clock,
  changed,
}: SharingEnv): readonly Route[] {
  const tries = new Buckets(OPEN_PER_SECOND, OPEN_BURST);
  const owner = (call: Pick<Call, "params" | "visitor" | "address">) => allowed(call, "share");

  async function stateOf(doc: DocId, asker: UserId): Promise<Sharing> {
    const record = await records.get(doc);
    if (record === undefined) throw new AppError("doc/not-found", "There is no document at this address.");
    const links = await access.links(doc);
    const members: Member[] = [await memberOf(record.owner, "own", undefined, asker)];
    for (const [user, grant] of await access.people(doc)) {
      if (user === record.owner) continue;
      const opened = links.filter(({ id }) => grant.links.includes(id));
      const best = opened.reduce<Role>((most, link) => higher(most, link.role), grant.role ?? "none");
      members.push(
        await memberOf(user, best, grant.role === undefined ? (opened[0]?.label ?? "") : undefined, asker),
      );
    }
    const { general, locked, findable = false } = record;
    return { general, locked, findable, links: links.map(shown), people: members };
  }

  async function memberOf(user: UserId, role: Role, via: string | undefined, asker: UserId): Promise<Member> {
    return { id: people.publicId(user), person: await people.of(user), role, via, isYou: user === asker };
  }

  /** The member that a public id stands for. */
  async function userOf(doc: DocId, id: string): Promise<UserId> {
    for (const user of (await access.people(doc)).keys()) if (people.publicId(user) === id) return user;
    throw new AppError("bad-request", "This person has no access to the document.");
  }

  const linkBody = z.object({
    role: linkRole,
    label: z.string().trim().max(MAX_LABEL).default(""),
    expires: z.number().int().positive().optional(),
    password: z.string().min(1).max(MAX_PASSWORD).optional(),
  });

  const inFuture = (expires: number | undefined) => {
    if (expires !== undefined && expires <= clock.now())
      throw new AppError("bad-request", "That end lies in the past.");
    return expires;
  };

  return [
    route({
      method: "GET",
      path: "/api/docs/:id/sharing",
      summary: "Links, people and what the address alone allows",
      answer: z.object({ sharing }),
      async handle(call) {
        const { doc, visitor } = await owner(call);
        return { json: { sharing: await stateOf(doc, visitor.user) } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/add-link",
      summary: "Make a link; its secret is in this answer and nowhere else",
      body: linkBody,
      answer: z.object({ link: shareLink }),
      async handle(call) {
        const { doc } = await owner(call);
        inFuture(call.body.expires);
        const { link, secret } = await access.addLink(doc, call.body);
        return { status: 201, json: { link: { ...shown(link), secret } } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/change-link",
      summary: "Change a link's role, label, end or password",
      body: z.object({
        link: z.string().max(40),
        role: linkRole.optional(),
        label: z.string().trim().max(MAX_LABEL).optional(),
        expires: z.number().int().positive().nullable().optional(),
        password: z.string().min(1).max(MAX_PASSWORD).nullable().optional(),
      }),
      answer: done,
      async handle(call) {
        const { doc } = await owner(call);
        const { link, expires, ...change } = call.body;
        inFuture(expires ?? undefined);
        await access.changeLink(doc, link, {
          ...change,
          ...(expires === undefined ? {} : { expires: expires ?? undefined }),
        });
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/end-link",
      summary: "End a link, and what it gave to everybody who opened it",
      body: z.object({ link: z.string().max(40) }),
      answer: done,
      async handle(call) {
        const { doc } = await owner(call);
        await access.endLink(doc, call.body.link);
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/set-role",
      summary: "Give a person another role, or none",
      body: z.object({ person: z.string().max(40), role: memberRole }),
      answer: done,
      async handle(call) {
        const { doc } = await owner(call);
        await access.grant(doc, await userOf(doc, call.body.person), call.body.role);
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/hand-over",
      summary: "Make somebody else the owner; you keep editing",
      body: z.object({ person: z.string().max(40) }),
      answer: done,
      async handle(call) {
        const { doc, visitor } = await owner(call);
        const heir = await userOf(doc, call.body.person);
        await access.grant(doc, visitor.user, "edit");
        await records.change(doc, (record) => ({ ...record, owner: heir }));
        await access.grant(doc, heir, "none");
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/docs/:id/sharing/set",
      summary: "What anyone with the address may do, the lock, and search engines",
      body: z.object({
        general: role.exclude(["own"]).optional(),
        locked: z.boolean().optional(),
        findable: z.boolean().optional(),
      }),
      answer: done,
      async handle(call) {
        const { doc } = await owner(call);
        const change = Object.fromEntries(
          Object.entries(call.body).filter(([, value]) => value !== undefined),
        );
        await records.change(doc, (record) => ({ ...record, ...change }));
        changed(doc);
        return { json: { done: true } };
      },
    }),
    route({
      method: "POST",
      path: "/api/links/open",
      summary: "Open a link: what it gives is yours from then on",
      body: z.object({
        secret: z.string().min(1).max(100),
        password: z.string().max(MAX_PASSWORD).optional(),
      }),
      answer: z.object({ doc: docId, role, title: z.string() }),
      async handle({ body, visitor, address }) {
        const now = clock.now();
        if (!tries.of(address, now).take(1, now)) {
          throw new AppError("too-many", "Too many tries from here just now. Try again in a moment.");
        }
        if (visitor === undefined)
          throw new AppError("unauthenticated", "Your browser did not say who it is.");
        const opened = await access.openLink(body.secret, visitor.user, body.password);
        // The page goes to an address with the title in it.
        await freshen("lists", new Set([opened.doc]));
        return { json: { ...opened, title: (await records.get(opened.doc))?.title ?? "" } };
      },
    }),
  ];
}

const shown = ({ id, role, label, createdAt, expires, password }: Link) => ({
  id,
  role,
  label,
  createdAt,
  expires,
  hasPassword: password !== undefined,
});
