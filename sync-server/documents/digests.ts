// Keeps what is derived from bodies true to them: titles and first lines in the records, for lists, soon; the words of
// the search index when the writer rests or somebody searches. Called by rooms (hints), lists and documents; all of it
// may lag, the body is truth, and it is read in the worker.

import type { Digest, FullDigest } from "../../lib/digest.ts";
import { type DocId, parseDocId, type RoomName } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Log } from "../ops/log.ts";
import type { Folder, FoldJob } from "../room/fold.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import { createCatchUp, type Pace } from "./catch-up.ts";
import type { DocRecord, Records } from "./records.ts";

/** Before the eyes of somebody: half a second after the first word, and all of it a second after the last. */
const WATCHED: Pace = { firstMs: 500, quietMs: 1_000, restMs: 15_000, readMsPerKb: 0.1 };
/** Whoever opens a list has it read at once (`freshen`). */
const UNWATCHED: Pace = { firstMs: 60_000, quietMs: 10_000, restMs: 60_000, readMsPerKb: 0.1 };
/** Whoever searches, too: meanwhile it may wait until the writer has gone on to something else. */
const WORDS: Pace = { firstMs: 300_000, quietMs: 60_000, restMs: 300_000, readMsPerKb: 0.2 };
/** ms that a search or a list waits for texts that are being written: 5 to 20 ms for each of a few. */
const PATIENCE_MS = 300;

export interface DigestsEnv {
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody has it on a list that changes before their eyes. */
  readonly isWatched: (doc: DocId) => boolean;
  /** The record of a document is new. */
  readonly listed: (doc: DocId) => void;
  /** Its whole text was read. */
  readonly read: (doc: DocId, digest: FullDigest) => void;
}

export interface Digests {
  /** When the document was last edited, if that is newer than its record. */
  editedAt(room: Room): number | undefined;
  /**
   * Has these read where lists, or the index, are behind them. Resolves when it is done, or after `PATIENCE_MS`; true
   * if any was read.
   */
  freshen(what: "lists" | "words", docs: { has(doc: DocId): boolean }): Promise<boolean>;
  /** `isWatched` answers differently now. */
  watchChanged(): void;
  /** Writes what records do not know yet. */
  close(): Promise<void>;
}

export function createDigests(env: DigestsEnv): Digests {
  const { rooms, folder, records, clock, log, isWatched, listed, read } = env;
  const edited = new Map<RoomName, { at: number; by: string | undefined }>();
  const lists = createCatchUp({
    clock,
    pace: ({ name }) => (isWatched(name as string as DocId) ? WATCHED : UNWATCHED),
    read: tolerant(async (room) => {
      await note(room, await folder.digest(jobOf(room)));
      if (!lists.isBehind(room)) edited.delete(room.name);
    }),
  });
  const words = createCatchUp({
    clock,
    pace: () => WORDS,
    read: tolerant(async (room, doc) => {
      const digest = await folder.fullDigest(jobOf(room));
      // Deleted for ever meanwhile: nothing may bring it back into the index.
      if (await note(room, digest)) read(doc, digest);
    }),
  });

  rooms.listen({
    stored(room, entry) {
      if (parseDocId(room.name) === undefined) return;
      edited.set(room.name, { at: entry.time, by: entry.authors.at(-1)?.user });
      lists.edited(room);
      words.edited(room);
    },
    folded(room, { digest }) {
      // What was stored while it was folded is not in the digest: that is read in its turn.
      if (room.content.tail.length > 0 || !lists.caughtUp(room)) return;
      void tolerant(async () => {
        await note(room, digest);
      })(room);
    },
  });

  /** What cannot be read is told to the log and tried again after the next edit; lists show what they showed. */
  function tolerant(work: (room: Room, doc: DocId) => Promise<void>) {
    return async (room: Room): Promise<void> => {
      const doc = parseDocId(room.name);
      if (doc === undefined) return;
      try {
        await work(room, doc);
      } catch (err) {
        log.warn({ room: room.name, err }, "document.digest-failed");
      }
    };
  }

  /** False: there is no such document. */
  async function note(room: Room, digest: Digest & Partial<FullDigest>): Promise<boolean> {
    const doc = parseDocId(room.name);
    if (doc === undefined) return false;
    const { title, excerpt, words } = digest;
    const last = edited.get(room.name);
    const record = await records.change(
      doc,
      (record): DocRecord => ({
        ...record,
        title,
        excerpt,
        words: words ?? record.words,
        editedAt: last?.at ?? record.editedAt,
        editedBy: last?.by ?? record.editedBy,
      }),
    );
    if (record === undefined) return false;
    listed(doc);
    return true;
  }

  return {
    editedAt: (room) => edited.get(room.name)?.at,
    watchChanged: lists.paceChanged,
    async freshen(what, docs) {
      const behind = what === "lists" ? lists : words;
      const readings: Promise<void>[] = [];
      for (const room of behind.unread()) {
        const doc = parseDocId(room.name);
        if (doc !== undefined && docs.has(doc)) readings.push(behind.now(room));
      }
      if (readings.length === 0) return false;
      let giveUp = () => {};
      const patience = new Promise<void>((resolve) => {
        giveUp = clock.after(PATIENCE_MS, resolve);
      });
      await Promise.race([Promise.all(readings), patience]);
      giveUp();
      return true;
    },
    async close() {
      await words.stop();
      await lists.finish();
      await lists.stop();
    },
  };
}

const jobOf = ({ content: { snapshot, tail } }: Room): FoldJob => ({ snapshot, entries: tail });
