// The list of features, and what ties them together: identity, access, documents, sharing, people, the
// live feed. Called once by server.ts where ACCESS=links; with ACCESS=open none of this exists.

import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { DocSummary } from "../../lib/api.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { AppError } from "../../lib/errors.ts";
import { bodyOf, type DocId, marginOf, parseDocId, type RoomName, type UserId } from "../../lib/names.ts";
import { type Person, parsePerson, strangerOf } from "../../lib/people.ts";
import { can, type Role } from "../../lib/policy.ts";
import { createAccess, type Permission } from "../access/access.ts";
import { createIdentities, type Visitor } from "../access/identity.ts";
import { createAccounts } from "../access/sign-in/accounts.ts";
import { createInside } from "../access/sign-in/inside.ts";
import { type Arrival, createSignIn, type SignInSettings } from "../access/sign-in.ts";
import { createAllow } from "../documents/allowed.ts";
import { createDigests } from "../documents/digests.ts";
import { createPeople } from "../documents/people.ts";
import { createRecords } from "../documents/records.ts";
import { createSearch } from "../documents/search.ts";
import type { FileStore } from "../files/file-store.ts";
import type { FileLimits } from "../files/files.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Folder } from "../room/fold.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Pass, Session } from "../room/session.ts";
import type { Store } from "../store/store.ts";
import { createDocuments } from "./documents.ts";
import type { Route } from "./feature.ts";
import { createFilesOf } from "./files.ts";
import { createLive } from "./live.ts";
import { meRoutes } from "./me.ts";
import { sharingRoutes } from "./sharing.ts";

/** ms between two looks at everybody who is inside, whatever the hints said. */
const RECHECK_MS = 60_000;
/** The longest wait of a timer; a link that ends later is looked at again before. */
const LONGEST_MS = 86_400_000;

const EVENT_STREAM = z.string().meta({
  contentMediaType: "text/event-stream",
  description: "Messages whose data is JSON: LiveEvent of lib/api.ts. It resumes from Last-Event-ID.",
});

export interface ProductEnv {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly clock: Clock;
  readonly log: Log;
  readonly secret: string | undefined;
  readonly secure: boolean;
  readonly general: Role;
  /** The identity provider, where there is one. */
  readonly signIn: SignInSettings | undefined;
  readonly requireSignIn: RequireSignIn;
  readonly publicUrl: string | undefined;
  readonly files?: FileStore | undefined;
  readonly fileLimits?: Partial<FileLimits> | undefined;
}

/** What guests are closed out of. */
export type RequireSignIn = "nothing" | "creating" | "everything";

export interface Product {
  readonly routes: readonly Route[];
  visitor(request: IncomingMessage): Promise<{ visitor: Visitor | undefined; cookie: string | undefined }>;
  /** What somebody may do in a room, or the close code that says why not. */
  admit(
    visitor: Visitor | undefined,
    room: RoomName,
  ): Promise<Omit<Pass, "extended"> | { readonly refused: number }>;
  joined(session: Session, visitor: Visitor | undefined): void;
  close(): Promise<void>;
}

