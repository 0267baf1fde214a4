// The Store on an ordered key-value store: one commit in flight, shared by all who wait. Called through
// level.ts. Promises: an append resolves when it is on the disk; a fold or a drop is one atomic step.

import { AppError } from "../../lib/errors.ts";
import type { RoomName, Seq } from "../../lib/names.ts";
import { createCommitter } from "./committer.ts";
import { decodeEntry, encodeEntry } from "./entry.ts";
import { conflict, sameBytes } from "./expect.ts";
import {
  entryKey,
  entryRange,
  type KeyRange,
  NAMES,
  nameKey,
  nameOf,
  prefixRange,
  recordKey,
  recordOf,
  SEQ_KEY,
  segmentRange,
  seqOf,
  snapshotKey,
  vectorKey,
} from "./keys.ts";
import type { Kv, Operation, Pair } from "./kv.ts";
import { prepare, readNumber, sealNumber } from "./log-format.ts";
import { extendHistory, mergeHistory, thinHistory } from "./log-history.ts";
import { seal, unseal } from "./seal.ts";
import type { LogEntry, Store } from "./store.ts";
import { createTidier } from "./tidy.ts";
import { readVector, sealVector } from "./vector.ts";

/** A page of a long listing: small enough not to hold the event loop or much memory. */
const PAGE_BYTES = 1024 * 1024;
/** What a dropped room is taken to have held: unknown without reading it. */
const DROPPED_BYTES = 64 * 1024;
/** Names remembered as written. Forgetting them costs one tiny put each. */
const MAX_KNOWN_NAMES = 100_000;

