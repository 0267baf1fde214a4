// A room's content as bytes: the snapshot, the tail after it, and ready answers for those who ask what
// they lack. Called by the room. Costs are shared: a thousand people who join get the same buffers.

import { mergeUpdates } from "../../lib/merge.ts";
import type { Seq } from "../../lib/names.ts";
import { encodeSync, SYNC_STEP_2, SYNC_UPDATE } from "../../lib/protocol.ts";
import { diffUpdate, EMPTY_UPDATE, isEmptyVector } from "../../lib/update.ts";
import type { LogEntry } from "../store/store.ts";
import { Frame } from "./frame.ts";

/**
 * Bytes from which an answer is kept for the next one who asks. A smaller one is made in microseconds, and
 * kept it would double what a room in memory takes.
 */
const WORTH_KEEPING = 32 * 1024;

export class Answers {
  snapshot: Uint8Array | undefined;
  tail: LogEntry[];
  tailBytes: number;
  private readonly maxDiffs: number;
  /** The first `mergedCount` entries of the tail as one update. */
  private merged: Uint8Array = EMPTY_UPDATE;
  private mergedCount = 0;
  private whole: Frame | undefined;
  private readonly diffs = new Map<string, Frame>();

  constructor(snapshot: Uint8Array | undefined, tail: readonly LogEntry[], maxDiffs: number) {
    this.snapshot = snapshot;
    this.tail = [...tail];
    this.tailBytes = tail.reduce((sum, { update }) => sum + update.length, 0);
    this.maxDiffs = maxDiffs;
  }

  append(entry: LogEntry): void {
    this.tail.push(entry);
    this.tailBytes += entry.update.length;
    this.whole = undefined;
    this.diffs.clear();
  }

  fold(snapshot: Uint8Array, seqs: ReadonlySet<Seq>): void {
    this.snapshot = snapshot;
    this.tail = this.tail.filter(({ seq }) => !seqs.has(seq));
    this.tailBytes = this.tail.reduce((sum, { update }) => sum + update.length, 0);
    this.merged = EMPTY_UPDATE;
    this.mergedCount = 0;
    this.whole = undefined;
    this.diffs.clear();
  }

  /** Everything, as updates. */
  parts(): Uint8Array[] {
    const merged = this.mergedTail();
    return this.snapshot === undefined ? [merged] : [this.snapshot, merged];
  }

  /**
   * The answer to a state vector. The last message is always the step 2: a stock client takes it as the
   * sign that it is in sync, so the snapshot goes before it as an update.
   */
  to(vector: Uint8Array): Frame {
    if (isEmptyVector(vector)) {
      if (this.whole !== undefined) return this.whole;
      const tail = this.mergedTail();
      const frame = this.frame(this.snapshot, tail);
      if ((this.snapshot?.length ?? 0) + tail.length >= WORTH_KEEPING) this.whole = frame;
      return frame;
    }
    const key = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("latin1");
    let frame = this.diffs.get(key);
    if (frame === undefined) {
      frame = this.frame(
        this.snapshot && diffUpdate(this.snapshot, vector),
        diffUpdate(this.mergedTail(), vector),
      );
      if (this.diffs.size >= this.maxDiffs) this.diffs.clear();
      this.diffs.set(key, frame);
    }
    return frame;
  }

  private frame(snapshot: Uint8Array | undefined, tail: Uint8Array): Frame {
    if (snapshot === undefined) return new Frame([encodeSync(SYNC_STEP_2, tail)]);
    if (tail.length === EMPTY_UPDATE.length) return new Frame([encodeSync(SYNC_STEP_2, snapshot)]);
    return new Frame([encodeSync(SYNC_UPDATE, snapshot), encodeSync(SYNC_STEP_2, tail)]);
  }

  private mergedTail(): Uint8Array {
    if (this.mergedCount < this.tail.length) {
      const news = mergeUpdates(this.tail.slice(this.mergedCount).map(({ update }) => update));
      this.merged = this.mergedCount === 0 ? news : mergeUpdates([this.merged, news]);
      this.mergedCount = this.tail.length;
    }
    return this.merged;
  }
}
