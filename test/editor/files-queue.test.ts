// The queue of uploads, with a clock turned by hand and a line that does what the test says.

import { describe, expect, it } from "vitest";
import {
  createQueue,
  MAX_QUEUED,
  MAX_SENDING,
  MAX_TRIES,
  type Queue,
  SendError,
  type Source,
  type UploadState,
} from "../../app/_editor/files/queue.ts";
import type { FileId, StoredFile } from "../../lib/files.ts";

const source = (name: string): Source => ({ name, open: async () => new Blob([name]) });
const STORED: StoredFile = { file: "a".repeat(64) as FileId, type: "image/png", bytes: 1, name: "" };
let lastId = 0;
const add = (queue: Queue, one: Source) => (queue.add(one, ++lastId) ? lastId : undefined);
const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Line {
  readonly name: string;
  readonly signal: AbortSignal;
  progress(part: number): void;
  arrive(): Promise<unknown>;
  fail(why: SendError["why"]): Promise<unknown>;
}

function world() {
  const lines: Line[] = [];
  const timers: { ms: number; run: () => void; off: boolean }[] = [];
  const stored: number[] = [];
  const seen = new Map<number, UploadState[]>();
  let online = true;
  const queue: Queue = createQueue({
    send: (_blob, name, signal, progress) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          settle();
          return settled();
        };
        lines.push({
          ...{ name, signal, progress },
          arrive: () => end(() => resolve(STORED)),
          fail: (why) => end(() => reject(new SendError(why))),
        });
      }),
    after(ms, run) {
      const timer = { ms, run, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
    random: () => 0,
    online: () => online,
    changed(id) {
      const state = queue.stateOf(id);
      if (state !== undefined) seen.set(id, [...(seen.get(id) ?? []), state]);
    },
    stored: (id) => void stored.push(id),
  });
  return {
    ...{ queue, lines, timers, stored, seen },
    setOnline: (is: boolean) => {
      online = is;
    },
    async turn() {
      const due = timers.splice(0).filter(({ off }) => !off);
      for (const { run } of due) run();
      await settled();
      return due.map(({ ms }) => ms);
    },
  };
}

describe("the queue of uploads", () => {
  it("sends a few at once, the others in their order, and tells how far each is", async () => {
    const { queue, lines, stored, seen } = world();
    const ids = ["a", "b", "c", "d"].map((name) => add(queue, source(name)) as number);
    await settled();
    expect(lines.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(lines).toHaveLength(MAX_SENDING);
    lines[1]?.progress(0.5);
    expect(queue.stateOf(ids[1] as number)).toEqual({ state: "sending", part: 0.5 });
    await lines[1]?.arrive();
    expect(lines.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
    for (const at of [0, 2, 3]) await lines[at]?.arrive();
    expect(stored).toEqual([2, 1, 3, 4]);
    expect(queue.size).toBe(0);
    expect(seen.get(2)).toContainEqual({ state: "sending", part: 0.5 });
  });

  it("tries again with growing pauses while the server cannot be reached, and then leaves it to the person", async () => {
    const { queue, lines, turn, stored } = world();
    const id = add(queue, source("a")) as number;
    await settled();
    const pauses: number[] = [];
    for (let tries = 1; tries < MAX_TRIES; tries++) {
      await lines.at(-1)?.fail("unreachable");
      expect(queue.stateOf(id)).toEqual({ state: "pausing", offline: false });
      pauses.push(...(await turn()));
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await lines.at(-1)?.fail("unreachable");
    expect(queue.stateOf(id)).toMatchObject({ state: "failed", why: "server" });
    queue.retry(id);
    await settled();
    await lines.at(-1)?.arrive();
    expect(stored).toEqual([id]);
  });

  it("does not give up who is offline, and goes on at once when the line is back", async () => {
    const { queue, lines, turn, stored, timers, setOnline } = world();
    setOnline(false);
    const id = add(queue, source("a")) as number;
    await settled();
    for (let tries = 0; tries < MAX_TRIES * 2; tries++) {
      await lines.at(-1)?.fail("unreachable");
      expect(queue.stateOf(id)).toEqual({ state: "pausing", offline: true });
      await turn();
    }
    await lines.at(-1)?.fail("unreachable");
    setOnline(true);
    queue.wake();
    await settled();
    expect(timers.every(({ off }) => off)).toBe(true);
    await lines.at(-1)?.arrive();
    expect(stored).toEqual([id]);
  });

  it("does not try again what would be refused again", async () => {
    const { queue, lines, timers } = world();
    const id = add(queue, source("a")) as number;
    await settled();
    await lines[0]?.fail("too-large");
    expect(queue.stateOf(id)).toMatchObject({ state: "failed", why: "too-large" });
    expect(timers).toHaveLength(0);
    expect(queue.size).toBe(1);
    queue.cancel(id);
    expect(queue.size).toBe(0);
  });

  it("breaks off what is cancelled, wherever it is, and what comes after is not heard", async () => {
    const { queue, lines, stored, turn } = world();
    const ids = ["a", "b", "c", "d"].map((name) => add(queue, source(name)) as number);
    await settled();
    queue.cancel(ids[3] as number);
    queue.cancel(ids[0] as number);
    expect(lines[0]?.signal.aborted).toBe(true);
    lines[0]?.progress(1);
    await lines[0]?.arrive();
    await lines[1]?.fail("unreachable");
    queue.cancel(ids[1] as number);
    expect(await turn()).toEqual([]);
    await lines[2]?.arrive();
    expect(stored).toEqual([ids[2]]);
    expect(lines).toHaveLength(3);
  });

  it("is bounded, and says so", () => {
    const { queue } = world();
    for (let count = 0; count < MAX_QUEUED; count++) expect(add(queue, source("a"))).toBeDefined();
    expect(add(queue, source("one more"))).toBeUndefined();
  });

  it("tells of a file that can no longer be read", async () => {
    const { queue } = world();
    const id = add(queue, { name: "gone", open: () => Promise.reject(new Error("NotFound")) }) as number;
    await settled();
    expect(queue.stateOf(id)).toMatchObject({ state: "failed", why: "unreadable" });
  });

  it("lets everything go when it is closed", async () => {
    const { queue, lines, stored } = world();
    add(queue, source("a"));
    await settled();
    queue.close();
    expect(lines[0]?.signal.aborted).toBe(true);
    await lines[0]?.arrive();
    expect(stored).toEqual([]);
  });
});
