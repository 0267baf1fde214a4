// Updates that are too large for one message, cut into several.

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { splitUpdate } from "../../lib/split.ts";
import { scanUpdate } from "../../lib/update.ts";
import { randomOf, writeSomething } from "../support/random-doc.ts";

function applied(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

const stateOf = (doc: Y.Doc) => ({
  vector: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b),
  deletes: Y.createDeleteSetFromStructStore(doc.store).clients,
  text: doc.getText("t").toDelta(),
  xml: doc.getXmlFragment("x").toString(),
  pending: doc.store.pendingStructs,
});

/** Three people who write everything that Yjs knows, now and then in step with each other. */
function written(seed: number): Uint8Array[] {
  const random = randomOf(seed);
  const docs = [1, 2, 3].map((id) => Object.assign(new Y.Doc(), { clientID: id * 1000 }));
  const updates: Uint8Array[] = [];
  for (let round = 0; round < 60; round++) {
    const doc = docs[Math.floor(random() * 3)] as Y.Doc;
    doc.once("update", (update: Uint8Array) => updates.push(update));
    doc.transact(() => writeSomething(doc, random));
    const other = docs[Math.floor(random() * 3)] as Y.Doc;
    if (random() < 0.4) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
  }
  return updates;
}

describe("a large update", () => {
  it("says in parts what it said whole, each part within the bound and sound by itself", () => {
    let cut = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const whole = Y.encodeStateAsUpdate(applied(written(seed)));
      for (const bound of [200, 400, 1_500]) {
        const parts = splitUpdate(whole, bound);
        if (parts === undefined) continue;
        for (const part of parts) {
          expect(part.length, `seed ${seed}`).toBeLessThanOrEqual(bound);
          scanUpdate(part);
        }
        if (parts.length > 1) cut++;
        expect(stateOf(applied(parts)), `seed ${seed}, ${bound}`).toEqual(stateOf(applied([whole])));
        // A part that comes late is waited for.
        expect(stateOf(applied(parts.toReversed())), `seed ${seed}`).toEqual(stateOf(applied([whole])));
      }
    }
    expect(cut).toBeGreaterThan(20);
  });

  it("keeps the gaps of what arrived too early", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const early = Y.mergeUpdates(written(seed).filter((_, i) => i % 3 !== 1));
      const parts = splitUpdate(early, 600);
      if (parts === undefined) continue;
      const [a, b] = [applied(parts), applied([early])];
      expect(Y.encodeStateVector(a)).toEqual(Y.encodeStateVector(b));
      for (const update of written(seed)) for (const doc of [a, b]) Y.applyUpdate(doc, update);
      expect(stateOf(a), `seed ${seed}`).toEqual(stateOf(b));
    }
  });

  it("is one part where it fits, and none where a single struct does not", () => {
    const doc = new Y.Doc();
    doc.getText("t").insert(0, "x".repeat(5_000));
    const update = Y.encodeStateAsUpdate(doc);
    expect(splitUpdate(update, 6_000)?.map((part) => part.length)).toEqual([update.length]);
    expect(splitUpdate(update, 4_000)).toBeUndefined();
  });
});
