// A WebSocket as y-websocket expects it, around a real one (or, later, around HTTP). It paces what we
// say, counts our writes, and takes our own messages out of what we hear. Made by provider.ts.
// Promise: the first write of a connection is the whole answer to the server's question (step 2), so
// every counted write carries all local changes made before it.

import { CLOSE } from "../../lib/close-codes.ts";
import {
  encodeSync,
  MAX_MESSAGE_BYTES,
  MESSAGE_AWARENESS,
  MESSAGE_SAVED,
  MESSAGE_STANDING,
  MESSAGE_SYNC,
  readSaved,
  readStanding,
  type Standing,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from "../../lib/protocol.ts";
import { splitUpdate } from "../../lib/split.ts";
import type { Clock } from "./clock.ts";
import { afterKind, hasStructs, payloadOf, presenceOf } from "./frames.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { createPresencePacer, createUpdatePacer, type PresencePacer, type UpdatePacer } from "./pacers.ts";
import type { Signals } from "./signals.ts";

/** What we use of a WebSocket. The browser's has it, `ws` has it, a fallback over HTTP can have it. */
export interface RawSocket {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  onclose: ((event: Closing) => void) | null;
  send(data: Uint8Array): void;
  close(code?: number, reason?: string): void;
}
export type RawSocketClass = new (url: string, protocols?: string | string[]) => RawSocket;

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** Told by the connection, in the order in which things happen. Nothing is told after its end. */
export interface SocketEvents {
  /** Just before the provider speaks its first words. */
  opening(): void;
  /** Anything at all was heard: the other end lives. */
  heard(): void;
  /** Before a message that changes the document is handed on. */
  beforeRemote(): void;
  /** Write number `n` is out. `uploads`: it answered the server with content that the server lacked. */
  wrote(n: number, uploads: boolean): void;
  saved(n: number): void;
  standing(standing: Standing): void;
  /** A write is larger than any server takes. It and all later writes stay here. */
  refused(bytes: number): void;
}

export interface PacedSocketOptions {
  readonly WebSocket: RawSocketClass;
  readonly clock: Clock;
  readonly signals: Signals;
  readonly events: SocketEvents;
  /** The only client whose presence we may send. */
  readonly clientId: number;
  /** The conversation begins when this settles: what this browser has need not be asked for. */
  readonly ready: Promise<void>;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** Messages that arrive before `ready`; the server says little before it is asked. Above: begin. */
export const MAX_EARLY_MESSAGES = 1_000;

/** Of an update in a message: what the message says of itself comes on top. */
const PART_BYTES = MAX_MESSAGE_BYTES - 16;

/** A write that is too large for one message, as several; `undefined` where it cannot be cut. */
function partsOf(message: Uint8Array): Uint8Array[] | undefined {
  const parts = splitUpdate(payloadOf(message), PART_BYTES);
  const last = message[1] === SYNC_STEP_2 ? SYNC_STEP_2 : SYNC_UPDATE;
  return parts?.map((part, index) => encodeSync(index === parts.length - 1 ? last : SYNC_UPDATE, part));
}

/** The class to hand to y-websocket as `WebSocketPolyfill`. */
export function pacedSocketClass(options: PacedSocketOptions): typeof WebSocket {
  class BoundSocket extends PacedSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(options, url, protocols);
    }
  }
  // y-websocket uses the handlers, binaryType, readyState, OPEN, send and close; all are here.
  return BoundSocket as unknown as typeof WebSocket;
}

