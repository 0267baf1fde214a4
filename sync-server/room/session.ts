// One connection in one room: frames in, checked and gated by role; frames out, bounded by what the
// reader takes. Called by the transport (`receive`, `closed`) and by the room (`deliver`, `saved`).

import { ByteReader } from "../../lib/bytes.ts";
import { CLOSE } from "../../lib/close-codes.ts";
import { AppError } from "../../lib/errors.ts";
import type { UserId } from "../../lib/names.ts";
import {
  encodeSaved,
  encodeStanding,
  MESSAGE_AUTH,
  MESSAGE_AWARENESS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  type Standing,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from "../../lib/protocol.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { Link } from "../transport/transport.ts";
import { Frame } from "./frame.ts";
import type { Speaker } from "./presence.ts";
import type { Room } from "./room.ts";
import type { Writer } from "./writers.ts";

/** What the door decided about a person before the session began. */
export interface Pass {
  readonly user: UserId;
  /** What it may do now: changes when the person's role does. */
  access: "write" | "read";
  /** The client offered our subprotocol: it understands message numbers from 100. */
  readonly extended: boolean;
  readonly stamp?: (state: object) => object;
  /** Taken per write, from what this person may write over all connections; `false`: too much. */
  readonly spend?: (bytes: number) => boolean;
}

export interface SessionEnv {
  readonly clock: Clock;
  readonly limits: Limits;
}

let lastId = 0;

export class Session implements Speaker, Writer {
  readonly id = ++lastId;
  readonly ids = new Set<number>();
  firstId: number | undefined;
  readonly room: Room;
  readonly pass: Pass;
  private readonly link: Link;
  private readonly env: SessionEnv;

  /** Writes received, and the last of them that is known to be on the disk. */
  private received = 0;
  private acknowledged = 0;
  /** While the reader lags: what it had when it fell behind (R7). */
  private behind: { readonly vector: Uint8Array; waiting: number; cancel: () => void } | undefined;
  private answerBytes = 0;
  private challenges: Map<number, () => void> | undefined;
  private open = true;
  readonly since: number;
  lastWrite = 0;

  constructor(room: Room, link: Link, pass: Pass, env: SessionEnv) {
    this.room = room;
    this.link = link;
    this.pass = pass;
    this.env = env;
    this.since = env.clock.now();
  }

  get stamp(): Speaker["stamp"] {
    return this.pass.stamp;
  }

  get lags(): boolean {
    return this.behind !== undefined;
  }

  /** One message from the wire: bad bytes end this connection and nothing else (R9). */
  receive(message: Uint8Array): void {
    if (!this.open) return;
    try {
      this.handle(message);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "update/malformed") throw error;
      this.close(CLOSE.invalid, error.message);
    }
  }

  private handle(message: Uint8Array): void {
    const reader = new ByteReader(message);
    const kind = reader.uint();
    switch (kind) {
      case MESSAGE_SYNC: {
        const step = reader.uint();
        const payload = reader.take(reader.uint());
        reader.end();
        if (step === SYNC_STEP_1) this.answer(payload);
        else if (step === SYNC_STEP_2 || step === SYNC_UPDATE) this.write(payload, step === SYNC_STEP_2);
        else this.close(CLOSE.protocolError, "No such sync step.");
        return;
      }
      case MESSAGE_AWARENESS: {
        const payload = reader.take(reader.uint());
        reader.end();
        this.room.hear(this, payload);
        return;
      }
      case MESSAGE_QUERY_AWARENESS:
        this.room.introduce(this);
        return;
      case MESSAGE_AUTH:
        return;
      default:
        // Numbers from 100 are for newer versions: what is not known is not an attack.
        if (kind < 100) this.close(CLOSE.protocolError, "No such message.");
    }
  }

  private write(update: Uint8Array, isStep2: boolean): void {
    const n = ++this.received;
    // R10: a reader's write changes nothing and leaves no trace, whatever form it takes.
    if (this.pass.access !== "write") return;
    if (this.pass.spend?.(update.length) === false) return this.close(CLOSE.policy, "Too much at once.");
    this.lastWrite = this.env.clock.now();
    // A view of a socket's read buffer. What is kept must not keep much else alive with it.
    const fills = update.byteLength * 2 > update.buffer.byteLength;
    this.room.write(this, n, fills ? update : update.slice(), isStep2);
  }

  private answer(vector: Uint8Array): void {
    checkVector(vector);
    // A lagging reader gets one answer when it has drained, with everything in it.
    if (this.behind !== undefined) return;
    const frame = this.room.content.answer(vector);
    this.answerBytes = frame.wire.length;
    this.deliver(frame);
  }

  /** Everything up to this session's n-th write is on the disk. */
  saved(n: number): Frame | undefined {
    if (n <= this.acknowledged) return undefined;
    this.acknowledged = n;
    return this.pass.extended ? new Frame([encodeSaved(n)]) : undefined;
  }

  acknowledge(n: number): void {
    const frame = this.saved(n);
    if (frame !== undefined) this.push(frame);
  }

  tell(standing: Standing): void {
    if (this.pass.extended) this.push(new Frame([encodeStanding(standing)]));
  }

  /** A frame with content. A reader that has too much waiting gets none until it has drained. */
  deliver(frame: Frame, saved?: Frame): void {
    if (this.behind !== undefined) {
      if (saved !== undefined) this.push(saved);
      return;
    }
    this.push(frame, saved);
    if (this.link.waiting > this.env.limits.lagBytes) this.fallBehind();
  }

  /** A small frame that even a lagging reader gets: acknowledgements and notices. */
  push(frame: Frame, more?: Frame): void {
    if (!this.open) return;
    this.link.send(frame, more);
    if (this.link.waiting > this.env.limits.stuckBytes + this.answerBytes) this.cut();
  }

  private fallBehind(): void {
    const behind = { vector: this.room.content.vector(), waiting: this.link.waiting, cancel: () => {} };
    const look = () => {
      if (this.link.waiting >= behind.waiting) return this.cut();
      behind.waiting = this.link.waiting;
      behind.cancel = this.env.clock.after(this.env.limits.stuckMs, look);
    };
    behind.cancel = this.env.clock.after(this.env.limits.stuckMs, look);
    this.behind = behind;
    this.link.onDrain = () => this.catchUp();
  }

  private catchUp(): void {
    const behind = this.behind;
    if (behind === undefined || !this.open) return;
    behind.cancel();
    this.behind = undefined;
    this.link.onDrain = undefined;
    const frame = this.room.content.answer(behind.vector);
    this.answerBytes = frame.wire.length;
    this.deliver(frame);
    this.room.introduce(this);
  }

  challenge(id: number, gone: () => void): void {
    this.challenges ??= new Map();
    const pending = this.challenges.has(id);
    this.challenges.set(id, gone);
    if (pending) return;
    const cancel = this.env.clock.after(this.env.limits.challengeMs, () => this.cut());
    this.link.probe(() => {
      cancel();
      this.challenges?.delete(id);
    });
  }

  close(code: number, reason: string): void {
    if (!this.open) return;
    this.link.close(code, reason);
    this.closed();
  }

  /** The person's role has changed: from now on this holds, without a reload (A6). */
  allow(access: Pass["access"]): void {
    if (this.pass.access === access) return;
    this.pass.access = access;
    // What was written meanwhile was dropped: whoever may write again is asked for it, and first, so that
    // nothing written later is acknowledged before it (R4).
    if (access === "write") this.room.askAgain(this);
    this.tell(this.room.standingOf(this));
  }

  private cut(): void {
    this.link.terminate();
    this.closed();
  }

  /** The connection is gone, whoever ended it. Idempotent: a late close of a dead socket is harmless. */
  closed(): void {
    if (!this.open) return;
    this.open = false;
    this.behind?.cancel();
    this.behind = undefined;
    this.room.leave(this);
    for (const gone of this.challenges?.values() ?? []) gone();
    this.challenges = undefined;
  }
}

function checkVector(vector: Uint8Array): void {
  const reader = new ByteReader(vector);
  const clients = reader.uint();
  for (let i = 0; i < clients; i++) reader.id();
  reader.end();
}
