// Folding: a snapshot and the entries after it become one new snapshot. The only place of the sync path
// where a Y.Doc is made; runs in a worker (folder.ts) or, in tests, right here.

import * as Y from "yjs";
import { Clocks } from "../../lib/clocks.ts";
import { type Digest, digestOf, type FullDigest, fullDigestOf } from "../../lib/digest.ts";
import { mergeUpdates } from "../../lib/merge.ts";
import { type Reading, readingOf } from "../../lib/render/reading.ts";
import { scanUpdate } from "../../lib/update.ts";
import type { LogEntry } from "../store/store.ts";
import { joinSteps } from "./steps.ts";

export interface FoldJob {
  readonly snapshot: Uint8Array | undefined;
  readonly entries: readonly LogEntry[];
}

export interface FoldResult {
  /** Smaller than its parts: Yjs joins neighbouring runs and drops deleted text. */
  readonly snapshot: Uint8Array;
  /** The state vector of the snapshot's bytes: contiguous clocks only. */
  readonly vector: Uint8Array;
  /** Some of it waits for updates that never came: more is in it than the vector counts. */
  readonly hasGaps: boolean;
  readonly steps: readonly LogEntry[];
  readonly digest: Digest;
}

export interface Folder {
  fold(job: FoldJob): Promise<FoldResult>;
  /** Steps of a second, as steps of `withinMs`: for a history that is old. */
  join(steps: readonly LogEntry[], withinMs: number): Promise<readonly LogEntry[]>;
  /** Only what lists show of a document. */
  digest(job: FoldJob): Promise<Digest>;
  /** With the text and its words: some ten times the work. */
  fullDigest(job: FoldJob): Promise<FullDigest>;
  /** Title and text as a page shows them, from block number `from` on. */
  read(job: FoldJob, from: number): Promise<Reading>;
  close(): Promise<void>;
}

export function fold(job: FoldJob): FoldResult {
  const doc = open(job);
  // What waits for missing updates is part of the state too: encodeStateAsUpdate includes it.
  const snapshot = Y.encodeStateAsUpdate(doc);
  // Read back from the bytes, not asked of the document: this is what proves the snapshot.
  const clocks = Clocks.of(scanUpdate(snapshot));
  const result = {
    snapshot,
    vector: clocks.encode(),
    hasGaps: clocks.hasGaps,
    steps: joinSteps(job.entries),
    digest: digestOf(doc),
  };
  doc.destroy();
  return result;
}

export function digest(job: FoldJob): Digest {
  const doc = open(job);
  const result = digestOf(doc);
  doc.destroy();
  return result;
}

export function fullDigest(job: FoldJob): FullDigest {
  const doc = open(job);
  const result = fullDigestOf(doc);
  doc.destroy();
  return result;
}

export function read(job: FoldJob, from: number): Reading {
  const doc = open(job);
  const result = readingOf(doc, from);
  doc.destroy();
  return result;
}

function open({ snapshot, entries }: FoldJob): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    if (snapshot !== undefined) Y.applyUpdate(doc, snapshot);
    if (entries.length > 0) Y.applyUpdate(doc, mergeUpdates(entries.map(({ update }) => update)));
  });
  return doc;
}

export const inlineFolder: Folder = {
  fold: async (job) => fold(job),
  join: async (steps, withinMs) => joinSteps(steps, withinMs),
  digest: async (job) => digest(job),
  fullDigest: async (job) => fullDigest(job),
  read: async (job, from) => read(job, from),
  close: async () => {},
};
