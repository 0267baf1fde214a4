// Documents as they are read: the first screen of a page, before it has the document itself. Called by the
// route for it, which has asked access first; made in the worker, kept for the next who asks. Bounded in
// number, in size (lib/render/reading.ts) and in work.

import { bodyOf, type DocId } from "../../lib/names.ts";
import type { Reading } from "../../lib/render/reading.ts";
import type { Clock } from "../ops/clock.ts";
import type { Folder } from "../room/fold.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";

/** Readings kept in memory; at most about 200 kB each, most of them far less. */
const MAX_KEPT = 64;
/**
 * While a document is being written in, a reading is given out for so many times what it took to make: one
 * twentieth of a thread for a document, however many open it. The page catches up as soon as it is alive.
 */
const REST = 20;
const MAX_AGE_MS = 500;

export interface ReadingsEnv {
  readonly rooms: Rooms;
  readonly folder: Folder;
  readonly clock: Clock;
}

export interface Readings {
  of(doc: DocId, from: number): Promise<Reading>;
}

interface Kept {
  readonly made: Promise<Reading>;
  /** What it was made from; the snapshot leaves memory with its room. */
  readonly snapshot: WeakRef<Uint8Array> | undefined;
  readonly last: number | undefined;
  /** Until then it may lag behind, by the server's clock; the end of time while it is being made. */
  freshUntil: number;
}

export function createReadings({ rooms, folder, clock }: ReadingsEnv): Readings {
  const kept = new Map<string, Kept>();

  function isCurrent(one: Kept, room: Room): boolean {
    if (clock.now() < one.freshUntil) return true;
    return one.snapshot?.deref() === room.content.snapshot && one.last === room.content.tail.at(-1)?.seq;
  }

  function make(key: string, room: Room, from: number): Promise<Reading> {
    const start = clock.now();
    const { snapshot, tail } = room.content;
    const one: Kept = {
      made: folder.read({ snapshot, entries: tail }, from),
      snapshot: snapshot && new WeakRef(snapshot),
      last: tail.at(-1)?.seq,
      freshUntil: Number.POSITIVE_INFINITY,
    };
    kept.delete(key);
    kept.set(key, one);
    if (kept.size > MAX_KEPT)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    one.made.then(
      () => {
        one.freshUntil = clock.now() + Math.min(MAX_AGE_MS, (clock.now() - start) * REST);
      },
      // The next who asks tries again.
      () => kept.get(key) === one && kept.delete(key),
    );
    return one.made;
  }

  return {
    async of(doc, from) {
      const room = await rooms.open(bodyOf(doc));
      const key = `${doc} ${from}`;
      const one = kept.get(key);
      return one !== undefined && isCurrent(one, room) ? one.made : make(key, room, from);
    },
  };
}
