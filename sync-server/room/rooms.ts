// The registry: one room per name and process, opened once, folded when it grows, gone from memory when
// nobody needs it. Called by the door (`open`), by features (`peek`) and at shutdown (`close`).

import { Clocks } from "../../lib/clocks.ts";
import { AppError } from "../../lib/errors.ts";
import type { RoomName, Seq } from "../../lib/names.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { Log } from "../ops/log.ts";
import type { LogEntry, Store } from "../store/store.ts";
import { Commits } from "./commits.ts";
import type { Folder, FoldResult } from "./fold.ts";
import { Room, type RoomEnv } from "./room.ts";

export interface RoomsEnv {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  readonly folder: Folder;
}

/** What features may listen to. Both are hints: the store holds the truth. */
export interface RoomsListener {
  /** Somebody wrote, and it is on the disk. */
  stored?(room: Room, entry: LogEntry): void;
  /** People came, went, or are called something else. */
  people?(room: Room): void;
  /** The tail went into a new snapshot. */
  folded?(room: Room, result: FoldResult): void;
}

export class Rooms {
  private readonly env: RoomsEnv;
  private readonly commits: Commits;
  private readonly open_ = new Map<RoomName, Promise<Room>>();
  private readonly loaded = new Map<RoomName, Room>();
  private readonly folding = new Map<RoomName, Promise<void>>();
  private readonly unfoldable = new WeakSet<Room>();
  private readonly listeners: RoomsListener[] = [];
  private readonly roomEnv: RoomEnv;
  private closing = false;

  constructor(env: RoomsEnv) {
    this.env = env;
    this.commits = new Commits({ ...env, flushed: (room) => this.flushed(room) });
    this.roomEnv = {
      clock: env.clock,
      limits: env.limits,
      due: (room) => this.commits.due(room),
      emptied: (room) => this.emptied(room),
      people: (room) => {
        for (const listener of this.listeners) listener.people?.(room);
      },
      collision: (room, client) => env.log.warn({ room: room.name, client }, "room.client-id-twice"),
      stored: (room, entry) => {
        for (const listener of this.listeners) listener.stored?.(room, entry);
      },
    };
  }

  listen(listener: RoomsListener): void {
    this.listeners.push(listener);
  }

  /** False while the store refuses to store. */
  get healthy(): boolean {
    return !this.commits.failing;
  }

  get size(): number {
    return this.loaded.size;
  }

  /** The room if it is in memory. */
  peek(name: RoomName): Room | undefined {
    return this.loaded.get(name);
  }

  all(): Iterable<Room> {
    return this.loaded.values();
  }

  /** R1: two who open at once share one load. A load that fails is forgotten, and is never emptiness. */
  open(name: RoomName): Promise<Room> {
    let opening = this.open_.get(name);
    if (opening === undefined) {
      if (this.closing) return Promise.reject(new AppError("store/closed", "The server is stopping."));
      opening = this.load(name);
      this.open_.set(name, opening);
      opening.catch(() => {
        if (this.open_.get(name) === opening) this.open_.delete(name);
      });
    }
    return opening;
  }

  private async load(name: RoomName): Promise<Room> {
    const start = this.env.clock.now();
    try {
      const stored = await this.env.store.read(name);
      const room = new Room(name, stored, this.roomEnv);
      this.loaded.set(name, room);
      this.env.log.debug(
        { room: name, ms: this.env.clock.now() - start, tail: room.content.tail.length },
        "room.loaded",
      );
      this.emptied(room);
      return room;
    } catch (error) {
      this.env.log.error({ room: name, err: error }, "room.load-failed");
      throw error;
    }
  }

  private flushed(room: Room): void {
    if (room.content.wantsFold && !this.folding.has(room.name) && !this.unfoldable.has(room))
      void this.fold(room);
  }

  /** Somebody came or went: an empty room may leave memory after a while, asked again after each await. */
  private emptied(room: Room): void {
    if (room.sessions.size > 0) return;
    this.env.clock.after(this.env.limits.idleMs, () => void this.unload(room));
  }

  private async unload(room: Room): Promise<void> {
    if (!this.isIdle(room)) return;
    if (room.content.tail.length > 0 && !this.unfoldable.has(room)) await this.fold(room);
    if (!this.isIdle(room) || this.folding.has(room.name)) return;
    void this.thin(room.name);
    this.loaded.delete(room.name);
    this.open_.delete(room.name);
  }

  /** History that is old is kept in coarser steps. A setting; a failure only leaves it finer than that. */
  private async thin(name: RoomName): Promise<void> {
    const { store, clock, limits, folder, log } = this.env;
    if (limits.historyFineDays <= 0 || this.closing) return;
    const before = clock.now() - limits.historyFineDays * 86_400_000;
    try {
      await store.thin(name, before, (steps) => folder.join(steps, limits.historyCoarseMs));
    } catch (err) {
      if (!this.closing) log.warn({ room: name, err }, "room.thin-failed");
    }
  }

  private isIdle(room: Room): boolean {
    return this.loaded.get(room.name) === room && room.sessions.size === 0 && !room.isBusy;
  }

  /** Everybody out, nothing kept in memory: the room is about to be dropped from the store. */
  async evict(name: RoomName, code: number, reason: string): Promise<void> {
    const room = await this.open_.get(name)?.catch(() => undefined);
    if (room === undefined) return;
    room.sendAway(code, reason);
    while (room.isBusy) await this.commits.drained();
    await this.folding.get(name);
    this.loaded.delete(name);
    this.open_.delete(name);
  }

  /** R11: the store replaces exactly what was folded; what was appended meanwhile stays in the tail. */
  fold(room: Room): Promise<void> {
    const running = this.folding.get(room.name);
    if (running !== undefined) return running;
    const work = this.foldNow(room).finally(() => this.folding.delete(room.name));
    this.folding.set(room.name, work);
    return work;
  }

  private async foldNow(room: Room): Promise<void> {
    const entries = [...room.content.tail];
    if (entries.length === 0) return;
    const before = Clocks.decode(room.content.vector());
    const start = this.env.clock.now();
    try {
      const result = await this.env.folder.fold({ snapshot: room.content.snapshot, entries });
      const { snapshot, vector, steps } = result;
      if (!Clocks.decode(vector).covers(before))
        throw new AppError("internal", "The fold knows less than the room.");
      const seqs = entries.map(({ seq }) => seq);
      await this.env.store.fold(room.name, {
        snapshot,
        vector: result.hasGaps ? undefined : vector,
        seqs,
        steps,
      });
      room.content.folded(snapshot, new Set<Seq>(seqs));
      for (const listener of this.listeners) listener.folded?.(room, result);
      const ms = this.env.clock.now() - start;
      this.env.log.debug(
        { room: room.name, entries: entries.length, bytes: snapshot.length, ms },
        "room.content.folded",
      );
    } catch (error) {
      // The tail stays as it is: slower to open, nothing lost. Not tried again while it is in memory.
      this.unfoldable.add(room);
      this.env.log.error({ room: room.name, err: error }, "room.fold-failed");
    }
  }

  /** Everything that waits is stored, everybody is sent away. Resolves when the store has it all. */
  async close(code: number, reason: string): Promise<void> {
    this.closing = true;
    await this.commits.drained();
    for (const room of this.loaded.values())
      for (const session of [...room.sessions]) session.close(code, reason);
    await this.commits.drained();
    await Promise.allSettled(this.folding.values());
  }
}
