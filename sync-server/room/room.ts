// The heart: one document's bytes, its people, and the tick that stores, merges and shows. Called by
// sessions (write, hear, answer) and by the commits of the process. No Y.Doc is made here (R1-R8).

import { CLOSE } from "../../lib/close-codes.ts";
import { AppError } from "../../lib/errors.ts";
import type { RoomName, Seq, UserId } from "../../lib/names.ts";
import { encodeAwareness, encodeSync, type Standing, SYNC_STEP_1, SYNC_UPDATE } from "../../lib/protocol.ts";
import { scanUpdate } from "../../lib/update.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { LogEntry, Stored } from "../store/store.ts";
import { type Batch, batchOf, soleWriter, type Write } from "./batch.ts";
import { Content } from "./content.ts";
import { Frame } from "./frame.ts";
import { Presence } from "./presence.ts";
import type { Session } from "./session.ts";
import { Writers } from "./writers.ts";

export interface RoomEnv {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Asks for a tick of this room (see Commits). */
  due(room: Room): void;
  /** Nobody is here any more, or somebody is again. */
  emptied(room: Room): void;
  /** People came, went, or are called something else. */
  people(room: Room): void;
  /** Two connections write under one client id: somebody will miss words. */
  collision(room: Room, client: number): void;
  /** An entry is on the disk. */
  stored(room: Room, entry: LogEntry): void;
}

export class Room {
  readonly name: RoomName;
  readonly sessions = new Set<Session>();
  readonly presence: Presence;
  readonly content: Content;
  private readonly env: RoomEnv;

  private pending: Write[] = [];
  private pendingBytes = 0;
  private inFlight = 0;
  private failing = false;
  lastFlush = 0;
  private readonly writers = new Writers();
  closed = false;

  /** `stored`: what the disk holds; a room that was never written starts from nothing. */
  constructor(name: RoomName, stored: Stored | undefined, env: RoomEnv) {
    this.name = name;
    this.env = env;
    this.presence = new Presence(env.limits.rememberedPeople);
    this.content = new Content(stored, env.limits);
  }

  // ---- in -------------------------------------------------------------------------------------------

  /** R3: an update waits here until the store has it. `n` is the session's own count of its writes. */
  write(session: Session, n: number, update: Uint8Array, isStep2: boolean): void {
    const scan = scanUpdate(update);
    const { user } = session.pass;
    const isNew = !this.content.saysNothingNew(update, scan, isStep2);
    // A step 2 brings what others wrote, too.
    const taken = isNew && !isStep2 ? this.writers.collision(session, scan) : undefined;
    if (taken !== undefined) this.env.collision(this, taken);
    if (!isNew && !this.isBusy) return session.acknowledge(n);
    this.enqueue({ user, session, n, update: isNew ? update : undefined, scan });
  }

  /** The server writes for somebody: a command, a restore. Resolves when it is stored. */
  writeAs(user: UserId, update: Uint8Array): Promise<void> {
    return new Promise((stored, lost) => {
      const settle = { stored, lost };
      this.enqueue({ user, session: undefined, n: 0, update, scan: scanUpdate(update), settle });
    });
  }

  private enqueue(write: Write): void {
    this.pending.push(write);
    this.pendingBytes += write.update?.length ?? 0;
    if (this.failing && this.pendingBytes > this.env.limits.maxUnstoredBytes) return this.overflow();
    this.env.due(this);
  }

  hear(session: Session, payload: Uint8Array): void {
    const before = this.presence.size;
    if (this.presence.receive(session, payload, () => this.env.due(this))) this.env.due(this);
    if (this.presence.size !== before) this.env.people(this);
  }

  /** The person behind a session has another name now: everybody sees it at the next tick. */
  restamp(session: Session): void {
    this.presence.restamp(session);
    this.env.due(this);
    this.env.people(this);
  }

  // ---- the tick -------------------------------------------------------------------------------------

  get isBusy(): boolean {
    return this.pending.length > 0 || this.inFlight > 0;
  }

  /** ms that must lie between two flushes now. */
  get tickMs(): number {
    const { clock, limits } = this.env;
    if (this.sessions.size <= limits.crowd) return limits.tickMs;
    const writing = this.writers.count(this.sessions, clock.now());
    return writing > limits.crowd ? limits.crowdTickMs : limits.tickMs;
  }

