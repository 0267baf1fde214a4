// A Store that lives as long as the process: for tests and for a server without a disk. It passes the
// same exam as the real one (test/contract/store.ts). Bytes are copied in and out, as a disk would.

import { AppError } from "../../lib/errors.ts";
import type { RoomName, Seq } from "../../lib/names.ts";
import { conflict, sameBytes } from "./expect.ts";
import type { Folded, LogEntry, NewEntry, Record, Store } from "./store.ts";

interface RoomData {
  snapshot: Uint8Array | undefined;
  vector: Uint8Array | undefined;
  readonly tail: Map<Seq, LogEntry>;
  history: LogEntry[];
}

export function createMemoryStore(): Store {
  const rooms = new Map<RoomName, RoomData>();
  const records = new Map<string, Uint8Array>();
  let lastSeq = 0;
  let closed = false;

  function check(): void {
    if (closed) throw new AppError("store/closed", "The store is closed.");
  }

  return {
    async append(entries) {
      check();
      return entries.map((entry) => {
        const seq = ++lastSeq as Seq;
        let data = rooms.get(entry.room);
        if (data === undefined) {
          data = emptyRoom();
          rooms.set(entry.room, data);
        }
        data.tail.set(seq, copyEntry({ ...withoutRoom(entry), seq }));
        return seq;
      });
    },

    async read(room) {
      check();
      const data = rooms.get(room);
      if (data === undefined) return undefined;
      const tail = [...data.tail.values()].map(copyEntry);
      return { snapshot: data.snapshot?.slice(), vector: data.vector?.slice(), tail };
    },

    async fold(room, folded: Folded) {
      check();
      const data = rooms.get(room) ?? emptyRoom();
      // A fold whose entries are all gone came too late: the room was dropped or folded already.
      if (folded.seqs.length > 0 && !folded.seqs.some((seq) => data.tail.has(seq))) return;
      const steps = folded.steps.filter((step) => data.tail.has(step.seq)).map(copyEntry);
      rooms.set(room, data);
      data.snapshot = folded.snapshot.slice();
      data.vector = folded.vector?.slice();
      data.history = [...data.history, ...steps].sort((a, b) => a.seq - b.seq);
      for (const seq of folded.seqs) data.tail.delete(seq);
    },

    async *history(room, after = 0 as Seq, upTo = Number.MAX_SAFE_INTEGER as Seq) {
      check();
      const data = rooms.get(room);
      if (data === undefined) return;
      const all = [...data.history, ...data.tail.values()].sort((a, b) => a.seq - b.seq);
      for (const entry of all) {
        check();
        if (entry.seq > after && entry.seq <= upTo) yield copyEntry(entry);
      }
      check();
    },

    async thin(room, before, join) {
      check();
      const data = rooms.get(room);
      if (data === undefined) return;
      const old = data.history.filter(({ time }) => time < before);
      const joined = await join(old.map(copyEntry));
      const rest = data.history.filter((step) => !old.includes(step));
      data.history = [...joined.map(copyEntry), ...rest].sort((a, b) => a.seq - b.seq);
    },

    async drop(room) {
      check();
      rooms.delete(room);
    },

    async *rooms() {
      check();
      for (const room of [...rooms.keys()]) {
        check();
        yield room;
      }
      check();
    },

    async get(key) {
      check();
      return records.get(key)?.slice();
    },

    async put(key, value, expect) {
      check();
      if (expect !== undefined && !sameBytes(records.get(key), expect)) throw conflict(key);
      records.set(key, value.slice());
    },

    async del(key) {
      check();
      records.delete(key);
    },

    async *list(prefix): AsyncGenerator<Record> {
      check();
      const keys = [...records.keys()].filter((key) => key.startsWith(prefix)).sort(inByteOrder);
      for (const key of keys) {
        check();
        const value = records.get(key);
        if (value !== undefined) yield { key, value: value.slice() };
      }
      check();
    },

    async close() {
      closed = true;
    },
  };
}

const emptyRoom = (): RoomData => ({
  snapshot: undefined,
  vector: undefined,
  tail: new Map(),
  history: [],
});

const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const withoutRoom = ({ time, authors, update }: NewEntry): Omit<LogEntry, "seq"> => ({
  time,
  authors,
  update,
});

const copyEntry = (entry: LogEntry): LogEntry => ({
  seq: entry.seq,
  time: entry.time,
  authors: entry.authors.map(({ user, clients }) => ({ user, clients: [...clients] })),
  update: entry.update.slice(),
});
