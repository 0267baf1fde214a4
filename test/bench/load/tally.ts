// Counts what arrives, by (client id, clock): a merged update counts for every struct it carries, and
// nothing counts twice. Keeps the time from sending to receipt of each.

import { type StructRange, scanUpdate } from "../../../lib/update.ts";
import { within } from "./client.ts";
import { FIRST_CLIENT } from "./edits.ts";

/** Buckets that grow by 2 %: from 1 us to 100 s, with an error below the noise of any run. */
const GROWTH = Math.log(1.02);
const BUCKETS = 1000;
const SMALLEST_MS = 0.001;

export class Latencies {
  private readonly buckets = new Float64Array(BUCKETS);
  count = 0;

  add(ms: number, times = 1): void {
    const bucket = Math.floor(Math.log(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) / GROWTH);
    const index = Math.min(bucket, BUCKETS - 1);
    this.buckets[index] = (this.buckets[index] as number) + times;
    this.count += times;
  }

  /** `share`: 0.5 for the median. NaN where nothing was recorded. */
  at(share: number): number {
    let left = this.count * share;
    for (let i = 0; i < BUCKETS; i++) {
      left -= this.buckets[i] as number;
      if (left <= 0 && this.count > 0) return SMALLEST_MS * Math.exp(GROWTH * (i + 0.5));
    }
    return Number.NaN;
  }
}

export class Tally {
  latencies = new Latencies();
  /** Distinct (reader, client, clock). */
  delivered = 0;
  private readonly writers: number;
  private readonly sentAt: Float64Array[];
  private readonly seen: (Uint8Array | undefined)[] = [];
  private readonly clocks: number;
  private goal = Number.POSITIVE_INFINITY;
  private reached: () => void = () => {};

  /** At most `clocks` keys of each of `writers` clients, whose ids follow `FIRST_CLIENT`. */
  constructor(writers: number, clocks: number) {
    this.writers = writers;
    this.clocks = clocks;
    this.sentAt = Array.from({ length: writers }, () => new Float64Array(clocks));
  }

  sent(writer: number, clock: number, now: number): void {
    const times = this.sentAt[writer];
    if (times !== undefined) times[clock] = now;
  }

  /** `self`: the reader's own number as a writer, whose echo does not count. */
  content(reader: number, update: Buffer, now: number, self = -1): void {
    for (const { client, from, to } of rangesOf(update)) this.note(reader, client, from, to, now, self);
  }

  note(reader: number, client: number, from: number, to: number, now: number, self = -1): void {
    const writer = client - FIRST_CLIENT;
    if (writer < 0 || writer >= this.writers || writer === self) return;
    const slot = reader * this.writers + writer;
    let seen = this.seen[slot];
    if (seen === undefined) {
      seen = new Uint8Array(this.clocks);
      this.seen[slot] = seen;
    }
    const times = this.sentAt[writer] as Float64Array;
    for (let clock = from; clock < to && clock < this.clocks; clock++) {
      if (seen[clock] === 1) continue;
      seen[clock] = 1;
      this.delivered++;
      const sent = times[clock] as number;
      if (sent > 0) this.latencies.add(now - sent);
    }
    if (this.delivered >= this.goal) this.reached();
  }

  /** Forgets how many and how fast, not which: what is sent from now on is counted. */
  restart(): void {
    this.delivered = 0;
    this.latencies = new Latencies();
  }

  /** Which clocks of one writer a reader has. */
  seenBy(reader: number, writer: number): Uint8Array {
    return this.seen[reader * this.writers + writer] ?? new Uint8Array(this.clocks);
  }

  /** Resolves when `goal` deliveries are there, or after `ms`, or after `stallMs` without any. */
  async all(goal: number, ms: number, stallMs = 5_000): Promise<void> {
    if (this.delivered >= goal) return;
    const done = new Promise<void>((resolve) => {
      this.goal = goal;
      this.reached = resolve;
    });
    let last = this.delivered;
    let stalled: () => void = () => {};
    const stall = new Promise<void>((resolve) => {
      stalled = resolve;
    });
    const timer = setInterval(() => {
      if (this.delivered === last) stalled();
      last = this.delivered;
    }, stallMs);
    await within(ms, "late", done, stall).catch(() => {});
    clearInterval(timer);
    this.goal = Number.POSITIVE_INFINITY;
  }
}

let lastUpdate: Buffer = Buffer.alloc(0);
let lastRanges: readonly StructRange[] = [];

/** Many readers get the same bytes, one after another: read once. */
export function rangesOf(update: Buffer): readonly StructRange[] {
  if (update.length !== lastUpdate.length || !update.equals(lastUpdate)) {
    lastRanges = scanUpdate(update).ranges;
    lastUpdate = update;
  }
  return lastRanges;
}
