// Steps and segments: what was joined and compressed replays to exactly the same document.

import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Seq } from "../../lib/names.ts";
import { joinSteps } from "../../sync-server/room/steps.ts";
import { decodeSegment, encodeSegment } from "../../sync-server/store/segment.ts";
import type { LogEntry } from "../../sync-server/store/store.ts";
import { client, docOf, entryOf, stateOf, typist, user } from "../contract/store-support.ts";
import { randomOf, writeSomething } from "../support/random-doc.ts";

const step = (seq: number, time: number, name: string, update: Uint8Array): LogEntry => ({
  seq: seq as Seq,
  time,
  authors: [{ user: user(name), clients: [client(seq % 3)] }],
  update,
});

/** Three people who edit at once and hear each other late; the log as a server would write it. */
function session(seed: number): LogEntry[] {
  const random = randomOf(seed);
  const people = ["mona", "zoe", "li"].map((name, i) => {
    const doc = new Y.Doc();
    doc.clientID = 10 + i;
    return { name, doc };
  });
  const entries: LogEntry[] = [];
  let time = 1_795_000_000_000;
  for (let i = 0; i < 60; i++) {
    const writer = people[Math.floor(random() * 3)] ?? people[0];
    if (writer === undefined) continue;
    for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
      const before = Y.snapshot(writer.doc);
      const updates: Uint8Array[] = [];
      const listen = (update: Uint8Array) => updates.push(update);
      writer.doc.on("update", listen);
      writeSomething(writer.doc, random);
      writer.doc.off("update", listen);
      if (Y.equalSnapshots(before, Y.snapshot(writer.doc)) || updates.length === 0) continue;
      time += Math.floor(random() * 400);
      for (const update of updates) entries.push(step(entries.length + 1, time, writer.name, update));
    }
    if (random() < 0.3)
      for (const { doc } of people) for (const { update } of entries) Y.applyUpdate(doc, update);
  }
  return entries;
}

describe("joinSteps", () => {
  it("joins neighbours of one author within a second, and nobody else", () => {
    const writer = typist(7);
    const times: [number, string][] = [
      [0, "mona"],
      [600, "mona"],
      [1000, "mona"],
      [1001, "mona"],
      [1002, "zoe"],
      [1003, "mona"],
    ];
    const entries = times.map(([time, name], i) => step(i + 1, 5000 + time, name, writer.type(`${i}`)));
    const steps = joinSteps(entries);
    expect(steps.map(({ seq, time }) => [seq, time - 5000])).toEqual([
      [3, 1000],
      [4, 1001],
      [5, 1002],
      [6, 1003],
    ]);
    expect(steps[0]?.authors).toEqual([{ user: "mona", clients: [1, 2, 0] }]);
  });

  it("gives the same document at every border of a step, whatever was edited", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const entries = session(seed);
      const steps = joinSteps(entries);
      expect(steps.length).toBeLessThan(entries.length);
      const [replayed, original] = [new Y.Doc(), new Y.Doc()];
      let next = 0;
      for (const { seq, update } of steps) {
        Y.applyUpdate(replayed, update);
        for (let e = entries[next]; e !== undefined && e.seq <= seq; e = entries[++next]) {
          Y.applyUpdate(original, e.update);
        }
        if (seq % 10 === 0) expect(stateOf(replayed)).toEqual(stateOf(original));
      }
      expect(next).toBe(entries.length);
      expect(stateOf(replayed)).toEqual(stateOf(original));
    }
  });

  it("makes one small update of a word that was typed letter by letter", () => {
    const writer = typist(7);
    const entries = [..."a word of some letters"].map((c, i) => step(i + 1, i, "mona", writer.type(c)));
    const [joined] = joinSteps(entries);
    expect(joined?.update.length).toBeLessThan(45);
  });

  it("leaves an unreadable update alone instead of failing", () => {
    const entries = [1, 2].map((i) => step(i, i, "mona", Uint8Array.of(255, 255, 255)));
    expect(joinSteps(entries)).toEqual(entries);
  });

  it("takes an empty list", () => {
    expect(joinSteps([])).toEqual([]);
  });
});

describe("a segment", () => {
  it("gives back its steps exactly", async () => {
    const steps = joinSteps(session(1));
    expect(await decodeSegment("k", await encodeSegment(steps))).toEqual(steps);
    expect(stateOf(docOf(await decodeSegment("k", await encodeSegment(steps))))).toEqual(
      stateOf(docOf(steps)),
    );
    expect(await decodeSegment("k", await encodeSegment([]))).toEqual([]);
  });

  it("keeps times that run backwards and authors without clients", async () => {
    const odd = [5, 3, 9].map((time, i) => ({ ...entryOf("a", i), seq: (i + 1) as Seq, time }));
    const steps = odd.map(({ room: _, ...entry }) => ({
      ...entry,
      authors: [{ user: user("ö"), clients: [] }],
    }));
    expect(await decodeSegment("k", await encodeSegment(steps))).toEqual(steps);
  });

  it("rejects with store/damaged for bytes that are none", async () => {
    const segment = await encodeSegment(joinSteps(session(2)));
    const bad = [new Uint8Array(0), Uint8Array.of(1), Uint8Array.of(9, 9, 9), segment.subarray(0, 50)];
    for (let i = 0; i < 20; i++) bad.push(Uint8Array.from([1, ...randomBytes(40)]));
    for (const bytes of bad) {
      await expect(decodeSegment("h/a/1", bytes)).rejects.toMatchObject({ code: "store/damaged" });
    }
  });
});