  /** Takes everything that waits as one entry for the log. */
  take(): Batch | undefined {
    if (this.pending.length === 0) return undefined;
    const batch = batchOf(this.name, this.env.clock.now(), this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    if (batch.entry !== undefined) this.inFlight++;
    return batch;
  }

  /** R4: the store has it, on the disk. Now everybody may see it, and its writers may hear "saved". */
  show(batch: Batch, seq: Seq | undefined): void {
    if (batch.entry === undefined || seq === undefined) return this.flush(undefined, batch.writes);
    this.inFlight--;
    const { time, authors, update } = batch.entry;
    for (const write of batch.writes) {
      this.content.add(write.update, write.scan);
      write.settle?.stored();
    }
    const stored: LogEntry = { seq, time, authors, update };
    this.content.append(stored);
    this.env.stored(this, stored);
    this.flush(encodeSync(SYNC_UPDATE, update), batch.writes);
    this.setFailing(false);
  }

  /** Presence has nothing to wait for. */
  showPeople(): void {
    this.flush(undefined, []);
  }

  private flush(content: Uint8Array | undefined, writes: readonly Write[]): void {
    this.lastFlush = this.env.clock.now();
    const dirty = this.presence.takeDirty();
    const people = dirty.length === 0 ? undefined : encodeAwareness(this.presence.encode(dirty));
    const ahead = people && this.presence.ahead(dirty);
    const both = content && people ? new Frame([content, people]) : undefined;
    const onlyContent = content && new Frame([content]);
    const onlyPeople = people && new Frame([people]);
    const acks =
      writes.length === 0 ? undefined : new Map(writes.map(({ session, n }) => [session, n] as const));
    const sole = soleWriter(writes);

    for (const session of this.sessions) {
      const own = ahead?.get(session);
      const heardContent = session === sole ? undefined : onlyContent;
      let frame: Frame | undefined;
      if (own !== undefined) {
        const others = encodeAwareness(this.presence.encode(dirty, own));
        frame = new Frame(heardContent && content ? [content, others] : [others]);
      } else if (people === undefined || this.isOwnNews(session, dirty)) frame = heardContent;
      else frame = heardContent === undefined ? onlyPeople : both;
      const n = acks?.get(session);
      const saved = n === undefined ? undefined : session.saved(n);
      if (frame !== undefined) session.deliver(frame, saved);
      else if (saved !== undefined) session.push(saved);
    }
  }

  /** P6: stock clients live from the echo of their own presence; ours are spared it. */
  private isOwnNews(session: Session, dirty: readonly number[]): boolean {
    return session.pass.extended && this.presence.isOnlyOf(session, dirty);
  }

  // ---- a failing store ------------------------------------------------------------------------------

  /** R5: nothing was stored: it waits again, in the same order, and nobody is told that it is saved. */
  putBack(batch: Batch): void {
    this.inFlight--;
    this.pending = [...batch.writes, ...this.pending];
    this.pendingBytes = this.pending.reduce((sum, { update }) => sum + (update?.length ?? 0), 0);
    this.setFailing(true);
    if (this.pendingBytes > this.env.limits.maxUnstoredBytes) this.overflow();
  }

  private setFailing(failing: boolean): void {
    if (this.failing === failing) return;
    this.failing = failing;
    for (const session of this.sessions) session.tell(this.standingOf(session));
  }

  /** Everybody keeps what is unacknowledged and brings it again; here it would only fill the memory. */
  private overflow(): void {
    for (const { settle } of this.pending)
      settle?.lost(new AppError("store/failed", "The server cannot store now."));
    this.pending = [];
    this.pendingBytes = 0;
    this.sendAway(CLOSE.failed, "The server cannot store now.");
  }

  sendAway(code: number, reason: string): void {
    for (const session of [...this.sessions]) session.close(code, reason);
  }

  standingOf(session: Session): Standing {
    return { access: session.pass.access, store: this.failing ? "failing" : "ok" };
  }

  // ---- joining, answering, leaving --------------------------------------------------------------------

  join(session: Session): void {
    this.sessions.add(session);
    this.presence.joined(session);
    this.env.emptied(this);
    session.tell(this.standingOf(session));
    const messages = [encodeSync(SYNC_STEP_1, this.content.vector())];
    const here = this.presence.all();
    if (here.length > 0) messages.push(encodeAwareness(this.presence.encode(here)));
    session.push(new Frame(messages));
  }

  /** Step 1 once more: the answer brings whatever the server does not have. */
  askAgain(session: Session): void {
    session.push(new Frame([encodeSync(SYNC_STEP_1, this.content.vector())]));
  }

  /** Everybody's presence, for one who asks or has fallen behind. */
  introduce(session: Session): void {
    const here = this.presence.all();
    const own = this.presence.ahead(here)?.get(session);
    session.deliver(new Frame([encodeAwareness(this.presence.encode(here, own))]));
  }

  leave(session: Session): void {
    if (!this.sessions.delete(session)) return;
    this.writers.left(session);
    const news = this.presence.leave(session);
    if (news) this.env.people(this);
    if (this.sessions.size === 0) {
      this.presence.forget();
      this.env.emptied(this);
    } else if (news) this.env.due(this);
  }
}
