// The wire: message numbers, and readers and writers of the frames that are ours. The prose is in
// protocol.md. Called by the server's session and by the provider; both ends test against it.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** Offered at the WebSocket handshake by clients that understand numbers from 100. */
export const SUBPROTOCOL = "concord.1";

// y-websocket's numbers, never to be changed.
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_AUTH = 2;
export const MESSAGE_QUERY_AWARENESS = 3;
export const SYNC_STEP_1 = 0;
export const SYNC_STEP_2 = 1;
export const SYNC_UPDATE = 2;

// Ours: added, never reused.
/** Server to client: everything up to your n-th write is on the disk. */
export const MESSAGE_SAVED = 100;
/** Server to client: what you may do here now, and whether the server can store. */
export const MESSAGE_STANDING = 101;

export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** One client's presence. A cursor and a name take about 260 bytes. */
export const MAX_PRESENCE_BYTES = 16 * 1024;
export const MAX_CLIENTS_PER_CONNECTION = 4;

/** What the server tells a session about itself. */
export interface Standing {
  /** What this session may do with the room's content. */
  readonly access: "write" | "read";
  /** "failing": the server cannot store just now; nothing is acknowledged, keep your text. */
  readonly store: "ok" | "failing";
}

/** Does this message carry document content? Decided by its first two bytes alone. */
export const isWrite = (message: Uint8Array): boolean =>
  message.length > 1 &&
  message[0] === MESSAGE_SYNC &&
  (message[1] === SYNC_STEP_2 || message[1] === SYNC_UPDATE);

export function encodeSync(step: 0 | 1 | 2, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, MESSAGE_SYNC);
  encoding.writeUint8(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export function encodeAwareness(payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/** `n` counts this session's writes (see `isWrite`), from 1. */
export function encodeSaved(n: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, MESSAGE_SAVED);
  encoding.writeVarUint(encoder, n);
  return encoding.toUint8Array(encoder);
}

/** Reads the payload after the message number. Throws on anything else. */
export const readSaved = (decoder: decoding.Decoder): number => decoding.readVarUint(decoder);

export function encodeStanding(standing: Standing): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, MESSAGE_STANDING);
  encoding.writeUint8(encoder, standing.access === "write" ? 1 : 0);
  encoding.writeUint8(encoder, standing.store === "ok" ? 1 : 0);
  return encoding.toUint8Array(encoder);
}

/** Reads the payload after the message number. Later versions may append bytes: they are ignored. */
export const readStanding = (decoder: decoding.Decoder): Standing => ({
  access: decoding.readUint8(decoder) === 1 ? "write" : "read",
  store: decoding.readUint8(decoder) === 1 ? "ok" : "failing",
});
