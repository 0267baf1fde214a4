// Frames in both directions. Out: a protocol message becomes a WebSocket frame that can be written as it
// is (masked with zeros, which is a valid mask and costs nothing). In: which of the few kinds that count.

import * as encoding from "lib0/encoding";
import { encodeAwareness, encodeSync, SYNC_STEP_1, SYNC_STEP_2, SYNC_UPDATE } from "../../../lib/protocol.ts";
import { EMPTY_UPDATE } from "../../../lib/update.ts";
import type { Dialect } from "../types.ts";

const EMPTY_VECTOR = new Uint8Array([0]);

export interface Listener {
  /** The server asks what it lacks. */
  asked?(): void;
  /** Document content; `answer`: it is the step 2 that ends the first sync. */
  content?(update: Buffer, answer: boolean, now: number): void;
  people?(update: Buffer, now: number): void;
}

export interface Wire {
  /** What a stock client says first. */
  readonly opening: Buffer;
  /** What a stock client that has nothing answers to the server's question. */
  readonly nothing: Buffer;
  readonly answersQuestions: boolean;
  update(update: Uint8Array): Buffer;
  people(update: Uint8Array): Buffer;
  read(message: Buffer, listener: Listener, now: number): void;
}

export function wireOf(dialect: Dialect, room: string): Wire {
  const name = Buffer.from(room);
  const prefix = dialect === "hocus" ? Buffer.concat([Buffer.from([name.length]), name]) : Buffer.alloc(0);
  const out = (message: Uint8Array) => frame(prefix, message);
  const hello = encodeSync(SYNC_STEP_1, EMPTY_VECTOR);
  return {
    opening: dialect === "hocus" ? Buffer.concat([out(hocusToken()), out(hello)]) : out(hello),
    nothing: out(encodeSync(SYNC_STEP_2, EMPTY_UPDATE)),
    answersQuestions: dialect !== "relay",
    update: (update) => out(encodeSync(SYNC_UPDATE, update)),
    people: (update) => out(encodeAwareness(update)),
    read: (message, listener, now) => read(message, prefix.length, listener, now),
  };
}

const HOCUS_SYNC_REPLY = 4;
const SYNC = 0;
const AWARENESS = 1;

function read(message: Buffer, at: number, listener: Listener, now: number): void {
  const kind = message[at];
  if (kind === SYNC || kind === HOCUS_SYNC_REPLY) {
    const step = message[at + 1];
    if (step === SYNC_STEP_1) listener.asked?.();
    else listener.content?.(lengthPrefixed(message, at + 2), step === SYNC_STEP_2, now);
  } else if (kind === AWARENESS) listener.people?.(lengthPrefixed(message, at + 1), now);
}

/** The bytes behind a varUint length. */
function lengthPrefixed(bytes: Buffer, at: number): Buffer {
  let length = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[at++] ?? 0;
    length += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte < 0x80) return bytes.subarray(at, at + length);
  }
}

/** Hocuspocus' authentication message: an empty token, as its provider sends without one. */
function hocusToken(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 2);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, "");
  return encoding.toUint8Array(encoder);
}

/** One masked binary frame from a client; the mask is zero. */
function frame(prefix: Buffer, message: Uint8Array): Buffer {
  const length = prefix.length + message.length;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const out = Buffer.alloc(header + 4 + length);
  out[0] = 0x82;
  if (header === 2) out[1] = 0x80 | length;
  else if (header === 4) {
    out[1] = 0x80 | 126;
    out.writeUInt16BE(length, 2);
  } else {
    out[1] = 0x80 | 127;
    out.writeUInt32BE(length, 6);
  }
  prefix.copy(out, header + 4);
  out.set(message, header + 4 + prefix.length);
  return out;
}
