// The list of features, and what ties them together: identity, access, documents, sharing, people, the
// live feed. Called once by server.ts where ACCESS=links; with ACCESS=open none of this exists.

import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { DocSummary } from "../../lib/api.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { AppError } from "../../lib/errors.ts";
import type { DocId, UserId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import type { Role } from "../../lib/policy.ts";
import { createAccess } from "../access/access.ts";
import { createIdentities, type Visitor } from "../access/identity.ts";
import { keepRecords } from "../access/kept.ts";
import { createRates } from "../access/rates.ts";
import { createAccounts } from "../access/sign-in/accounts.ts";
import { createInside } from "../access/sign-in/inside.ts";
import { type Arrival, createSignIn, type SignInSettings } from "../access/sign-in.ts";
import { createAllow } from "../documents/allowed.ts";
import { createConverter } from "../documents/converter.ts";
import { createDigests } from "../documents/digests.ts";
import { startIndexing } from "../documents/indexing.ts";
import { createPeople, isMadeUp } from "../documents/people.ts";
import { createReadings } from "../documents/readings.ts";
import { createRecheck, docOf } from "../documents/recheck.ts";
import { createRecords } from "../documents/records.ts";
import { createSearch } from "../documents/search.ts";
import { createNotes, createSummary } from "../documents/summaries.ts";
import type { FileStore } from "../files/file-store.ts";
import type { FileLimits } from "../files/files.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { Log } from "../ops/log.ts";
import type { Folder } from "../room/fold.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Session } from "../room/session.ts";
import type { Store } from "../store/store.ts";
import { createDocuments } from "./documents.ts";
import { createDoor, type Door } from "./door.ts";
import type { Route } from "./feature.ts";
import { createFilesOf } from "./files.ts";
import { createLive } from "./live.ts";
import { meRoutes } from "./me.ts";
import { portingRoutes } from "./porting.ts";
import { readingRoutes } from "./reading.ts";
import { sharingRoutes } from "./sharing.ts";

const EVENT_STREAM = z.string().meta({
  contentMediaType: "text/event-stream",
  description: "Messages whose data is JSON: LiveEvent of lib/api.ts. It resumes from Last-Event-ID.",
});

export interface ProductEnv {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly clock: Clock;
  readonly limits: Limits;
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
  readonly admit: Door;
  joined(session: Session, visitor: Visitor | undefined): void;
  close(): Promise<void>;
}

export async function createProduct(given: ProductEnv): Promise<Product> {
  const env = { ...given, store: keepRecords(given.store) };
  const { store, rooms, folder, clock, log } = env;
  const identities = await createIdentities(env);
  const records = createRecords(store);
  const people = createPeople(store);
  const notes = createNotes(store);
  const search = createSearch();
  const access = createAccess({
    store,
    clock,
    docOf: (doc) => records.get(doc),
    changed: (doc) => changed(doc),
  });
  const live = createLive({
    ...{ clock, access, records, summary: summaryFor },
    watchChanged: () => digests.watchChanged(),
  });
  const digests = createDigests({
    rooms,
    folder,
    records,
    clock,
    log,
    isWatched: live.isWatched,
    listed: live.changed,
    read: (doc, digest) => search.put(doc, digest),
  });
  const rates = createRates(env.limits, clock);
  const inside = createInside<Session>(() => recheck.inside());
  const visitorOf = (session: Session) => inside.visitorOf(session);
  const recheck = createRecheck({ access, identities, records, rooms, clock, log, visitorOf });
  const mayCreate = (visitor: Visitor) => visitor.member || env.requireSignIn === "nothing";
  const mayEnter = (visitor: Visitor | undefined) =>
    visitor?.member === true || env.requireSignIn !== "everything";
  const allowed = createAllow(records, access, rates, digests.freshen);
  const filesOf = createFilesOf({ ...env, bytes: env.files, records, allowed });
  const converter = createConverter(clock);
  const summary = createSummary({ rooms, notes, people, digests: () => digests });
  const documents = createDocuments({
    ...env,
    files: filesOf.files,
    ...{ allowed, records, notes, access, rates, search, summary, mayCreate, changed },
    freshen: digests.freshen,
  });

  async function summaryFor(doc: DocId, user: UserId): Promise<DocSummary | undefined> {
    const record = await records.get(doc);
    if (record === undefined) return undefined;
    const trashed = record.trashedAt !== undefined && record.owner === user;
    const permission = trashed ? { role: "own" as const } : await access.resolve(user, doc);
    return summary(doc, record, permission, user);
  }

  function changed(doc: DocId): void {
    live.changed(doc);
    recheck.changed(doc);
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
      // Tokens that the guest had made are over, and so is what was opened with them.
      for (const session of recheck.inside()) if (session.pass.user === before.user) recheck.check(session);
    };
  }

  const indexing = startIndexing({ store, records, folder, search, log });
  const admit = createDoor({
    ...{ access, records, people, rates, mayEnter },
    openOf(user) {
      let open = 0;
      for (const { pass } of recheck.inside()) if (pass.user === user) open++;
      return open;
    },
  });

  return {
    routes: [
      ...[
        ...documents.routes,
        ...readingRoutes({ ...env, allowed, readings: createReadings(env), summary, rates }),
        ...portingRoutes({ ...env, ...documents, files: filesOf.files, allowed, converter }),
        ...sharingRoutes({ allowed, access, people, records, freshen: digests.freshen, clock, changed }),
        ...live.routes.map(listening),
        ...filesOf.routes,
      ].map(forMembers),
      ...meRoutes({
        ...{ store, people, clock, signIn, mayCreate, renamed, signedIn },
        signedOut: (before) => inside.sendAway(before, CLOSE.unauthenticated, "You have signed out."),
        tokenEnded: (by) => inside.sendAway(by, CLOSE.unauthenticated, "This token has ended."),
      }),
    ].map(bounded),

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

    admit,

    joined(session, visitor) {
      if (visitor !== undefined) inside.entered(session, visitor);
      recheck.check(session);
    },

    async close() {
      recheck.close();
      live.close();
      await filesOf.close();
      await converter.close();
      await indexing.stop();
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

  /** Whatever changes something is counted, for whoever asks and for where they are. */
  function bounded(one: Route): Route {
    if (one.method === "GET") return one;
    return {
      ...one,
      handle(call) {
        rates.commands(call.visitor?.user, call.address);
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
    for (const session of recheck.inside()) if (session.pass.user === user) session.room.restamp(session);
  }
}
