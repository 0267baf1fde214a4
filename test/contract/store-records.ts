// Records, and what holds after close. Part of the exam in store.ts.

import { describe, expect, it } from "vitest";
import type { StoreExam } from "./store.ts";
import { collect, entryOf } from "./store-support.ts";

const A = entryOf("a", 0).room;

export function examineRecords(exam: StoreExam): void {
  describe("records", () => {
    const bytes = (...values: number[]) => Uint8Array.from(values);

    it("are undefined until written, replaced by put and gone after del", async () => {
      expect(await exam.store.get("doc/1")).toBeUndefined();
      await exam.store.put("doc/1", bytes(1, 2));
      await exam.store.put("doc/1", bytes(3));
      await exam.store.put("empty", bytes());
      await exam.reopen();
      expect(await exam.store.get("doc/1")).toEqual(bytes(3));
      expect(await exam.store.get("empty")).toEqual(bytes());
      await exam.store.del("doc/1");
      await exam.store.del("doc/1");
      expect(await exam.store.get("doc/1")).toBeUndefined();
    });

    it("are written with an expectation only where it holds", async () => {
      const conflict = { code: "store/conflict" };
      await exam.store.put("k", bytes(1), null);
      await expect(exam.store.put("k", bytes(2), null)).rejects.toMatchObject(conflict);
      await expect(exam.store.put("k", bytes(2), bytes(1, 1))).rejects.toMatchObject(conflict);
      await expect(exam.store.put("absent", bytes(2), bytes())).rejects.toMatchObject(conflict);
      await exam.store.put("k", bytes(2), bytes(1));
      expect(await exam.store.get("k")).toEqual(bytes(2));
      expect(await exam.store.get("absent")).toBeUndefined();
    });

    it("let exactly one of many win who expect the same", async () => {
      const tries = Array.from({ length: 10 }, (_, i) => exam.store.put("k", bytes(i), null));
      const won = (await Promise.allSettled(tries)).flatMap((t, i) => (t.status === "fulfilled" ? [i] : []));
      expect(won).toHaveLength(1);
      expect(await exam.store.get("k")).toEqual(bytes(won[0] ?? -1));
    });

    it("are listed by prefix in the order of their UTF-8 bytes", async () => {
      const keys = [
        "doc/1",
        "doc/10",
        "doc/2",
        "doc/\u{ff5e}",
        "doc/\u{1f600}",
        "doc",
        "dod/1",
        "link/1",
        "doc0",
      ];
      for (const [i, key] of keys.entries()) await exam.store.put(key, bytes(i));
      const listed = await collect(exam.store.list("doc/"));
      expect(listed.map((record) => record.key)).toEqual(keys.slice(0, 5));
      expect(listed[1]).toEqual({ key: "doc/10", value: bytes(1) });
      expect(await collect(exam.store.list(""))).toHaveLength(keys.length);
      expect(await collect(exam.store.list("nobody/"))).toEqual([]);
    });

    it("list more than fits into one page", async () => {
      const value = new Uint8Array(100_000);
      const keys = Array.from({ length: 40 }, (_, i) => `big/${String(i).padStart(3, "0")}`);
      await Promise.all(keys.map((key) => exam.store.put(key, value)));
      expect((await collect(exam.store.list("big/"))).map((record) => record.key)).toEqual(keys);
    });
  });
  describe("closing", () => {
    it("waits for what is under way", async () => {
      const appends = Array.from({ length: 20 }, (_, i) => exam.append(entryOf("a", i)));
      await exam.store.close();
      expect((await Promise.allSettled(appends)).every((a) => a.status === "fulfilled")).toBe(true);
    });

    it("may be asked for twice, and afterwards every verb rejects with store/closed", async () => {
      await exam.append(entryOf("a", 1), entryOf("a", 2));
      await exam.store.put("k", Uint8Array.of(1));
      const open = [exam.store.rooms(), exam.store.history(A), exam.store.list("")].map((i) =>
        i[Symbol.asyncIterator](),
      );
      for (const iterator of open) await iterator.next();
      await Promise.all([exam.store.close(), exam.store.close()]);
      await exam.store.close();
      const closed = { code: "store/closed" };
      const value = Uint8Array.of(1);
      await expect(exam.append()).rejects.toMatchObject(closed);
      await expect(exam.append(entryOf("a", 1))).rejects.toMatchObject(closed);
      await expect(exam.store.read(A)).rejects.toMatchObject(closed);
      await expect(exam.store.fold(A, { snapshot: value, seqs: [], steps: [] })).rejects.toMatchObject(
        closed,
      );
      await expect(exam.store.drop(A)).rejects.toMatchObject(closed);
      await expect(exam.store.get("k")).rejects.toMatchObject(closed);
      await expect(exam.store.put("k", value)).rejects.toMatchObject(closed);
      await expect(exam.store.put("k", value, null)).rejects.toMatchObject(closed);
      await expect(exam.store.del("k")).rejects.toMatchObject(closed);
      for (const late of [exam.store.rooms(), exam.store.history(A), exam.store.list("")]) {
        await expect(collect<unknown>(late)).rejects.toMatchObject(closed);
      }
      for (const iterator of open) await expect(iterator.next()).rejects.toMatchObject(closed);
    });
  });
}
