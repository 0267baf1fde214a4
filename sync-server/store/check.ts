// Reads everything that is stored, as if every room were opened. Called by the verify and repair commands.
// Promises to name each value that cannot be read, and to change nothing.

import * as Y from "yjs";
import { Clocks } from "../../lib/clocks.ts";
import type { RoomName } from "../../lib/names.ts";
import { scanUpdate } from "../../lib/update.ts";
import { decodeEntry } from "./entry.ts";
import {
  entryRange,
  FORMAT_KEY,
  type KeyRange,
  nameOf,
  prefixRange,
  roomOf,
  SEQ_KEY,
  segmentRange,
  seqOf,
  snapshotKey,
  vectorKey,
} from "./keys.ts";
import type { Kv, Pair } from "./kv.ts";
import { readNumber } from "./log-format.ts";
import { damaged, unseal } from "./seal.ts";
import { decodeSegment } from "./segment.ts";
import { readVector } from "./vector.ts";

export interface Damage {
  readonly key: string;
  /** One clause for people. */
  readonly problem: string;
}

const PAGE_BYTES = 4 * 1024 * 1024;

export async function* findDamage(kv: Kv): AsyncGenerator<Damage> {
  const { rooms, newest } = await survey(kv);
  for (const key of [FORMAT_KEY, SEQ_KEY]) yield* tried(key, () => readNumber(kv, key));
  const counted = await readNumber(kv, SEQ_KEY).catch(() => newest);
  if ((counted ?? 0) < newest)
    yield { key: SEQ_KEY, problem: `is ${counted ?? "absent"}, but ${newest} is in use` };
  for (const room of rooms) yield* damageOf(kv, room);
  for await (const { key, value } of pairs(kv, prefixRange("r/")))
    yield* tried(key, () => unseal(key, value));
}

async function* damageOf(kv: Kv, room: RoomName): AsyncGenerator<Damage> {
  const now = new Y.Doc();
  const snapshot = await kv.get(snapshotKey(room));
  if (snapshot !== undefined) {
    const key = snapshotKey(room);
    yield* tried(key, () => Y.applyUpdate(now, unseal(key, snapshot)));
    const vector = await kv.get(vectorKey(room));
    if (vector !== undefined) yield* tried(vectorKey(room), () => checkVector(room, vector, snapshot));
  }
  for await (const { key, value } of pairs(kv, entryRange(room))) {
    yield* tried(key, () => Y.applyUpdate(now, decodeEntry(key, unseal(key, value)).update));
  }
  now.destroy();
  const replayed = new Y.Doc();
  for await (const { key, value } of pairs(kv, segmentRange(room))) {
    yield* tried(key, async () => {
      for (const step of await decodeSegment(key, unseal(key, value))) Y.applyUpdate(replayed, step.update);
    });
  }
  replayed.destroy();
}

/** A vector that counts wrongly would make the server ask for too little. */
function checkVector(room: RoomName, sealedVector: Uint8Array, sealedSnapshot: Uint8Array): void {
  unseal(vectorKey(room), sealedVector);
  const vector = readVector(room, sealedVector, sealedSnapshot);
  if (vector === undefined) return; // Of another snapshot: it is never used.
  const counted = Clocks.of(scanUpdate(unseal(snapshotKey(room), sealedSnapshot)));
  const told = Clocks.decode(vector);
  if (!counted.covers(told) || !told.covers(counted)) throw damaged(vectorKey(room));
}

async function* tried(key: string, work: () => unknown): AsyncGenerator<Damage> {
  try {
    await work();
  } catch (error) {
    yield { key, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Every room that any key speaks of, and the newest seq in use. */
export async function survey(kv: Kv): Promise<{ rooms: Set<RoomName>; newest: number }> {
  const rooms = new Set<RoomName>();
  let newest = 0;
  for (const prefix of ["h/", "l/"]) {
    for await (const { key } of pairs(kv, prefixRange(prefix), true)) {
      newest = Math.max(newest, seqOf(key));
      rooms.add(roomOf(key));
    }
  }
  for await (const { key } of pairs(kv, prefixRange("s/"), true)) rooms.add(nameOf(key));
  return { rooms, newest };
}

export async function* pairs(kv: Kv, range: KeyRange, keysOnly = false): AsyncGenerator<Pair> {
  for (let { from } = range; ; ) {
    const page = await kv.page({ from, to: range.to }, { maxBytes: PAGE_BYTES, keysOnly });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    from = `${last.key}\0`;
  }
}
