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

/** ms after an edit until lists know of it, and the share of one thread that this may cost (1 in 20). */
const DIGEST_MS = 500;
const REST = 20;
/** ms of rest at most: the first digest also waits for its worker to start, which says nothing of the document. */
const MAX_REST_MS = 5_000;

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
  /** Rooms that are being read just now, and whether something was stored since that began. */
  const reading = new Map<Room, boolean>();

  rooms.listen({
    stored(room, entry) {
      if (parseDocId(room.name) === undefined) return;
      edited.set(room, { at: entry.time, by: entry.authors.at(-1)?.user });
      if (reading.has(room)) reading.set(room, true);
      else if (!stale.has(room))
        stale.set(
          room,
          clock.after(DIGEST_MS, () => void refresh(room)),
        );
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

  async function refresh(room: Room): Promise<void> {
    const start = clock.now();
    reading.set(room, false);
    try {
      await note(room, await folder.digest({ snapshot: room.content.snapshot, entries: room.content.tail }));
    } catch (err) {
      log.warn({ room: room.name, err }, "document.digest-failed");
    }
    // A long document is read less often: what came meanwhile waits a multiple of the time that it took.
    stale.delete(room);
    const isBehind = reading.get(room);
    reading.delete(room);
    if (isBehind !== true) return void edited.delete(room);
    stale.set(
      room,
      clock.after(
        Math.min(Math.max(DIGEST_MS, (clock.now() - start) * REST), MAX_REST_MS),
        () => void refresh(room),
      ),
    );
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
