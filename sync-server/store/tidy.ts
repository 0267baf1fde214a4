// Gives the space of folded entries and replaced snapshots back to the disk. Called by log-store.ts after
// every fold and drop. LevelDB by itself keeps several MB of them for as long as nothing else is written.

import type { RoomName } from "../../lib/names.ts";
import { entryRange, segmentRange, snapshotKey, vectorKey } from "./keys.ts";
import type { Kv } from "./kv.ts";

/** Less garbage than this is not worth a compaction: one document of a book chapter, written and folded. */
const WORTH_BYTES = 256 * 1024;
/** ms after the last fold: folds come in rows, and people come first. */
const QUIET_MS = 3000;
/** ms after which it is done even where folds never stop. */
const LONGEST_MS = 60_000;
/** Above this many rooms one sweep over everything costs less than one by one. */
const MAX_ROOMS = 100;

export interface Tidier {
  /** `bytes` of this room became garbage. */
  left(room: RoomName, bytes: number): void;
  /** Stops the timer; a compaction under way ends with the range it is in. */
  stop(): void;
}

export function createTidier(kv: Kv): Tidier {
  const rooms = new Set<RoomName>();
  let garbage = 0;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopped = false;

  async function tidy(): Promise<void> {
    const ranges = [...rooms].flatMap((room) => [
      entryRange(room),
      segmentRange(room),
      { from: snapshotKey(room), to: snapshotKey(room) },
      { from: vectorKey(room), to: vectorKey(room) },
    ]);
    const all = rooms.size > MAX_ROOMS;
    rooms.clear();
    garbage = 0;
    running = true;
    try {
      for (const range of all ? [{ from: "\0", to: "\u{10ffff}" }] : ranges) {
        if (!stopped) await kv.compact(range);
      }
    } catch {
      // Space that is not won back harms nobody, and a failing disk shows at the next write.
    } finally {
      running = false;
    }
  }

  return {
    left(room, bytes) {
      if (garbage === 0) since = Date.now();
      garbage += bytes;
      rooms.add(room);
      if (garbage < WORTH_BYTES || running || stopped) return;
      if (timer !== undefined && Date.now() - since > LONGEST_MS) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        void tidy();
      }, QUIET_MS).unref();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
