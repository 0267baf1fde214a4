// What is appended is kept, in order, room by room. Part of the exam in store.ts.

import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RoomName, Seq } from "../../lib/names.ts";
import type { NewEntry } from "../../sync-server/store/store.ts";
import type { StoreExam } from "./store.ts";
import { client, collect, docOf, entryOf, typist, user } from "./store-support.ts";

const room = (name: string): RoomName => name as RoomName;
const A = room("a");

export function examineLog(exam: StoreExam): void {
  describe("the log", () => {
    it("reads undefined for a room that was never written", async () => {
      expect(await exam.store.read(A)).toBeUndefined();
      expect(await collect(exam.store.history(A))).toEqual([]);
      expect(await collect(exam.store.rooms())).toEqual([]);
    });

    it("gives back what was appended: time, authors and update, byte by byte", async () => {
      const entry: NewEntry = {
        room: A,
        time: 1_795_000_000_123,
        authors: [
          { user: user("mona"), clients: [client(4_294_967_295), client(1)] },
          { user: user("zoë"), clients: [] },
        ],
        update: typist(1).type("hello"),
      };
      const [seq] = await exam.append(entry);
      expect(await exam.store.read(A)).toEqual({
        snapshot: undefined,
        tail: [{ seq, time: entry.time, authors: entry.authors, update: entry.update }],
      });
    });

    it("gives ascending seqs over all rooms, in the order of the entries, across a reopen", async () => {
      const first = await exam.append(entryOf("a", 1), entryOf("b", 2), entryOf("a", 3));
      const [second, third] = await Promise.all([exam.append(entryOf("b", 4)), exam.append(entryOf("a", 5))]);
      await exam.reopen();
      const all = [...first, ...second, ...third, ...(await exam.append(entryOf("a", 6)))];
      expect(all).toEqual([...new Set(all)].sort((x, y) => x - y));
      expect((await exam.tail(A)).map((entry) => entry.update.at(-1))).toEqual([1, 3, 5, 6]);
      expect((await exam.tail(room("b"))).map((entry) => entry.update.at(-1))).toEqual([2, 4]);
    });

    it("takes two entries of one room in one append", async () => {
      const seqs = await exam.append(entryOf("a", 1), entryOf("a", 2));
      expect((await exam.tail(A)).map((entry) => entry.seq)).toEqual(seqs);
    });

    it("takes an empty list, and entries without authors or bytes", async () => {
      expect(await exam.append()).toEqual([]);
      await exam.append({ room: A, time: 0, authors: [], update: new Uint8Array(0) });
      expect(await exam.tail(A)).toMatchObject([{ time: 0, authors: [], update: new Uint8Array(0) }]);
    });

    it("never mixes a room with its neighbours in name", async () => {
      const names = [
        "a",
        "ab",
        "a-",
        "a_",
        "a.margin",
        "a0",
        "A",
        "b",
        "a".repeat(200),
        `${"a".repeat(199)}b`,
      ];
      for (const [i, name] of names.entries()) {
        const [seq] = await exam.append(entryOf(name, i), entryOf(name, i));
        const folded = (await exam.tail(room(name))).filter((entry) => entry.seq === seq);
        await exam.store.fold(room(name), { snapshot: Uint8Array.of(i), seqs: [seq as Seq], steps: folded });
      }
      expect((await collect(exam.store.rooms())).sort()).toEqual([...names].sort());
      for (const [i, name] of names.entries()) {
        const stored = await exam.store.read(room(name));
        expect(stored?.snapshot).toEqual(Uint8Array.of(i));
        expect(stored?.tail.map((entry) => entry.update.at(-1))).toEqual([i]);
        expect((await collect(exam.store.history(room(name)))).map((step) => step.update.at(-1))).toEqual([
          i,
          i,
        ]);
      }
      await exam.store.drop(room("a"));
      expect(await exam.store.read(A)).toBeUndefined();
      for (const name of names.slice(1)) expect(await exam.tail(room(name))).toHaveLength(1);
    });

    it("keeps what the caller does to its buffers afterwards out of the store", async () => {
      const entry = entryOf("a", 1);
      await exam.append(entry);
      await exam.store.put("key", entry.update);
      entry.update.fill(9);
      expect((await exam.tail(A))[0]?.update.at(-1)).toBe(1);
      expect((await exam.store.get("key"))?.at(-1)).toBe(1);
    });

    it("stores an update of 8 MiB, in the log, as a snapshot and as a record", async () => {
      const big = new Uint8Array(8 * 1024 * 1024);
      const noise = randomBytes(64 * 1024);
      for (let at = 0; at < big.length; at += noise.length) big.set(noise, at);
      const same = (bytes: Uint8Array | undefined) => bytes !== undefined && Buffer.compare(bytes, big) === 0;
      const [seq] = await exam.append({ room: A, time: 1, authors: [], update: big });
      const entries = await exam.tail(A);
      expect(same(entries[0]?.update)).toBe(true);
      await exam.store.fold(A, { snapshot: big, seqs: [seq as Seq], steps: entries });
      await exam.store.put("big", big);
      await exam.reopen();
      expect(same((await exam.store.read(A))?.snapshot)).toBe(true);
      expect(same((await collect(exam.store.history(A)))[0]?.update)).toBe(true);
      expect(same(await exam.store.get("big"))).toBe(true);
    });

    it("gives the same document when an update was appended twice", async () => {
      const writer = typist(1);
      const [one, two] = [writer.type("one "), writer.type("two")];
      for (const update of [one, two, one, two]) await exam.append({ room: A, time: 1, authors: [], update });
      expect(
        docOf(await exam.tail(A))
          .getText("t")
          .toString(),
      ).toBe("one two");
    });

    it("keeps every entry of many concurrent appends, in the order of their seqs", async () => {
      const seqs = await Promise.all(
        Array.from({ length: 200 }, (_, i) => exam.append(entryOf("a", i % 250))),
      );
      const entries = await exam.tail(A);
      expect(entries.map((entry) => entry.seq)).toEqual(seqs.flat());
      expect(entries.map((entry) => entry.update.at(-1))).toEqual(seqs.map((_, i) => i));
    });
  });
  describe("rooms", () => {
    it("are listed once each, folded or not, and not after they were dropped", async () => {
      await exam.append(entryOf("a", 1), entryOf("b", 2), entryOf("c.margin", 3));
      const entries = await exam.tail(A);
      await exam.store.fold(A, {
        snapshot: Uint8Array.of(1),
        seqs: entries.map((e) => e.seq),
        steps: entries,
      });
      await exam.append(entryOf("a", 4));
      await exam.store.drop(room("b"));
      await exam.reopen();
      expect((await collect(exam.store.rooms())).sort()).toEqual(["a", "c.margin"]);
    });

    it("begin afresh when they are written after a drop", async () => {
      await exam.append(entryOf("a", 1));
      await Promise.all([exam.store.drop(A), exam.append(entryOf("a", 2))]);
      expect((await exam.tail(A)).map((entry) => entry.update.at(-1))).toEqual([2]);
      expect(await collect(exam.store.rooms())).toEqual([A]);
    });
  });
}