export async function createProduct(env: ProductEnv): Promise<Product> {
  const { store, rooms, folder, clock, log } = env;
  const identities = await createIdentities(env);
  const records = createRecords(store);
  const people = createPeople(store);
  const search = createSearch();
  const access = createAccess({
    store,
    clock,
    docOf: (doc) => records.get(doc),
    changed: (doc) => changed(doc),
  });
  const live = createLive({ clock, access, records, summary });
  const digests = createDigests({
    rooms,
    folder,
    records,
    clock,
    log,
    refreshed(doc, digest) {
      search.put(doc, digest);
      live.changed(doc);
    },
  });
  const inside = createInside<Session>(sessions);
  const mayCreate = (visitor: Visitor) => visitor.member || env.requireSignIn === "nothing";
  const mayEnter = (visitor: Visitor | undefined) =>
    visitor?.member === true || env.requireSignIn !== "everything";
  const allowed = createAllow(records, access);
  const filesOf = createFilesOf({ ...env, bytes: env.files, records, allowed });
  const documents = createDocuments({
    ...env,
    files: filesOf.files,
    allowed,
    records,
    access,
    people,
    search,
    digests: () => digests,
    mayCreate,
    changed,
  });

  async function summary(doc: DocId, user: UserId): Promise<DocSummary | undefined> {
    const record = await records.get(doc);
    if (record === undefined) return undefined;
    const trashed = record.trashedAt !== undefined && record.owner === user;
    const permission = trashed ? { role: "own" as const } : await access.resolve(user, doc);
    return documents.summary(doc, record, permission, user);
  }

  // ---- people who are inside are judged again when access changes ------------------------------------

  function changed(doc: DocId): void {
    live.changed(doc);
    for (const name of [bodyOf(doc), marginOf(doc)]) {
      for (const session of rooms.peek(name)?.sessions ?? []) void recheck(session, doc);
    }
  }

  async function recheck(session: Session, doc: DocId): Promise<void> {
    try {
      const by = inside.visitorOf(session);
      if (by !== undefined && !(await identities.holds(by))) {
        if (by.session === undefined) return session.close(CLOSE.restarting, "You have signed in.");
        return session.close(CLOSE.unauthenticated, "You are signed out.");
      }
      const permission = await access.resolve(session.pass.user, doc);
      if (can(permission.role, "be-present")) {
        session.allow(permission.mayWrite ? "write" : "read");
        watch(session, doc, permission);
      } else {
        const gone = (await records.get(doc))?.trashedAt !== undefined;
        if (gone) session.close(CLOSE.gone, "This document is in the trash.");
        else session.close(CLOSE.forbidden, "Your access to this document has ended.");
      }
    } catch (err) {
      // Not knowing is no permission: they come back, and the door decides.
      log.error({ err, room: session.room.name }, "access.recheck-failed");
      session.close(CLOSE.failed, "Access could not be checked.");
    }
  }

  function watch(session: Session, doc: DocId, { until }: Permission): void {
    if (until === undefined) return;
    const wait = Math.min(LONGEST_MS, until - clock.now() + 1);
    clock.after(wait, () => session.room.sessions.has(session) && void recheck(session, doc));
  }

  let stopLooking = clock.after(RECHECK_MS, lookAround);
  function lookAround(): void {
    for (const room of rooms.all()) {
      const doc = docOf(room.name);
      if (doc !== undefined) for (const session of room.sessions) void recheck(session, doc);
    }
    stopLooking = clock.after(RECHECK_MS, lookAround);
  }

  rooms.listen({
    people(room) {
      const doc = docOf(room.name);
      if (doc !== undefined) live.changed(doc);
    },
  });

  // ---- signing in and out: who is inside changes with it ------------------------------------------------

  const signIn =
    env.signIn &&
    createSignIn({
      ...env,
      settings: env.signIn,
      identities,
      accounts: createAccounts({
        store,
        clock,
        docs: () => records.all(),
        handOver: async (doc, from, to) => {
          await records.change(doc, (record) => ({
            ...record,
            owner: record.owner === from ? to : record.owner,
            editedBy: record.editedBy === from ? to : record.editedBy,
          }));
        },
      }),
    });

  async function signedIn(before: Visitor, { entered, name }: Arrival): Promise<() => void> {
    if (entered === undefined) return () => {};
    const { user, moved } = entered;
    const ours = await people.of(user);
    if (isMadeUp(ours)) {
      const guest = before.member ? ours : await people.of(before.user);
      const person = isMadeUp(guest) ? parsePerson({ ...ours, name }) : guest;
      if (person !== undefined) await people.rename(user, person);
    }
    return () => {
      // They come back at once, with the cookie that the browser has by now.
      inside.sendAway(before, CLOSE.restarting, "You have signed in.");
      for (const doc of moved) changed(doc);
    };
  }

  // ---- the index is rebuilt at start, while people already work ---------------------------------------

  let stopping = false;
  const indexing = (async () => {
    for await (const [doc] of records.all()) {
      if (stopping) return;
      const stored = await store.read(bodyOf(doc));
      if (stored === undefined) continue;
      search.put(doc, await folder.digest({ snapshot: stored.snapshot, entries: stored.tail }));
    }
    log.info({ documents: search.size }, "search.ready");
  })().catch((err: unknown) => stopping || log.error({ err }, "search.failed"));

  return {
    routes: [
      ...[
        ...documents.routes,
        ...sharingRoutes({ allowed, access, people, records, clock, changed }),
        ...live.routes.map(listening),
        ...filesOf.routes,
      ].map(forMembers),
      ...meRoutes({
        ...{ store, people, clock, signIn, mayCreate, renamed, signedIn },
        signedOut: (before) => inside.sendAway(before, CLOSE.unauthenticated, "You have signed out."),
      }),
    ],

    async visitor(request) {
      const known = await identities.read(request);
      if (known !== undefined) {
        const old = !known.program && identities.isOld(request);
        return { visitor: known, cookie: old ? await identities.cookie(known) : undefined };
      }
      // A program with a wrong token is nobody; it does not become a guest.
      if (request.headers.authorization !== undefined) return { visitor: undefined, cookie: undefined };
      const visitor = identities.guest();
      return { visitor, cookie: await identities.cookie(visitor) };
    },

    async admit(visitor, room) {
      const doc = docOf(room);
      if (!mayEnter(visitor)) return { refused: CLOSE.unauthenticated };
      if (doc === undefined || visitor === undefined) return { refused: CLOSE.forbidden };
      const permission = await access.resolve(visitor.user, doc);
      if (!can(permission.role, "be-present")) {
        const gone =
          (await records.get(doc))?.trashedAt !== undefined &&
          (await records.get(doc))?.owner === visitor.user;
        return { refused: gone ? CLOSE.gone : CLOSE.forbidden };
      }
      await people.of(visitor.user);
      const { user } = visitor;
      const id = people.publicId(user);
      return {
        user,
        access: permission.mayWrite && room === bodyOf(doc) ? "write" : "read",
        // The server says who somebody is: what a state says of its user is not looked at (P2).
        stamp: (state) => ({ ...state, user: { ...people.known(user), id } }),
      };
    },

    joined(session, visitor) {
      if (visitor !== undefined) inside.entered(session, visitor);
      const doc = docOf(session.room.name);
      if (doc !== undefined) void recheck(session, doc);
    },

    async close() {
      stopping = true;
      stopLooking();
      live.close();
      await filesOf.close();
      await indexing;
      await digests.close();
    },
  };

  function forMembers(one: Route): Route {
    if (env.requireSignIn !== "everything") return one;
    return {
      ...one,
      handle(call) {
        if (!mayEnter(call.visitor)) throw new AppError("unauthenticated", "Sign in first.");
        return one.handle(call);
      },
    };
  }

  /** A stream ends with the session of whoever listens. */
  function listening(one: Route): Route {
    return {
      ...one,
      answer: one.answer ?? EVENT_STREAM,
      handle(call) {
        if (call.visitor !== undefined) inside.listens(call.response, call.visitor);
        return one.handle(call);
      },
    };
  }

  function renamed(user: UserId): void {
    for (const session of sessions()) if (session.pass.user === user) session.room.restamp(session);
  }

  function* sessions(): Iterable<Session> {
    for (const room of rooms.all()) yield* room.sessions;
  }
}

/** "Amber Fox" was given, here or by the app: whoever has that name has not chosen one. */
function isMadeUp({ name }: Person): boolean {
  for (let hue = 0; hue < 1; hue += 1 / 24) {
    for (let animal = 0; animal < 1; animal += 1 / 100) {
      const dice = [hue, animal];
      if (strangerOf(() => dice.shift() ?? 0).name === name) return true;
    }
  }
  return false;
}

function docOf(room: RoomName): DocId | undefined {
  return parseDocId(room.endsWith(".margin") ? room.slice(0, -".margin".length) : room);
}
