// Looks into messages of the wire without decoding more than is asked for. Called by paced-socket.ts.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { encodeAwareness } from "../../lib/protocol.ts";

/** What comes after the message number. */
export const afterKind = (message: Uint8Array): decoding.Decoder =>
  decoding.createDecoder(message.subarray(1));

/** The update inside a sync message: a view, not a copy. Throws when the message is cut off. */
export const payloadOf = (message: Uint8Array): Uint8Array =>
  decoding.readVarUint8Array(decoding.createDecoder(message.subarray(2)));

/** An update begins with the number of clients whose structs it holds. Deletions are not looked at. */
export const hasStructs = (update: Uint8Array): boolean => (update[0] ?? 0) > 0;

/** Of a presence message only what it says about `clientId`, as a message. `gone`: that it left. */
export function presenceOf(
  message: Uint8Array,
  clientId: number,
): { readonly message: Uint8Array; readonly gone: boolean } | undefined {
  const decoder = decoding.createDecoder(decoding.readVarUint8Array(afterKind(message)));
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const state = decoding.readVarString(decoder);
    if (client !== clientId) continue;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
    return { message: encodeAwareness(encoding.toUint8Array(encoder)), gone: state === "null" };
  }
  return undefined;
}
