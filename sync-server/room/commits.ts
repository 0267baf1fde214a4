// The beat of the process: one commit in flight, shared by all rooms. A room that has something to say
// gets a tick at once if it was quiet, else when its interval has passed. Called by rooms and Rooms.

import type { Seq } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { Log } from "../ops/log.ts";
import type { NewEntry, Store } from "../store/store.ts";
import type { Batch } from "./batch.ts";
import type { Room } from "./room.ts";

export interface CommitsEnv {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  /** A room has flushed: it may want to fold, or to leave memory. */
  readonly flushed: (room: Room) => void;
}

interface Share {
  readonly room: Room;
  readonly batch: Batch;
}

export class Commits {
  private readonly env: CommitsEnv;
  /** Rooms whose interval has passed. */
  private readonly ready = new Set<Room>();
  /** Rooms that wait for their interval. */
  private readonly waiting = new Set<Room>();
  private scheduled = false;
  private committing = false;
  /** When the last commit began, and how many rooms were in it. */
  private lastCommit = 0;
  private lastRooms = 0;
  private failures = 0;
  private readonly idle = new Set<() => void>();

  constructor(env: CommitsEnv) {
    this.env = env;
  }

  /** True while the store refuses to store. */
  get failing(): boolean {
    return this.failures > 0;
  }

  due(room: Room): void {
    if (this.waiting.has(room)) return;
    if (this.ready.has(room) && !(this.isHeldUp && room.presence.isDirty)) return;
    const wait = room.lastFlush + room.tickMs - this.env.clock.now();
    // A clock that was set back must not make a room wait for hours.
    if (wait <= 0 || wait > room.tickMs) return this.makeReady(room);
    this.waiting.add(room);
    this.env.clock.after(wait, () => {
      this.waiting.delete(room);
      this.makeReady(room);
    });
  }

  private get isHeldUp(): boolean {
    return this.committing || this.failing;
  }

  private makeReady(room: Room): void {
    // The disk is slow or fails: people are shown all the same, content waits for it.
    if (this.isHeldUp && room.presence.isDirty) room.showPeople();
    if (!this.isHeldUp || room.isBusy) this.ready.add(room);
    if (!this.isHeldUp) this.schedule();
  }

  /** At once after a quiet moment; else a little after the last commit, with all who came meanwhile. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const { clock, limits } = this.env;
    const gap = this.lastRooms > limits.crowdRooms ? limits.crowdCommitGapMs : limits.commitGapMs;
    const wait = this.lastCommit + gap - clock.now();
    const start = () => {
      this.scheduled = false;
      if (!this.committing) this.run();
    };
    if (wait > 0 && wait <= gap) clock.after(wait, start);
    else clock.soon(start);
  }

  private run(): void {
    const shares: Share[] = [];
    const entries: NewEntry[] = [];
    for (const room of this.ready) {
      const batch = room.take();
      if (batch === undefined) room.showPeople();
      else if (batch.entry === undefined) room.show(batch, undefined);
      else {
        shares.push({ room, batch });
        entries.push(batch.entry);
      }
    }
    this.ready.clear();
    if (entries.length === 0) {
      // Nothing waits any more: the next write will tell whether the store works again.
      this.failures = 0;
      return this.next();
    }
    this.committing = true;
    this.lastCommit = this.env.clock.now();
    this.lastRooms = entries.length;
    this.env.store.append(entries).then(
      (seqs) => this.stored(shares, seqs),
      (error: unknown) => this.failed(shares, error),
    );
  }

  private stored(shares: readonly Share[], seqs: readonly Seq[]): void {
    this.committing = false;
    if (this.failures > 0) this.env.log.info({ tries: this.failures }, "store.recovered");
    this.failures = 0;
    shares.forEach(({ room, batch }, i) => {
      room.show(batch, seqs[i]);
      this.env.flushed(room);
    });
    this.next();
  }

  private failed(shares: readonly Share[], error: unknown): void {
    this.committing = false;
    this.failures++;
    this.env.log.error({ err: error, rooms: shares.length, failures: this.failures }, "store.failed");
    for (const { room, batch } of shares) {
      room.putBack(batch);
      this.ready.add(room);
    }
    const { retryFirstMs, retryLongestMs } = this.env.limits;
    this.env.clock.after(Math.min(retryFirstMs * 2 ** (this.failures - 1), retryLongestMs), () => this.run());
  }

  private next(): void {
    if (this.ready.size > 0) this.schedule();
    else this.settle();
  }

  private settle(): void {
    if (this.ready.size > 0 || this.waiting.size > 0 || this.committing) return;
    for (const done of this.idle) done();
    this.idle.clear();
  }

  /** Resolves when nothing waits and nothing is in flight. */
  drained(): Promise<void> {
    if (this.ready.size === 0 && this.waiting.size === 0 && !this.committing) return Promise.resolve();
    return new Promise((resolve) => this.idle.add(resolve));
  }
}
