// When lists learn what is written, and how often a text is read for that: under a clock turned by hand.

import { describe, expect, it } from "vitest";
import type { FullDigest } from "../../lib/doc.ts";
import { createDigests, type DigestsEnv } from "../../sync-server/documents/digests.ts";
import { HandClock } from "../client/support.ts";

const ROOM = "0123456789abcdefghijk";
const digest: FullDigest = { title: "Plan", excerpt: "", words: 0, text: "", terms: "" };

class Clock extends HandClock {
  soon(run: () => void): void {
    run();
  }
}

/** A room whose text takes so many kB; says at which ms it was read. */
function world(kilobytes: number) {
  const clock = new Clock();
  const start = clock.now();
  const read: number[] = [];
  const content = { snapshot: new Uint8Array(kilobytes * 1024), tail: [] };
  const room = { name: ROOM, content };
  let stored: (typing: unknown, entry: unknown) => void = () => undefined;
  const env = {
    clock,
    log: { warn: (...what: unknown[]) => expect(what).toEqual([]) },
    rooms: {
      listen(listener: { stored: typeof stored }) {
        stored = listener.stored;
      },
    },
    folder: {
      async digest() {
        read.push(clock.now() - start);
        return digest;
      },
    },
    records: { change: async () => undefined },
    refreshed: () => undefined,
  };
  createDigests(env as unknown as DigestsEnv);
  return {
    read,
    clock,
    /** A key every 100 ms for so long. */
    async write(ms: number) {
      for (let at = 0; at < ms; at += 100) {
        stored(room, { time: clock.now(), authors: [] });
        await turn(clock, 100);
      }
    },
    rest: (ms: number) => turn(clock, ms),
  };
}

/** Reading is asynchronous: what follows it comes between two steps of the clock. */
async function turn(clock: Clock, ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 50) {
    clock.turn(50);
    for (let step = 0; step < 6; step++) await Promise.resolve();
  }
}

describe("what lists know of a document", () => {
  it("is there soon after the first word, and all of it a moment after the last", async () => {
    const { read, write, rest, clock } = world(1);
    await write(3_000);
    await rest(5_000);
    expect(read).toEqual([500, 3_900]);
    await rest(60_000);
    expect(read).toHaveLength(2);
    await write(100);
    await rest(5_000);
    expect(read).toHaveLength(3);
    expect(clock.waiting).toBe(0);
  });

  it("is read now and then from a text in which somebody writes without a pause, the longer the more seldom", async () => {
    const short = world(10);
    await short.write(60_000);
    expect(short.read.length).toBeGreaterThanOrEqual(11);
    expect(short.read.length).toBeLessThanOrEqual(13);
    // Half a second of work: one part in a hundred of a minute.
    const long = world(1_000);
    await long.write(120_000);
    expect(long.read).toHaveLength(3);
  });

  it("costs one part in twenty where somebody pauses after every word", async () => {
    const { read, write, rest } = world(1_000);
    for (let word = 0; word < 40; word++) {
      await write(500);
      await rest(1_500);
    }
    expect(read.length).toBeLessThanOrEqual(80 / 10 + 1);
    expect(read.length).toBeGreaterThan(5);
  });
});
