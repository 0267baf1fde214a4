// Folding moves words, it never loses them; the history replays them. Part of the exam in store.ts.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { LogEntry } from "../../sync-server/store/store.ts";
import type { StoreExam } from "./store.ts";
import { collect, docOf, entryOf, stateOf, typist } from "./store-support.ts";

const A = entryOf("a", 0).room;

export function examineFolding(exam: StoreExam): void {
  describe("folding", () => {
    const fold = async (snapshot: number, entries: readonly LogEntry[], steps = entries) =>
      exam.store.fold(A, {
        snapshot: Uint8Array.of(snapshot),
        seqs: entries.map((entry) => entry.seq),
        steps,
      });

    it("makes what is old coarser, once, and leaves what is young and what is not folded", async () => {
      const ada = typist(1);
      const times = [1_000, 2_000, 3_000, 50_000, 60_000];
      for (const time of times) {
        await exam.append({ room: A, time, authors: [], update: ada.type("word ") });
        const tail = await exam.tail(A);
        await fold(7, tail);
      }
      await exam.append({ room: A, time: 500, authors: [], update: ada.type("tail") });
      const before = stateOf(docOf(await collect(exam.store.history(A))));
      let asked = 0;
      const join = async (steps: readonly LogEntry[]) => {
        asked += steps.length;
        const last = steps.at(-1);
        return last === undefined
          ? []
          : [{ ...last, update: Y.mergeUpdates(steps.map(({ update }) => update)) }];
      };
      await exam.store.thin(A, 10_000, join);
      await exam.store.thin(A, 100_000, join);
      await exam.reopen();
      const after = await collect(exam.store.history(A));
      expect(asked).toBeGreaterThan(0);
      expect(after.length).toBeLessThan(times.length + 1);
      expect(after.at(-1)?.time).toBe(500);
      expect(stateOf(docOf(after))).toEqual(before);
      expect(after.map(({ seq }) => seq)).toEqual(after.map(({ seq }) => seq).toSorted((a, b) => a - b));
    });

    it("replaces snapshot and folded entries, and keeps what was appended meanwhile", async () => {
      await exam.append(entryOf("a", 1), entryOf("a", 2));
      const before = await exam.tail(A);
      const appending = [exam.append(entryOf("a", 3)), fold(7, before), exam.append(entryOf("a", 4))];
      await Promise.all(appending);
      await exam.reopen();
      const stored = await exam.store.read(A);
      expect(stored?.snapshot).toEqual(Uint8Array.of(7));
      expect(stored?.tail.map((entry) => entry.update.at(-1))).toEqual([3, 4]);
    });

    it("never shows a reader less than everything while it happens", async () => {
      await exam.append(...Array.from({ length: 20 }, (_, i) => entryOf("a", i)));
      const before = await exam.tail(A);
      const folding = fold(7, before);
      const reads = await Promise.all(Array.from({ length: 20 }, () => exam.store.read(A)));
      await folding;
      for (const stored of reads) {
        expect(stored?.snapshot !== undefined || stored?.tail.length === 20).toBe(true);
      }
    });

    it("lets only the listed entries go, in whatever order they are folded", async () => {
      await exam.append(entryOf("a", 1), entryOf("a", 2), entryOf("a", 3));
      const [one, two, three] = await exam.tail(A);
      if (one === undefined || two === undefined || three === undefined) throw new Error("three entries");
      await fold(7, [one, three]);
      expect((await exam.tail(A)).map((entry) => entry.update.at(-1))).toEqual([2]);
      expect((await collect(exam.store.history(A))).map((step) => step.seq)).toEqual(
        [one, two, three].map((e) => e.seq),
      );
      await fold(8, [two]);
      expect((await collect(exam.store.history(A))).map((step) => step.update.at(-1))).toEqual([1, 2, 3]);
    });

    it("does nothing the second time, so a retry after a doubtful failure is safe", async () => {
      await exam.append(entryOf("a", 1), entryOf("a", 2));
      const entries = await exam.tail(A);
      await fold(7, entries);
      await exam.append(entryOf("a", 3));
      await fold(8, await exam.tail(A));
      await fold(7, entries);
      expect((await exam.store.read(A))?.snapshot).toEqual(Uint8Array.of(8));
      expect(await collect(exam.store.history(A))).toHaveLength(3);
    });

    it("takes a snapshot alone", async () => {
      await exam.store.fold(A, { snapshot: Uint8Array.of(1), seqs: [], steps: [] });
      expect(await exam.store.read(A)).toEqual({ snapshot: Uint8Array.of(1), tail: [] });
      expect(await collect(exam.store.rooms())).toEqual([A]);
    });

    it("[S8] keeps the state vector of a snapshot with it, and never that of another one", async () => {
      await exam.append(entryOf("a", 1), entryOf("a", 2));
      const [one, two] = await exam.tail(A);
      if (one === undefined || two === undefined) throw new Error("two entries");
      const vector = Uint8Array.of(1, 9, 1);
      await exam.store.fold(A, { snapshot: Uint8Array.of(7), vector, seqs: [one.seq], steps: [one] });
      await exam.reopen();
      expect((await exam.store.read(A))?.vector).toEqual(vector);
      await fold(8, [two]);
      expect((await exam.store.read(A))?.vector).toBeUndefined();
    });

    it("forgets the state vector of a dropped room", async () => {
      const folded = { snapshot: Uint8Array.of(7), vector: Uint8Array.of(0), seqs: [], steps: [] };
      await exam.store.fold(A, folded);
      await exam.store.drop(A);
      await exam.store.fold(A, { ...folded, vector: undefined });
      expect((await exam.store.read(A))?.vector).toBeUndefined();
    });

    it("does not bring back a dropped room", async () => {
      await exam.append(entryOf("a", 1));
      const entries = await exam.tail(A);
      await Promise.all([exam.store.drop(A), fold(7, entries)]);
      expect(await exam.store.read(A)).toBeUndefined();
      expect(await collect(exam.store.history(A))).toEqual([]);
    });
  });
  describe("the history", () => {
    it("replays to the same document as the entries, whatever the step, after many folds", async () => {
      const [mona, zoe] = [typist(1), typist(2)];
      const entries: LogEntry[] = [];
      for (let i = 0; i < 60; i++) {
        const writer = i % 3 === 0 ? zoe : mona;
        const update = i % 7 === 6 ? writer.erase() : writer.type(`${i} `);
        (writer === mona ? zoe : mona).hear(update);
        await exam.append({ room: A, time: 1000 + i * 150, authors: [], update });
        entries.push(...(await exam.tail(A)).slice(-1));
        if (i % 10 === 4) {
          const folded = await exam.tail(A);
          const snapshot = Y.encodeStateAsUpdate(docOf(entries));
          await exam.store.fold(A, { snapshot, seqs: folded.map((entry) => entry.seq), steps: folded });
        }
      }
      await exam.reopen();
      const steps = await collect(exam.store.history(A));
      expect(steps.map((step) => step.seq)).toEqual(entries.map((entry) => entry.seq));
      for (const { seq } of steps.filter((_, i) => i % 7 === 3)) {
        const upTo = await collect(exam.store.history(A, undefined, seq));
        expect(stateOf(docOf(upTo))).toEqual(stateOf(docOf(entries.filter((entry) => entry.seq <= seq))));
      }
      const [from, to] = [steps[19]?.seq, steps[39]?.seq];
      expect((await collect(exam.store.history(A, from, to))).map((step) => step.seq)).toEqual(
        entries.slice(20, 40).map((entry) => entry.seq),
      );
    });

    it("tells every entry once while entries are folded under the reader", async () => {
      await exam.append(...Array.from({ length: 30 }, (_, i) => entryOf("a", i)));
      const all = await exam.tail(A);
      await exam.store.fold(A, {
        snapshot: Uint8Array.of(1),
        seqs: all.slice(0, 10).map((e) => e.seq),
        steps: all.slice(0, 10),
      });
      const told: number[] = [];
      for await (const step of exam.store.history(A)) {
        told.push(step.seq);
        if (told.length === 5) {
          const rest = await exam.tail(A);
          await exam.store.fold(A, { snapshot: Uint8Array.of(2), seqs: rest.map((e) => e.seq), steps: rest });
        }
      }
      expect(told).toEqual(all.map((entry) => entry.seq));
    });
  });
}
