// The commit loop and the tidying up behind folds, on a key-value store that the test holds by the hand.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoomName } from "../../lib/names.ts";
import { createCommitter } from "../../sync-server/store/committer.ts";
import type { KeyRange } from "../../sync-server/store/keys.ts";
import type { Kv, Operation } from "../../sync-server/store/kv.ts";
import { createTidier } from "../../sync-server/store/tidy.ts";

/** Writes wait until the test lets them through. */
function heldKv() {
  const writes: { readonly keys: string[]; done(): void; fail(): void }[] = [];
  const compacted: KeyRange[] = [];
  const kv: Kv = {
    get: async () => undefined,
    page: async () => [],
    write: (operations: readonly Operation[]) =>
      new Promise((resolve, reject) => {
        const keys = operations.map(({ key }) => key);
        writes.push({ keys, done: resolve, fail: () => reject(new Error("the disk is full")) });
      }),
    compact: async (range) => void compacted.push(range),
    close: async () => {},
  };
  return { kv, writes, compacted };
}

const put = (key: string, bytes = 1) => ({
  operations: (): Operation[] => [{ type: "put", key, value: new Uint8Array(bytes) }],
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the commit loop", () => {
  it("keeps one write in flight, and puts all who wait into the next, in their order", async () => {
    const { kv, writes } = heldKv();
    const commit = createCommitter(kv);
    const done: string[] = [];
    const all = ["a", "b", "c"].map((key) => commit(put(key)).then(() => done.push(key)));
    await turn();
    const late = ["d", "e"].map((key) => commit(put(key)).then(() => done.push(key)));
    await turn();
    expect(writes.map(({ keys }) => keys)).toEqual([["a", "b", "c"]]);
    writes[0]?.done();
    await Promise.all(all);
    await turn();
    expect(writes[1]?.keys).toEqual(["d", "e"]);
    writes[1]?.done();
    await Promise.all(late);
    expect(done).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("rejects everybody in a failed write with store/failed, and goes on with the next", async () => {
    const { kv, writes } = heldKv();
    const commit = createCommitter(kv);
    const failing = [commit(put("a")), commit(put("b"))];
    await turn();
    const next = commit(put("c"));
    writes[0]?.fail();
    for (const change of failing) await expect(change).rejects.toMatchObject({ code: "store/failed" });
    await turn();
    writes[1]?.done();
    await next;
  });

  it("lets a change that cannot be made fail alone", async () => {
    const { kv, writes } = heldKv();
    const commit = createCommitter(kv);
    const one = commit(put("a"));
    const bad = commit({ operations: () => Promise.reject(new Error("no")) });
    const two = commit(put("b"));
    await expect(bad).rejects.toThrow("no");
    await turn();
    expect(writes[0]?.keys).toEqual(["a", "b"]);
    writes[0]?.done();
    await Promise.all([one, two]);
  });

  it("gives a change that reads first a write of its own, with everything before it on the disk", async () => {
    const { kv, writes } = heldKv();
    const commit = createCommitter(kv);
    let asked = 0;
    const changes = [
      commit(put("a")),
      commit({ ...put("b"), alone: true, operations: () => [...put(`b${++asked}`).operations()] }),
      commit(put("c")),
    ];
    await turn();
    expect(asked).toBe(0);
    for (const keys of [["a"], ["b1"], ["c"]]) {
      expect(writes.at(-1)?.keys).toEqual(keys);
      writes.at(-1)?.done();
      await turn();
    }
    await Promise.all(changes);
  });

  it("splits what is too much for one write", async () => {
    const { kv, writes } = heldKv();
    const commit = createCommitter(kv);
    const changes = Array.from({ length: 3 }, (_, i) => commit(put(`k${i}`, 5 * 1024 * 1024)));
    await turn();
    expect(writes[0]?.keys).toEqual(["k0", "k1"]);
    writes[0]?.done();
    await turn();
    writes[1]?.done();
    await Promise.all(changes);
  });
});

describe("tidying up", () => {
  const MIB = 1024 * 1024;
  const room = (name: string) => name as RoomName;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("compacts the rooms concerned once folds are quiet, if it is worth it", async () => {
    const { kv, compacted } = heldKv();
    const tidier = createTidier(kv);
    tidier.left(room("a"), MIB / 8);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(compacted).toEqual([]);
    tidier.left(room("b"), MIB);
    await vi.advanceTimersByTimeAsync(2000);
    tidier.left(room("b"), MIB);
    await vi.advanceTimersByTimeAsync(2000);
    expect(compacted).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(compacted.map(({ to }) => to.slice(0, 4))).toEqual([
      "l/a/",
      "h/a/",
      "s/a",
      "v/a",
      "l/b/",
      "h/b/",
      "s/b",
      "v/b",
    ]);
  });

  it("does not wait for ever where folds never stop", async () => {
    const { kv, compacted } = heldKv();
    const tidier = createTidier(kv);
    for (let second = 0; second < 70; second++) {
      tidier.left(room("a"), MIB);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(compacted.length).toBeGreaterThan(0);
  });

  it("sweeps over everything where very many rooms were folded", async () => {
    const { kv, compacted } = heldKv();
    const tidier = createTidier(kv);
    for (let i = 0; i < 200; i++) tidier.left(room(`r${i}`), MIB);
    await vi.advanceTimersByTimeAsync(3000);
    expect(compacted).toHaveLength(1);
  });

  it("leaves no timer behind when it is stopped", async () => {
    const { kv, compacted } = heldKv();
    const tidier = createTidier(kv);
    tidier.left(room("a"), MIB);
    tidier.stop();
    tidier.left(room("a"), MIB);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(compacted).toEqual([]);
  });
});
