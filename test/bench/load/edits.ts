// What the clients write: hand-made Yjs updates of one key, cursor moves, and small documents made by
// Yjs itself. Hand-made, because a Y.Doc per client would cost the load generator more than the server.

import * as encoding from "lib0/encoding";
import * as Y from "yjs";

/** Client ids of the load: five bytes on the wire, as random 32-bit ids mostly are. */
export const FIRST_CLIENT = 0x7000_0000;
export const TEXT = "text";

const ORIGIN = 0x80;
const STRING = 4;

export interface Place {
  readonly client: number;
  readonly clock: number;
}

/** `client` types one more character behind its last one; the first one behind `behind`, or into the text. */
export function key(client: number, clock: number, behind?: Place): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1); // clients
  encoding.writeVarUint(encoder, 1); // structs
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  if (clock === 0 && behind === undefined) {
    encoding.writeUint8(encoder, STRING);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, TEXT);
  } else {
    encoding.writeUint8(encoder, STRING | ORIGIN);
    encoding.writeVarUint(encoder, clock === 0 ? (behind as Place).client : client);
    encoding.writeVarUint(encoder, clock === 0 ? (behind as Place).clock : clock - 1);
  }
  encoding.writeVarString(encoder, String.fromCharCode(97 + ((clock * 7) % 26)));
  encoding.writeVarUint(encoder, 0); // deletions
  return encoding.toUint8Array(encoder);
}

/** A cursor with a name and a colour: about 260 bytes, as editors send it. */
export function move(client: number, clock: number): Uint8Array {
  const at = (item: number) => ({ type: null, tname: null, item: { client, clock: item }, assoc: 0 });
  const state = {
    user: { name: `Person ${client % 1000}`, color: "#2f6fde", colorLight: "#2f6fde33", id: `u${client}` },
    cursor: { anchor: at(clock), head: at(clock + 1) },
  };
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encoding.toUint8Array(encoder);
}

/** Calls `visit` with the client id and the clock of every entry of an awareness update. */
export function eachMove(update: Buffer, visit: (client: number, clock: number) => void): void {
  let at = 0;
  const uint = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = update[at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  };
  for (let left = uint(); left > 0; left--) {
    const client = uint();
    const clock = uint();
    const length = uint();
    at += length;
    visit(client, clock);
  }
}

export interface SmallDocument {
  readonly update: Uint8Array;
  /** How many clock ticks of `client` it holds. */
  readonly clock: number;
}

/** A text written in phrases, here and there, with some of it deleted again, of about `bytes`. */
export function documentOf(bytes: number, client: number, random: () => number): SmallDocument {
  const doc = new Y.Doc({ gc: true });
  doc.clientID = client;
  const text = doc.getText(TEXT);
  let update = Y.encodeStateAsUpdate(doc);
  while (update.length < bytes) {
    const step = Math.max(1, Math.floor((bytes - update.length) / 60));
    for (let i = 0; i < step; i++) {
      const phrase = Array.from({ length: 4 + Math.floor(random() * 30) }, () =>
        String.fromCharCode(97 + Math.floor(random() * 26)),
      ).join("");
      text.insert(Math.floor(random() * (text.length + 1)), phrase);
      if (random() < 0.2) {
        const from = Math.floor(random() * text.length);
        text.delete(from, Math.min(5, text.length - from));
      }
    }
    update = Y.encodeStateAsUpdate(doc);
  }
  const clock = Y.getState(doc.store, client);
  doc.destroy();
  return { update, clock };
}

/** Seeded: the same run sends the same bytes. */
export function randomOf(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
