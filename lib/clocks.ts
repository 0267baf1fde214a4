// What a room has: which structs of which client, and which of them are deleted. Built from scans, so
// that a state vector can be answered without a document. Called by the room.

import * as encoding from "lib0/encoding";
import { ByteReader } from "./bytes.ts";
import type { Scan, StructRange } from "./update.ts";

/** Sorted, disjoint, not touching: `[from, to, from, to, …]`. */
type Spans = number[];

/**
 * Clocks of everything that arrived. Counted are only structs without a gap before them: what came too
 * early is kept apart, so that the state vector asks for what is missing.
 */
export class Clocks {
  private readonly upTo = new Map<number, number>();
  private readonly early = new Map<number, Spans>();

  /** Of everything in one update, read by `scanUpdate`. */
  static of(scan: Scan): Clocks {
    const clocks = new Clocks();
    for (const range of scan.ranges) clocks.add(range);
    return clocks;
  }

  /** From a state vector, where nothing arrived early: the same clocks without reading the update. */
  static decode(vector: Uint8Array): Clocks {
    const clocks = new Clocks();
    const reader = new ByteReader(vector);
    for (let left = reader.uint(); left > 0; left--) clocks.upTo.set(reader.uint(), reader.uint());
    reader.end();
    return clocks;
  }

  /** True where at least what `other` counts is counted here. */
  covers(other: Clocks): boolean {
    for (const [client, clock] of other.upTo) if (this.upToOf(client) < clock) return false;
    return true;
  }

  /** True where `range` brings something that is not known yet. */
  lacks({ client, from, to }: StructRange): boolean {
    const known = this.upTo.get(client) ?? 0;
    if (to <= known) return false;
    const spans = this.early.get(client);
    return spans === undefined || !includes(spans, Math.max(from, known), to);
  }

  add({ client, from, to }: StructRange): void {
    const known = this.upTo.get(client) ?? 0;
    const spans = this.early.get(client);
    if (spans === undefined) {
      if (from <= known) {
        if (to > known) this.upTo.set(client, to);
      } else this.early.set(client, [from, to]);
      return;
    }
    insert(spans, from, to);
    let reached = known;
    while (spans.length > 0 && (spans[0] as number) <= reached) {
      reached = Math.max(reached, spans[1] as number);
      spans.splice(0, 2);
    }
    if (reached > known) this.upTo.set(client, reached);
    if (spans.length === 0) this.early.delete(client);
  }

  /** True while some update waits for one that never came. */
  get hasGaps(): boolean {
    return this.early.size > 0;
  }

  /** How many clients have written here: the size of the state vector. */
  get clients(): number {
    return this.upTo.size;
  }

  upToOf(client: number): number {
    return this.upTo.get(client) ?? 0;
  }

  /** The state vector as Yjs encodes it: contiguous clocks only. */
  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, this.upTo.size);
    for (const [client, clock] of this.upTo) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
    return encoding.toUint8Array(encoder);
  }
}

/** Which structs are deleted. Read from the delete sets at the end of updates. */
export class Deletes {
  private readonly spans = new Map<number, Spans>();

  /** `at`: where the delete set begins in `update` (see `Scan.deletesAt`). */
  add(update: Uint8Array, at: number): void {
    eachDelete(update, at, (client, from, to) => {
      const spans = this.spans.get(client);
      if (spans === undefined) this.spans.set(client, [from, to]);
      else insert(spans, from, to);
      return true;
    });
  }

  /** True where every deletion of `update` is known. */
  covers(update: Uint8Array, at: number): boolean {
    return eachDelete(update, at, (client, from, to) => {
      const spans = this.spans.get(client);
      return spans !== undefined && includes(spans, from, to);
    });
  }
}

/** Stops and returns false as soon as `visit` does. The update must have been scanned. */
function eachDelete(
  update: Uint8Array,
  at: number,
  visit: (client: number, from: number, to: number) => boolean,
): boolean {
  const reader = new ByteReader(update, at);
  const clients = reader.uint();
  for (let i = 0; i < clients; i++) {
    const client = reader.uint();
    const count = reader.uint();
    for (let d = 0; d < count; d++) {
      const from = reader.uint();
      if (!visit(client, from, from + reader.uint())) return false;
    }
  }
  return true;
}

/** Index (even) of the first span that ends at or after `from`. */
function find(spans: Spans, from: number): number {
  let low = 0;
  let high = spans.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle * 2 + 1] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

function includes(spans: Spans, from: number, to: number): boolean {
  const i = find(spans, from + 1);
  return i < spans.length && (spans[i] as number) <= from && (spans[i + 1] as number) >= to;
}

function insert(spans: Spans, from: number, to: number): void {
  const start = find(spans, from);
  let end = start;
  let low = from;
  let high = to;
  while (end < spans.length && (spans[end] as number) <= high) {
    low = Math.min(low, spans[end] as number);
    high = Math.max(high, spans[end + 1] as number);
    end += 2;
  }
  spans.splice(start, end - start, low, high);
}
