// What a room has, as bytes: its clocks and deletions, which tell whether a write is news, and the answers
// for those who lack some of it. Called by the room. No Y.Doc is made here (R8, R13).

import { Clocks, Deletes } from "../../lib/clocks.ts";
import type { Seq } from "../../lib/names.ts";
import { type Scan, scanUpdate } from "../../lib/update.ts";
import type { Limits } from "../ops/limits.ts";
import type { LogEntry, Stored } from "../store/store.ts";
import { Answers } from "./answers.ts";
import type { Frame } from "./frame.ts";

export class Content {
  private readonly clocks: Clocks;
  private readonly answers: Answers;
  private readonly limits: Limits;
  /** Read from everything at the first reconnect, then kept; `undefined` until somebody needs it. */
  private deletes: Deletes | undefined;

  /** `stored`: what the disk holds; a room that was never written starts from nothing. */
  constructor(stored: Stored | undefined, limits: Limits) {
    this.limits = limits;
    this.answers = new Answers(stored?.snapshot, stored?.tail ?? [], limits.cachedDiffs);
    this.clocks = stored === undefined ? new Clocks() : clocksOf(stored);
    for (const { update } of stored?.tail ?? []) this.note(scanUpdate(update));
  }

  /** R13. */
  saysNothingNew(update: Uint8Array, scan: Scan, isStep2: boolean): boolean {
    for (const range of scan.ranges) if (this.clocks.lacks(range)) return false;
    if (!scan.hasDeletes) return true;
    // Someone who comes back sends every deletion that ever was. Someone who types sends a new one.
    return isStep2 && this.knownDeletes().covers(update, scan.deletesAt);
  }

  private knownDeletes(): Deletes {
    if (this.deletes === undefined) {
      this.deletes = new Deletes();
      for (const update of this.parts()) this.deletes.add(update, scanUpdate(update).deletesAt);
    }
    return this.deletes;
  }

  /** A write is stored. */
  add(update: Uint8Array | undefined, scan: Scan): void {
    this.note(scan);
    if (update !== undefined) this.deletes?.add(update, scan.deletesAt);
  }

  private note(scan: Scan): void {
    for (const range of scan.ranges) this.clocks.add(range);
  }

  /** The entry that the writes of a tick became. */
  append(entry: LogEntry): void {
    this.answers.append(entry);
  }

  /** What somebody with this state vector lacks: for those who have nothing, bytes that are ready. */
  answer(vector: Uint8Array): Frame {
    return this.answers.to(vector);
  }

  /** Everything as one or two updates, for whoever has to build a document of it. */
  parts(): Uint8Array[] {
    return this.answers.parts();
  }

  vector(): Uint8Array {
    return this.clocks.encode();
  }

  get hasGaps(): boolean {
    return this.clocks.hasGaps;
  }

  get tail(): readonly LogEntry[] {
    return this.answers.tail;
  }

  get snapshot(): Uint8Array | undefined {
    return this.answers.snapshot;
  }

  get wantsFold(): boolean {
    const { foldEntries, foldFreeBytes } = this.limits;
    const { tail, tailBytes, snapshot } = this.answers;
    return tail.length > foldEntries || tailBytes > Math.max(foldFreeBytes, (snapshot?.length ?? 0) / 2);
  }

  /** The store has replaced the snapshot and moved these entries to the history. */
  folded(snapshot: Uint8Array, seqs: ReadonlySet<Seq>): void {
    this.answers.fold(snapshot, seqs);
    this.deletes = undefined;
  }
}

/** Of the snapshot. The vector that lies beside it saves reading a long document only to count it. */
function clocksOf({ snapshot, vector }: Stored): Clocks {
  if (snapshot === undefined) return new Clocks();
  return vector === undefined ? Clocks.of(scanUpdate(snapshot)) : Clocks.decode(vector);
}
