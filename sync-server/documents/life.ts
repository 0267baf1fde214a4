// The life of a document: made, renamed, copied, deleted for ever. Called by the routes of features/documents.ts
// and by import, which have asked access first. Promise: an id is given once, and never again.

import { randomBytes } from "node:crypto";
import * as Y from "yjs";
import { CLOSE } from "../../lib/close-codes.ts";
import { MAX_TITLE_CHARACTERS, titleOf } from "../../lib/doc.ts";
import { AppError } from "../../lib/errors.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import { bodyOf, DOC_ID_BYTES, type DocId, marginOf, printDocId, type UserId } from "../../lib/names.ts";
import type { Role } from "../../lib/policy.ts";
import type { Access } from "../access/access.ts";
import type { Clock } from "../ops/clock.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Store } from "../store/store.ts";
import type { DocRecord, Records } from "./records.ts";
import type { Search } from "./search.ts";
import type { Notes } from "./summaries.ts";

/** The files of a document go where it goes. */
interface FilesOf {
  copy(from: DocId, to: DocId, user: UserId, content: Uint8Array): Promise<unknown>;
  forget(doc: DocId): Promise<unknown>;
}

export interface LifeEnv {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly records: Records;
  readonly notes: Notes;
  readonly access: Access;
  readonly search: Search;
  readonly files: FilesOf | undefined;
  readonly clock: Clock;
  /** What anyone with the address of a new document may do. */
  readonly general: Role;
  readonly changed: (doc: DocId) => void;
}

/** What is left of a document that was deleted for ever: its id is never given again. */
const goneKey = (doc: DocId) => `gone/${doc}`;

export function createLife(env: LifeEnv) {
  const { store, rooms, records, notes, access, search, files, clock } = env;

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
    await records.create(doc, {
      ...digest,
      createdAt: now,
      editedAt: now,
      owner,
      general: env.general,
      locked: false,
    });
    await notes.put(owner, doc, { openedAt: now });
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
    await files?.copy(doc, copy, user, content);
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
    await files?.forget(doc);
    await access.forget(doc);
    if (owner !== undefined) await notes.remove(owner, doc);
    search.remove(doc);
    env.changed(doc);
  }

  return { create, createAs, rename, duplicate, destroy };
}
