// When lists and the search learn what is written, and how often a text is read for that: under a clock turned by hand.

import { describe, expect, it } from "vitest";
import type { DocId } from "../../lib/names.ts";
import { createDigests, type DigestsEnv } from "../../sync-server/documents/digests.ts";
import { HandClock } from "../client/support.ts";

const ROOM = "0123456789abcdefghijk" as DocId;
const OTHER = "kjihgfedcba9876543210" as DocId;
const brief = { title: "Plan", excerpt: "" };
const full = { ...brief, words: 0, text: "", terms: "" };

class Clock extends HandClock {
  soon(run: () => void): void {
    run();
  }
}

interface Listener {
  stored(room: unknown, entry: unknown): void;
  folded(room: unknown, result: unknown): void;
}

/** A room whose text takes so many kB; says at which ms it was read for lists, and at which for the search. */
function world(kilobytes: number) {
  const clock = new Clock();
  const start = clock.now();
  const read: number[] = [];
  const words: number[] = [];
  const warned: unknown[] = [];
  const content = { snapshot: new Uint8Array(kilobytes * 1024), tail: [] };
  let room = { name: ROOM, content };
  /** What was read for the search: the snapshot that each reading was given. */
  const texts: unknown[] = [];
  let listener = {} as Listener;
  /** ms that the worker takes for a whole text. */
  let takes = 0;
  let isWatched = true;
  let exists = true;
  const indexed: number[] = [];
  const env = {
    clock,
    log: { warn: (what: unknown) => warned.push(what) },
    rooms: { listen: (given: Listener) => Object.assign(listener, given) },
    folder: {
      async digest() {
        read.push(clock.now() - start);
        return brief;
      },
      fullDigest: ({ snapshot }: { snapshot: unknown }) =>
        new Promise((resolve) => {
          words.push(clock.now() - start);
          texts.push(snapshot);
          if (takes === 0) resolve(full);
          else clock.after(takes, () => resolve(full));
        }),
    },
    records: { change: async () => (exists ? {} : undefined) },
    isWatched: () => isWatched,
    listed: () => undefined,
    read: () => indexed.push(clock.now() - start),
  };
  listener = {} as Listener;
  const digests = createDigests(env as unknown as DigestsEnv);
  const key = () => listener.stored(room, { time: clock.now(), authors: [] });
  return {
    ...{ read, words, indexed, warned, clock, digests, key },
    texts,
    deleted() {
      exists = false;
    },
    /** Closed when nobody was in it, and opened again: another room, with what was stored. */
    reopened() {
      room = { name: ROOM, content: { snapshot: new Uint8Array(1), tail: [] } };
      return room.content.snapshot;
    },
    folded: () => listener.folded(room, { digest: brief }),
    watched(value: boolean) {
      isWatched = value;
      digests.watchChanged();
    },
    slow(ms: number) {
      takes = ms;
    },
    /** A key every 100 ms for so long. */
    async write(ms: number) {
      for (let at = 0; at < ms; at += 100) {
        key();
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
    for (let step = 0; step < 12; step++) await Promise.resolve();
  }
}

describe("what lists know of a document", () => {
  it("is there soon after the first word, and all of it a moment after the last", async () => {
    const { read, write, rest, clock, warned } = world(1);
    await write(3_000);
    await rest(5_000);
    expect(read).toEqual([500, 3_900]);
    await rest(60_000);
    expect(read).toHaveLength(2);
    await write(100);
    await rest(5_000);
    expect(read).toHaveLength(3);
    await rest(70_000);
    expect(clock.waiting).toBe(0);
    expect(warned).toEqual([]);
  });

  it("is read now and then from a text in which somebody writes without a pause, the longer the more seldom", async () => {
    const short = world(10);
    await short.write(60_000);
    expect(short.read.length).toBeGreaterThanOrEqual(4);
    expect(short.read.length).toBeLessThanOrEqual(5);
    // Half a second of work: one part in a hundred of a minute.
    const long = world(5_000);
    await long.write(120_000);
    expect(long.read).toHaveLength(3);
  });

  it("costs one part in twenty where somebody pauses after every word", async () => {
    const { read, write, rest } = world(5_000);
    for (let word = 0; word < 40; word++) {
      await write(500);
      await rest(1_500);
    }
    expect(read.length).toBeLessThanOrEqual(80 / 10 + 1);
    expect(read.length).toBeGreaterThan(5);
  });

  it("waits where nobody looks, and is there at once when somebody opens a list or asks for one", async () => {
    const { read, write, rest, watched, key, digests } = world(10);
    watched(false);
    await write(5_000);
    await rest(20_000);
    expect(read).toEqual([14_900]);
    key();
    await digests.freshen("lists", new Set([ROOM]));
    expect(read).toEqual([14_900, 25_000]);
    key();
    watched(true);
    await rest(2_000);
    expect(read).toEqual([14_900, 25_000, 26_000]);
  });

  it("comes with a fold, and is not read again then", async () => {
    const { read, key, folded, rest } = world(1);
    key();
    folded();
    await rest(5_000);
    expect(read).toEqual([]);
  });

  it("is written when the server stops, however little ago it was read", async () => {
    const { read, key, rest, digests } = world(5_000);
    key();
    await rest(500);
    expect(read).toEqual([500]);
    key();
    await digests.close();
    expect(read).toEqual([500, 500]);
  });
});

describe("what the search knows of a document", () => {
  it("waits until its writer has rested for a minute", async () => {
    const { words, write, rest } = world(60);
    for (let burst = 0; burst < 5; burst++) {
      await write(5_000);
      await rest(3_000);
    }
    expect(words).toEqual([]);
    await rest(57_000);
    expect(words).toEqual([96_900]);
    await rest(400_000);
    expect(words).toHaveLength(1);
  });

  it("is at most five minutes behind a writer without a pause", async () => {
    const { words, write } = world(60);
    await write(601_000);
    expect(words).toEqual([300_000, 600_000]);
  });

  it("is read at once where somebody searches, only of documents that are theirs, and only what is behind", async () => {
    const { words, key, digests, rest } = world(60);
    await digests.freshen("words", new Set([ROOM]));
    key();
    await digests.freshen("words", new Set([OTHER]));
    expect(words).toEqual([]);
    await digests.freshen("words", new Set([ROOM]));
    expect(words).toHaveLength(1);
    await rest(20_000);
    await digests.freshen("words", new Set([ROOM]));
    expect(words).toHaveLength(1);
  });

  it("is not read at every letter that somebody types into the search while another one writes", async () => {
    const { words, key, digests, rest } = world(600);
    for (let at = 0; at < 10_000; at += 100) {
      key();
      void digests.freshen("words", new Set([ROOM]));
      await rest(100);
    }
    // 120 ms of work each, by the estimate: one part in twenty of ten seconds.
    expect(words.length).toBeLessThanOrEqual(5);
    expect(words.length).toBeGreaterThan(2);
  });

  it("does not hold up a search for longer than people wait", async () => {
    const { words, key, digests, rest, slow } = world(60);
    slow(5_000);
    key();
    let answered = false;
    void digests.freshen("words", new Set([ROOM])).then(() => {
      answered = true;
    });
    await rest(250);
    expect(answered).toBe(false);
    await rest(100);
    expect(answered).toBe(true);
    await rest(5_000);
    expect(words).toHaveLength(1);
  });

  it("is nothing where the document was deleted before it was read", async () => {
    const { words, indexed, key, rest, deleted } = world(60);
    key();
    await rest(61_000);
    expect([words, indexed]).toEqual([[60_000], [60_000]]);
    key();
    deleted();
    await rest(400_000);
    expect(words).toHaveLength(2);
    expect(indexed).toHaveLength(1);
  });

  it("is never read from a room that was closed, once the document was written in again", async () => {
    const { words, texts, key, rest, reopened } = world(60);
    key();
    await rest(20_000);
    const now = reopened();
    key();
    await rest(400_000);
    expect(words).toEqual([80_000]);
    expect(texts).toEqual([now]);
  });

  it("is one reading for two who search at once, and both wait for it", async () => {
    const { words, key, digests, rest, slow } = world(60);
    slow(200);
    key();
    const answered: string[] = [];
    void digests.freshen("words", new Set([ROOM])).then(() => answered.push("first"));
    await rest(100);
    void digests.freshen("words", new Set([ROOM])).then(() => answered.push("second"));
    await rest(50);
    expect(answered).toEqual([]);
    await rest(50);
    expect(answered).toEqual(["first", "second"]);
    expect(words).toHaveLength(1);
  });
});