export async function createLogStore(kv: Kv): Promise<Store> {
  const commit = createCommitter(kv);
  let lastSeq: number;
  try {
    lastSeq = await prepare(kv);
  } catch (error) {
    await kv.close();
    throw error;
  }
  const tidier = createTidier(kv);
  const known = new Set<RoomName>();
  /** The last fold of each room: they follow one another. */
  const turns = new Map<RoomName, Promise<void>>();
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  function check(): void {
    if (closing !== undefined) throw new AppError("store/closed", "The store is closed.");
  }

  /** Everything that `close` waits for passes here. */
  function track<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== undefined) return Promise.reject(new AppError("store/closed", "The store is closed."));
    const promise = work();
    underWay.add(promise);
    const forget = () => void underWay.delete(promise);
    promise.then(forget, forget);
    return promise;
  }

  function inTurn(room: RoomName, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(room) ?? Promise.resolve()).catch(() => {}).then(work);
    turns.set(room, turn);
    const forget = () => void (turns.get(room) === turn && turns.delete(room));
    turn.then(forget, forget);
    return turn;
  }

  async function* pages(range: KeyRange, keysOnly = false): AsyncGenerator<Pair> {
    let { from } = range;
    for (;;) {
      check();
      const page = await kv.page({ from, to: range.to }, { maxBytes: PAGE_BYTES, keysOnly });
      if (page.length === 0) return;
      for (const pair of page) {
        check();
        yield pair;
      }
      // The first key behind the last one seen.
      from = `${page.at(-1)?.key}\0`;
    }
  }

  const tailOf = async (room: RoomName, after = 0): Promise<LogEntry[]> =>
    (await kv.page(entryRange(room, after))).map(toEntry);

  return {
    append: (entries) =>
      track(async () => {
        if (entries.length === 0) return [];
        const values = entries.map((entry) => seal(encodeEntry(entry)));
        const seqs: Seq[] = [];
        await commit({
          operations() {
            const operations: Operation[] = [];
            entries.forEach(({ room }, i) => {
              // Never given out again, not even after a failed write: it may still surface later.
              const seq = ++lastSeq as Seq;
              seqs.push(seq);
              operations.push({ type: "put", key: entryKey(room, seq), value: values[i] ?? NOTHING });
              if (!known.has(room)) operations.push({ type: "put", key: nameKey(room), value: NOTHING });
            });
            operations.push({ type: "put", key: SEQ_KEY, value: sealNumber(lastSeq) });
            return operations;
          },
          written() {
            if (known.size > MAX_KNOWN_NAMES) known.clear();
            for (const { room } of entries) known.add(room);
          },
        });
        return seqs;
      }),

    read: (room) =>
      track(async () => {
        // All start now, the tail first: a fold between them can then only show an entry twice.
        const [tail, sealed, vector] = await Promise.all([
          tailOf(room),
          kv.get(snapshotKey(room)),
          kv.get(vectorKey(room)),
        ]);
        if (sealed === undefined) return tail.length === 0 ? undefined : { snapshot: undefined, tail };
        const snapshot = unseal(snapshotKey(room), sealed);
        return { snapshot, vector: vector && readVector(room, vector, sealed), tail };
      }),

    fold: (room, folded) =>
      track(() =>
        inTurn(room, async () => {
          const keys = await kv.page(entryRange(room), { keysOnly: true });
          const present = new Set(keys.map(({ key }) => seqOf(key)));
          // A fold whose entries are all gone came too late: the room was dropped or folded already.
          const witness = folded.seqs.find((seq) => present.has(seq));
          if (folded.seqs.length > 0 && witness === undefined) return;
          const snapshot = seal(folded.snapshot);
          const operations: Operation[] = [
            { type: "put", key: snapshotKey(room), value: snapshot },
            { type: "put", key: nameKey(room), value: NOTHING },
            folded.vector === undefined
              ? { type: "del", key: vectorKey(room) }
              : { type: "put", key: vectorKey(room), value: sealVector(folded.vector, snapshot) },
          ];
          for (const seq of folded.seqs) operations.push({ type: "del", key: entryKey(room, seq) });
          const steps = folded.steps.filter((step) => present.has(step.seq));
          operations.push(...(await extendHistory(kv, room, steps)));
          await commit({
            async operations() {
              // Dropped while the history was compressed?
              if (witness !== undefined && (await kv.get(entryKey(room, witness))) === undefined) return [];
              return operations;
            },
            // A replaced snapshot of about this size, and entries of about 64 bytes beside their update.
            written: () => tidier.left(room, folded.snapshot.length + 128 * folded.seqs.length),
          });
        }),
      ),

    async *history(room, after = 0 as Seq, upTo = Number.MAX_SAFE_INTEGER as Seq) {
      check();
      // The tail first: what is folded after this is known by its seqs and not told twice.
      const tail = await tailOf(room, after);
      for await (const step of mergeHistory(pages(segmentRange(room, after)), tail)) {
        check();
        if (step.seq > upTo) return;
        if (step.seq > after) yield step;
      }
    },

    thin: (room, before, join) =>
      track(() =>
        inTurn(room, async () => {
          const mark = recordKey(`thinned/${room}`);
          const after = ((await readNumber(kv, mark)) ?? 0) as Seq;
          const thinned = await thinHistory(kv, room, { after, before, join });
          if (thinned === undefined) return;
          const { operations, upTo } = thinned;
          await commit({
            operations: () => [...operations, { type: "put", key: mark, value: sealNumber(upTo) }],
            written: () => tidier.left(room, DROPPED_BYTES),
          });
        }),
      ),

    drop: (room) =>
      track(() =>
        commit({
          alone: true,
          async operations() {
            const operations: Operation[] = [
              { type: "del", key: snapshotKey(room) },
              { type: "del", key: vectorKey(room) },
              { type: "del", key: nameKey(room) },
              { type: "del", key: recordKey(`thinned/${room}`) },
            ];
            for (const range of [entryRange(room), segmentRange(room)]) {
              const keys = await kv.page(range, { keysOnly: true });
              for (const { key } of keys) operations.push({ type: "del", key });
            }
            return operations;
          },
          written() {
            known.delete(room);
            tidier.left(room, DROPPED_BYTES);
          },
        }),
      ),

    async *rooms() {
      check();
      for await (const { key } of pages(NAMES, true)) yield nameOf(key);
    },

    get: (key) =>
      track(async () => {
        const value = await kv.get(recordKey(key));
        return value && unseal(recordKey(key), value);
      }),

    put: (key, value, expect) =>
      track(() => {
        const sealed = seal(value);
        const write: Operation = { type: "put", key: recordKey(key), value: sealed };
        if (expect === undefined) return commit({ operations: () => [write] });
        return commit({
          alone: true,
          async operations() {
            const present = await kv.get(recordKey(key));
            if (!sameBytes(present && unseal(recordKey(key), present), expect)) throw conflict(key);
            return [write];
          },
        });
      }),

    del: (key) => track(() => commit({ operations: () => [{ type: "del", key: recordKey(key) }] })),

    async *list(prefix) {
      check();
      for await (const { key, value } of pages(prefixRange(recordKey(prefix)))) {
        yield { key: recordOf(key), value: unseal(key, value) };
      }
    },

    close() {
      closing ??= (async () => {
        tidier.stop();
        await Promise.allSettled(underWay);
        await kv.close();
      })();
      return closing;
    },
  };
}

const NOTHING = new Uint8Array(0);

const toEntry = ({ key, value }: Pair): LogEntry => ({
  seq: seqOf(key),
  ...decodeEntry(key, unseal(key, value)),
});
