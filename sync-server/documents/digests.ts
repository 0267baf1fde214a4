// Keeps the records of documents true to their bodies: after edits, titles and first lines are read off
// the body in the worker. Called by rooms (hints) and by documents; a record may lag, the body is truth.

import type { FullDigest } from "../../lib/doc.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Folder } from "../room/fold.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Records } from "./records.ts";

/** ms after the first edit in a while until lists know of it. */
const DIGEST_MS = 500;
/** ms without an edit until they know of all. */
const QUIET_MS = 1_000;
/**
 * What it takes to read a document, in ms for each kB that is stored of it: on a small machine, with its part of the
 * index. Not measured each time: the first one also waits for its worker to start.
 */
const READ_MS_PER_KB = 0.5;
/** While somebody writes without a pause, one part in 100 of a thread, and at least and at most so many ms of rest. */
const REST = 100;
const MIN_REST_MS = 5_000;
const MAX_REST_MS = 60_000;
/** Where pauses come often, one part in 20. */
const SHORT_REST = 20;

export interface DigestsEnv {
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  /** The record and text of a document are new. */
  readonly refreshed: (doc: DocId, digest: FullDigest) => void;
}

export interface Digests {
  /** When the document was last edited, if that is newer than its record. */
  editedAt(room: Room): number | undefined;
  /** Writes what records do not know yet. */
  close(): Promise<void>;
}

export function createDigests({ rooms, folder, records, clock, log, refreshed }: DigestsEnv): Digests {
  /** Rooms whose record is behind, with what ends the wait. */
  const stale = new Map<Room, () => void>();
  const edited = new Map<Room, { at: number; by: string | undefined }>();
  /** Rooms that are being read just now, and since when something stored is not in what is read. */
  const reading = new Map<Room, number | undefined>();
  /** When each was read, and what that takes, in ms. */
  const lastRead = new WeakMap<Room, { readonly at: number; readonly takes: number }>();

  rooms.listen({
    stored(room, entry) {
      if (parseDocId(room.name) === undefined) return;
      edited.set(room, { at: entry.time, by: entry.authors.at(-1)?.user });
      if (reading.has(room)) reading.set(room, reading.get(room) ?? clock.now());
      else if (!stale.has(room)) waitFor(room, clock.now());
    },
    folded(room, { digest }) {
      // What was stored while it was folded is not in the digest: that is read in its turn.
      if (!stale.has(room) || reading.has(room) || room.content.tail.length > 0) return;
      stale.get(room)?.();
      stale.delete(room);
      void note(room, digest).catch((err: unknown) =>
        log.warn({ room: room.name, err }, "document.digest-failed"),
      );
    },
  });

  /** When a record that is behind since `since` is to be read. */
  function dueAt(room: Room, since: number): number {
    const last = lastRead.get(room);
    const quiet = Math.max(since, edited.get(room)?.at ?? since) + QUIET_MS;
    if (last === undefined) return Math.min(since + DIGEST_MS, quiet);
    const rest = Math.min(Math.max(MIN_REST_MS, last.takes * REST), MAX_REST_MS);
    const shortRest = Math.min(last.takes * SHORT_REST, MAX_REST_MS);
    return Math.max(Math.min(Math.max(since + DIGEST_MS, last.at + rest), quiet), last.at + shortRest);
  }

  function waitFor(room: Room, since: number): void {
    const look = () => (clock.now() >= dueAt(room, since) ? void refresh(room) : waitFor(room, since));
    stale.set(room, clock.after(Math.max(0, dueAt(room, since) - clock.now()), look));
  }

  async function refresh(room: Room): Promise<void> {
    reading.set(room, undefined);
    const { snapshot, tail: entries } = room.content;
    try {
      await note(room, await folder.digest({ snapshot, entries }));
    } catch (err) {
      log.warn({ room: room.name, err }, "document.digest-failed");
    }
    const bytes = entries.reduce((sum, { update }) => sum + update.byteLength, snapshot?.byteLength ?? 0);
    lastRead.set(room, { at: clock.now(), takes: (bytes / 1024) * READ_MS_PER_KB });
    stale.delete(room);
    const since = reading.get(room);
    reading.delete(room);
    if (since === undefined) edited.delete(room);
    else waitFor(room, since);
  }

  async function note(room: Room, digest: FullDigest): Promise<void> {
    const doc = parseDocId(room.name);
    if (doc === undefined) return;
    const { title, excerpt, words } = digest;
    const last = edited.get(room);
    await records.change(doc, (record) => ({
      ...record,
      title,
      excerpt,
      words,
      editedAt: last?.at ?? record.editedAt,
      editedBy: last?.by ?? record.editedBy,
    }));
    refreshed(doc, digest);
  }

  return {
    editedAt: (room) => edited.get(room)?.at,
    async close() {
      for (const [room, cancel] of stale) {
        cancel();
        await refresh(room);
      }
      for (const cancel of stale.values()) cancel();
    },
  };
}