export class PacedSocket {
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: Closing) => void) | null = null;
  readyState: number = CONNECTING;

  private readonly options: PacedSocketOptions;
  private readonly events: SocketEvents;
  private readonly raw: RawSocket;
  private readonly updates: UpdatePacer;
  private readonly presence: PresencePacer;
  private readonly inbox: Inbox;
  private readonly stopSignals: () => void;
  private early: Uint8Array[] = [];
  /** Writes sent on this connection. */
  private writes = 0;
  /** The server has our whole answer: from now on single updates make sense to it. */
  private answered = false;
  private muted = false;

  constructor(options: PacedSocketOptions, url: string, protocols?: string | string[]) {
    this.options = options;
    this.events = options.events;
    this.updates = createUpdatePacer(options.clock, (update) =>
      this.write(encodeSync(SYNC_UPDATE, update), false),
    );
    this.presence = createPresencePacer(options.clock, (message) => this.pass(message));
    this.inbox = createInbox(options.clock, (message) => this.take(message));
    this.raw = new options.WebSocket(url, protocols);
    this.raw.binaryType = "arraybuffer";
    this.raw.onopen = () => void options.ready.then(() => this.begin());
    this.raw.onmessage = (event) => this.hear(event.data);
    this.raw.onerror = (event) => this.onerror?.(event);
    this.raw.onclose = (event) => this.end(event);
    this.stopSignals = options.signals.subscribe((signal) => {
      // Timers of a hidden page may never run again.
      if (signal === "hidden" || signal === "leaving") this.flush();
    });
  }

  get binaryType(): string {
    return "arraybuffer";
  }
  set binaryType(_type: string) {
    // Always an ArrayBuffer.
  }

  send(data: Uint8Array | ArrayBuffer): void {
    if (this.readyState !== OPEN) return;
    const message = data instanceof Uint8Array ? data : new Uint8Array(data);
    if (message[0] === MESSAGE_SYNC) this.sendSync(message);
    else if (message[0] === MESSAGE_AWARENESS) {
      // y-websocket sends on everybody's presence as it hears it. Only ours is ours to tell.
      const own = presenceOf(message, this.options.clientId);
      if (own !== undefined) this.presence.add(own.message, own.gone);
    } else this.pass(message);
  }

  /** Sends whatever waits, now. */
  flush(): void {
    this.updates.flush();
    this.presence.flush();
  }

  close(): void {
    if (this.readyState === OPEN) this.flush();
    const raw = this.raw;
    this.leave(CLOSING);
    // Closing a socket that still connects is reported as an error, in Node without a listener fatal.
    raw.onclose = () => {
      this.readyState = CLOSED;
    };
    raw.close();
  }

  private sendSync(message: Uint8Array): void {
    if (message[1] === SYNC_UPDATE) {
      this.inbox.own();
      // Before the whole answer nothing need be sent: the answer will carry it, and without it the
      // server would hold the update for want of what came before.
      if (this.answered) this.updates.add(payloadOf(message));
      return;
    }
    this.updates.flush();
    if (message[1] === SYNC_STEP_2) this.answered = this.write(message, hasStructs(payloadOf(message)));
    else this.pass(message);
  }

  private write(message: Uint8Array, uploads: boolean): boolean {
    if (this.muted) return false;
    const messages = message.byteLength > MAX_MESSAGE_BYTES ? partsOf(message) : [message];
    if (messages === undefined) {
      // The server would cut the connection. Later writes rest on this one, so they wait with it, and
      // reading goes on.
      this.muted = true;
      this.events.refused(message.byteLength);
      return false;
    }
    for (const part of messages) if (!this.pass(part)) return false;
    // Counted as the server counts. Only with the last part everything that was written before is out.
    this.writes += messages.length;
    this.events.wrote(this.writes, uploads);
    return true;
  }

  private pass(message: Uint8Array): boolean {
    if (this.raw.readyState !== OPEN) return false;
    this.raw.send(message);
    return true;
  }

  private begin(): void {
    if (this.readyState !== CONNECTING) return;
    this.readyState = OPEN;
    this.events.opening();
    this.onopen?.({ type: "open" });
    const early = this.early;
    this.early = [];
    for (const message of early) this.sort(message);
  }

  private hear(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return;
    const message = new Uint8Array(data);
    this.events.heard();
    if (this.readyState === OPEN) this.sort(message);
    else if (this.early.push(message) > MAX_EARLY_MESSAGES) this.begin();
  }

  /** What others do may wait for its turn. What is about our own words may not, nor what the server asks. */
  private sort(message: Uint8Array): void {
    const [kind, step] = message;
    if (kind === MESSAGE_AWARENESS || (kind === MESSAGE_SYNC && step === SYNC_UPDATE)) {
      this.inbox.add(message);
      return;
    }
    if (kind === MESSAGE_SYNC) this.inbox.flush();
    this.take(message);
  }

  private take(message: Uint8Array): void {
    if (this.readyState !== OPEN) return;
    try {
      if (message[0] === MESSAGE_SAVED) this.events.saved(readSaved(afterKind(message)));
      else if (message[0] === MESSAGE_STANDING) this.events.standing(readStanding(afterKind(message)));
      else {
        if (message[0] === MESSAGE_SYNC && message[1] !== SYNC_STEP_1) {
          // y-protocols swallows what it cannot read: a cut-off message must not pass for an applied one.
          payloadOf(message);
          this.events.beforeRemote();
        }
        this.onmessage?.({ data: message.buffer });
      }
    } catch (error) {
      console.error("A message from the server could not be read.", error);
      // Somebody's unreadable presence must not cost the connection; a lost document message must.
      if (message[0] === MESSAGE_AWARENESS) return;
      this.end({ code: CLOSE.protocolError, reason: "unreadable message" });
      this.raw.close();
    }
  }

  private end(closing: Closing): void {
    if (this.readyState >= CLOSING) return;
    this.inbox.flush();
    this.leave(CLOSED);
    this.onclose?.(closing);
  }

  /** Detaches from the real socket: what it still reports is about nobody. */
  private leave(readyState: number): void {
    this.readyState = readyState;
    this.updates.stop();
    this.presence.stop();
    this.inbox.stop();
    this.stopSignals();
    this.early = [];
    this.raw.onopen = null;
    this.raw.onmessage = null;
    this.raw.onclose = null;
    this.raw.onerror = () => undefined;
  }
}
