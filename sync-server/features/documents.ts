// Documents: a record beside each body with what lists show. Called by the door (does it exist?), by HTTP,
// and by rooms when something was stored or folded. The record is derived: the body is the truth.

import { randomBytes } from "node:crypto";
import type { DocSummary } from "../../lib/api.ts";
import { MAX_IDS_PER_REQUEST } from "../../lib/api.ts";
import type { Digest } from "../../lib/doc.ts";
import { AppError } from "../../lib/errors.ts";
import { bodyOf, DOC_ID_BYTES, type DocId, parseDocId, printDocId } from "../../lib/names.ts";
import { type Person, parsePerson } from "../../lib/people.ts";
import type { Route } from "../http/router.ts";
import { Buckets } from "../ops/bucket.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Folder } from "../room/fold.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Store } from "../store/store.ts";

/** ms after an edit until lists know of it, and the share of one thread that this may cost. */
const DIGEST_MS = 1_000;
const DIGEST_REST = 20;
/** New documents from one address. */
const CREATE_PER_SECOND = 2;
const CREATE_BURST = 60;

interface DocRecord extends Digest {
  readonly createdAt: number;
  readonly editedAt: number;
}

export interface DocumentsEnv {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Documents {
  exists(id: DocId): Promise<boolean>;
  readonly routes: readonly Route[];
  /** Writes what lists do not know yet. */
  close(): Promise<void>;
}

const keyOf = (id: DocId) => `doc/${id}`;

export function createDocuments(env: DocumentsEnv): Documents {
  const creators = new Buckets(CREATE_PER_SECOND, CREATE_BURST);
  /** Rooms whose record is behind, with what ends the wait. */
  const stale = new Map<Room, () => void>();
  const editedAt = new Map<Room, number>();
  let working: Promise<unknown> = Promise.resolve();

  env.rooms.listen({
    stored(room, entry) {
      editedAt.set(room, entry.time);
      if (!stale.has(room))
        stale.set(
          room,
          env.clock.after(DIGEST_MS, () => refresh(room)),
        );
    },
    folded(room, { digest }) {
      stale.get(room)?.();
      stale.delete(room);
      void note(room, digest);
    },
  });

  function refresh(room: Room): void {
    const start = env.clock.now();
    working = env.folder
      .digest({ snapshot: room.snapshot, entries: room.tail })
      .then((digest) => note(room, digest))
      .catch((error: unknown) => env.log.warn({ room: room.name, err: error }, "document.digest-failed"))
      .finally(() => {
        // A long document is read less often: what came meanwhile waits a multiple of the time it took.
        stale.delete(room);
        const took = env.clock.now() - start;
        if ((editedAt.get(room) ?? 0) > start) {
          stale.set(
            room,
            env.clock.after(Math.max(DIGEST_MS, took * DIGEST_REST), () => refresh(room)),
          );
        }
      });
  }

  async function note(room: Room, digest: Digest): Promise<void> {
    const id = parseDocId(room.name);
    if (id === undefined) return;
    const record = await load(id);
    if (record === undefined) return;
    const edited = editedAt.get(room) ?? record.editedAt;
    if (!stale.has(room)) editedAt.delete(room);
    if (edited === record.editedAt && digest.title === record.title && digest.words === record.words) return;
    await save(id, { ...record, ...digest, editedAt: edited });
  }

  async function load(id: DocId): Promise<DocRecord | undefined> {
    const bytes = await env.store.get(keyOf(id));
    return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString("utf8")) as DocRecord);
  }

  const save = (id: DocId, record: DocRecord) =>
    env.store.put(keyOf(id), Buffer.from(JSON.stringify(record)));

  async function create(): Promise<DocSummary> {
    let id: DocId | undefined;
    while (id === undefined) id = printDocId(randomBytes(DOC_ID_BYTES));
    const now = env.clock.now();
    const record: DocRecord = { title: "", excerpt: "", words: 0, createdAt: now, editedAt: now };
    await env.store.put(keyOf(id), Buffer.from(JSON.stringify(record)), null);
    return summary(id, record);
  }

  function summary(id: DocId, record: DocRecord): DocSummary {
    const room = env.rooms.peek(bodyOf(id));
    return {
      id,
      ...record,
      editedAt: (room && editedAt.get(room)) ?? record.editedAt,
      people: room === undefined ? [] : peopleIn(room),
    };
  }

  const routes: Route[] = [
    {
      method: "POST",
      path: "/api/docs",
      async handle({ address }) {
        if (!creators.of(address, env.clock.now()).take(1, env.clock.now())) {
          throw new AppError(
            "too-many",
            "Many documents were made from here just now. Try again in a moment.",
          );
        }
        return { status: 201, json: { doc: await create() } };
      },
    },
    {
      method: "GET",
      path: "/api/docs",
      async handle({ query }) {
        const ids = (query.get("ids") ?? "").split(",").filter(Boolean);
        if (ids.length > MAX_IDS_PER_REQUEST) {
          throw new AppError("bad-request", `Ask for at most ${MAX_IDS_PER_REQUEST} documents at once.`);
        }
        const known = await Promise.all(
          ids.map(async (text) => {
            const id = parseDocId(text);
            const record = id && (await load(id));
            return id && record ? [summary(id, record)] : [];
          }),
        );
        return { json: { docs: known.flat() } };
      },
    },
    {
      method: "GET",
      path: "/api/docs/:id",
      async handle({ params }) {
        const id = parseDocId(params.id ?? "");
        const record = id && (await load(id));
        if (!id || !record) throw new AppError("doc/not-found", "There is no document at this address.");
        return { json: { doc: summary(id, record) } };
      },
    },
  ];

  return {
    routes,
    exists: async (id) => (await env.store.get(keyOf(id))) !== undefined,
    async close() {
      for (const [room, cancel] of stale) {
        cancel();
        refresh(room);
        await working;
      }
    },
  };
}

/** Each name once: a person with two tabs is one person. */
function peopleIn(room: Room): Person[] {
  const people = new Map<string, Person>();
  for (const state of room.presence.states()) {
    const person = parsePerson((state as { user?: unknown }).user);
    if (person !== undefined) people.set(`${person.hue} ${person.name}`, person);
  }
  return [...people.values()];
}
