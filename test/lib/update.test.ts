// The scanner against Y.Doc itself: whatever Yjs writes passes and is measured right; whatever is bent
// is refused or loads. Seeds are fixed; a failing seed stays here by name.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Clocks, Deletes } from "../../lib/clocks.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import { diffUpdate, EMPTY_UPDATE, scanUpdate } from "../../lib/update.ts";
import { randomOf, writeSomething } from "../support/random-doc.ts";

const vectorOf = (bytes: Uint8Array) => Y.decodeStateVector(bytes);
const sorted = (map: Map<number, number>) => [...map].sort(([a], [b]) => a - b);

describe("an update is scanned without a document", () => {
  it("counts the clocks that Yjs counts, over every kind of content", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed);
      const docs = [1, 2, 3].map((id) => {
        const doc = new Y.Doc();
        doc.clientID = id * 1000;
        return doc;
      });
      const clocks = new Clocks();
      const deletes = new Deletes();
      const written: Uint8Array[] = [];
      for (let round = 0; round < 25; round++) {
        const doc = docs[Math.floor(random() * 3)] as Y.Doc;
        doc.once("update", (update: Uint8Array) => {
          const scan = scanUpdate(update);
          written.push(update);
          for (const range of scan.ranges) clocks.add(range);
          deletes.add(update, scan.deletesAt);
        });
        doc.transact(() => writeSomething(doc, random));
        const other = docs[Math.floor(random() * 3)] as Y.Doc;
        if (other !== doc && random() < 0.4) {
          Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
        }
      }
      const all = new Y.Doc();
      for (const doc of docs) Y.applyUpdate(all, Y.encodeStateAsUpdate(doc));
      expect(sorted(vectorOf(clocks.encode())), `seed ${seed}`).toEqual(
        sorted(vectorOf(Y.encodeStateVector(all))),
      );
      expect(clocks.hasGaps).toBe(false);
      const whole = Y.encodeStateAsUpdate(all);
      const scan = scanUpdate(whole);
      for (const update of written) {
        expect(deletes.covers(update, scanUpdate(update).deletesAt), `seed ${seed}`).toBe(true);
      }
      expect(scan.ranges.some((range) => clocks.lacks(range))).toBe(false);
    }
  });

  it("reports only contiguous clocks when updates arrive out of order", () => {
    const doc = new Y.Doc();
    doc.clientID = 7;
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (const letter of "abcdef") doc.getText("t").insert(doc.getText("t").length, letter);
    const clocks = new Clocks();
    const take = (i: number) => {
      for (const range of scanUpdate(updates[i] as Uint8Array).ranges) clocks.add(range);
    };
    for (const i of [0, 3, 5, 2]) take(i);
    expect(clocks.upToOf(7)).toBe(1);
    expect(clocks.hasGaps).toBe(true);
    expect(clocks.lacks({ client: 7, from: 2, to: 4 })).toBe(false);
    expect(clocks.lacks({ client: 7, from: 3, to: 5 })).toBe(true);
    take(1);
    expect(clocks.upToOf(7)).toBe(4);
    take(4);
    expect(clocks.upToOf(7)).toBe(6);
    expect(clocks.hasGaps).toBe(false);
  });

  it("sees a gap inside a merged update as Yjs does", () => {
    const doc = new Y.Doc();
    doc.clientID = 9;
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (const letter of "abcdef") doc.getText("t").insert(doc.getText("t").length, letter);
    const holed = mergeUpdates([updates[0], updates[1], updates[4]] as Uint8Array[]);
    expect(scanUpdate(holed).ranges).toMatchObject([
      { client: 9, from: 0, to: 2 },
      { client: 9, from: 4, to: 5 },
    ]);
    expect(scanUpdate(holed).isWhole).toBe(false);
  });

  it("merges two thousand updates into one that gives the same document", () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    const text = doc.getText("t");
    const random = randomOf(5);
    for (let i = 0; i < 2000; i++) {
      if (random() < 0.2 && text.length > 2) text.delete(Math.floor(random() * (text.length - 1)), 1);
      else text.insert(Math.floor(random() * (text.length + 1)), "x");
    }
    const again = new Y.Doc();
    Y.applyUpdate(again, mergeUpdates(updates));
    expect(again.getText("t").toString()).toBe(text.toString());
    const late = new Y.Doc();
    Y.applyUpdate(late, mergeUpdates(updates.slice(0, 900)));
    Y.applyUpdate(late, diffUpdate(mergeUpdates(updates), Y.encodeStateVector(late)));
    expect(late.getText("t").toString()).toBe(text.toString());
  });

  it("takes the empty update", () => {
    expect(scanUpdate(EMPTY_UPDATE)).toEqual({ ranges: [], isWhole: true, deletesAt: 1, hasDeletes: false });
  });
});

describe("hostile bytes", () => {
  const refused = (bytes: number[] | Uint8Array) =>
    expect(() => scanUpdate(Uint8Array.from(bytes))).toThrowError(
      expect.objectContaining({ code: "update/malformed" }),
    );

  it("are refused by name: trailing, short, over-long, empty, too deep, not UTF-8, not JSON", () => {
    refused([]);
    refused([0]);
    refused([0, 0, 0]);
    refused([0x80, 0, 0]);
    refused([1, 1, 1, 0, 0, 0, 0]); // a garbage-collected struct of length 0
    refused([1, 1, 1, 0, 4, 1, 1, 0x74, 0, 0]); // an empty string
    refused([1, 1, 1, 0, 4, 1, 1, 0x74, 1, 0xff, 0]); // not UTF-8
    refused([1, 1, 1, 0, 4, 1, 1, 0x74, 2, 0xc3, 0x28, 0]);
    refused([1, 1, 1, 0, 4, 1, 1, 0x74, 3, 0xed, 0xa0, 0x80, 0]); // half a surrogate pair
    refused([1, 1, 1, 0, 5, 1, 1, 0x74, 1, 0x7b, 0]); // an embed of "{"
    refused([1, 1, 1, 0, 11, 1, 1, 0x74, 0]); // no such struct
    refused([2, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0]); // one client twice
    refused([1, 1, 1, 0, 8, 1, 1, 0x74, 1, ...Array(80).fill([117, 1]).flat(), 126, 0]);
  });

  it("never pass the scan and then fail to load: 6,000 bent updates", () => {
    const random = randomOf(99);
    const doc = new Y.Doc();
    const samples: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => samples.push(update));
    for (let i = 0; i < 60; i++) doc.transact(() => writeSomething(doc, random));
    let passed = 0;
    for (let i = 0; i < 6000; i++) {
      const bent = Uint8Array.from(samples[Math.floor(random() * samples.length)] as Uint8Array);
      for (let k = 0; k <= random() * 3; k++) bent[Math.floor(random() * bent.length)] = random() * 256;
      try {
        scanUpdate(bent);
      } catch {
        continue;
      }
      passed++;
      expect(() => Y.mergeUpdates([bent, EMPTY_UPDATE])).not.toThrow();
      expect(() => Y.decodeUpdate(bent)).not.toThrow();
    }
    expect(passed).toBeGreaterThan(100);
  });
});
