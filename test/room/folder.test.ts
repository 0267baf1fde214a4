// The worker that folds, started for real from where the tests run.

import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { TITLE } from "../../lib/doc.ts";
import type { Seq } from "../../lib/names.ts";
import { createFolder } from "../../sync-server/room/folder.ts";

const folder = createFolder();
afterEach(() => folder.close());

describe("the folding worker", () => {
  it("[R11] folds, digests, draws and joins in a thread of its own, and starts anew after it was closed", async () => {
    const doc = new Y.Doc();
    doc.getText(TITLE).insert(0, "A title");
    const update = Y.encodeStateAsUpdate(doc);
    const entries = [{ seq: 1 as Seq, time: 1, authors: [], update }];
    const folded = await folder.fold({ snapshot: undefined, entries });
    const again = new Y.Doc();
    Y.applyUpdate(again, folded.snapshot);
    expect(again.getText(TITLE).toString()).toBe("A title");
    expect(folded.digest.title).toBe("A title");
    expect(await folder.read({ snapshot: undefined, entries }, 0)).toEqual({ title: "A title", blocks: [] });
    expect(await folder.join(entries, 1_000)).toHaveLength(1);
    await folder.close();
    expect(await folder.digest({ snapshot: folded.snapshot, entries: [] })).toEqual({
      title: "A title",
      excerpt: "",
    });
  });

  it("refuses what cannot be read, and goes on", async () => {
    const broken = [{ seq: 1 as Seq, time: 1, authors: [], update: new Uint8Array([9, 9, 9]) }];
    await expect(folder.fold({ snapshot: undefined, entries: broken })).rejects.toThrow();
    expect((await folder.fullDigest({ snapshot: undefined, entries: [] })).words).toBe(0);
  });
});
