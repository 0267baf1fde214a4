// Merging on bytes against Yjs: the same document, from the same updates, in any order and grouping.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { mergeUpdates } from "../../lib/merge.ts";
import { scanUpdate } from "../../lib/update.ts";
import { randomOf, writeSomething } from "../support/random-doc.ts";

/** Edits of several people who now and then hear of each other, as the updates that they sent. */
function history(seed: number, people: number, edits: number): Uint8Array[] {
  const random = randomOf(seed);
  const updates: Uint8Array[] = [];
  const docs = Array.from({ length: people }, (_, i) => {
    const doc = new Y.Doc();
    doc.clientID = 10 + Math.floor(random() * 1e6) * 10 + i;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") updates.push(update);
    });
    return doc;
  });
  for (let i = 0; i < edits; i++) {
    const doc = docs[Math.floor(random() * people)] as Y.Doc;
    const text = doc.getText("t");
    const kind = random();
    if (kind < 0.5) text.insert(text.length, "abc😀é"[Math.floor(random() * 3)] as string);
    else if (kind < 0.7) {
      const at = Math.floor(random() * (text.length + 1));
      for (let k = 0; k < 4; k++) text.insert(at + k, "z");
    } else if (kind < 0.8 && text.length > 2) text.delete(Math.floor(random() * (text.length - 2)), 1);
    else doc.transact(() => writeSomething(doc, random));
    const other = docs[Math.floor(random() * people)] as Y.Doc;
    if (other !== doc && random() < 0.3) {
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)), "remote");
    }
  }
  return updates;
}

const stateOf = (updates: readonly Uint8Array[]) => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString("hex");
};

describe("merging", () => {
  it("gives the document that Yjs makes of the same updates, over 400 histories and groupings", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const updates = history(seed, 1 + (seed % 4), 40);
      const random = randomOf(seed * 7);
      const groups: Uint8Array[] = [];
      for (let i = 0; i < updates.length; ) {
        const size = 1 + Math.floor(random() * 12);
        groups.push(mergeUpdates(updates.slice(i, i + size)));
        i += size;
      }
      const expected = stateOf(updates);
      expect(stateOf(groups), `seed ${seed}, group by group`).toBe(expected);
      expect(stateOf([mergeUpdates(groups)]), `seed ${seed}, merged again`).toBe(expected);
      for (const group of groups) scanUpdate(group);
      // Yjs must be able to go on from what was merged here.
      expect(stateOf([Y.mergeUpdates(groups)]), `seed ${seed}, by Yjs after us`).toBe(expected);
    }
  });

  it("loses nothing when updates come out of order, twice, or with holes", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const updates = history(seed + 5000, 3, 25);
      const random = randomOf(seed);
      const shuffled = [...updates, ...updates.slice(0, 5)]
        .map((update) => ({ update, order: random() }))
        .sort((a, b) => a.order - b.order)
        .map(({ update }) => update);
      const half = Math.floor(shuffled.length / 2);
      const merged = mergeUpdates([
        mergeUpdates(shuffled.slice(0, half)),
        mergeUpdates(shuffled.slice(half)),
      ]);
      expect(stateOf([merged]), `seed ${seed}`).toBe(stateOf(updates));
    }
  });

  it("makes one struct of letters that were typed one after another", () => {
    const doc = new Y.Doc();
    doc.clientID = 4_000_000_000;
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    const text = doc.getText("t");
    text.insert(0, "<>");
    for (let i = 0; i < 500; i++) text.insert(1 + i, "a");
    const merged = mergeUpdates(updates);
    expect(scanUpdate(merged).ranges.map(({ structs }) => structs)).toEqual([2]);
    expect(merged.length).toBeLessThan(560);
    expect(stateOf([merged])).toBe(stateOf(updates));
  });

  it("can be split again where somebody writes into the middle of what was joined", () => {
    const ada = new Y.Doc();
    const updates: Uint8Array[] = [];
    ada.on("update", (update: Uint8Array) => updates.push(update));
    for (let i = 0; i < 20; i++) ada.getText("t").insert(i, String(i % 10));
    const bob = new Y.Doc();
    Y.applyUpdate(bob, mergeUpdates(updates));
    bob.getText("t").insert(10, "middle");
    bob.getText("t").delete(3, 2);
    const back = Y.encodeStateAsUpdate(bob, Y.encodeStateVector(ada));
    Y.applyUpdate(ada, back);
    expect(ada.getText("t").toString()).toBe(bob.getText("t").toString());
    expect(stateOf([mergeUpdates([...updates, back])])).toBe(stateOf([...updates, back]));
  });
});
