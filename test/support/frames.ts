// Reads back what the server made ready for the wire: for links of the tests that have no socket.

import type { Frame } from "../../sync-server/room/frame.ts";

/** The messages of unmasked, unfragmented WebSocket frames (RFC 6455, section 5.2). */
export function messagesOf({ wire }: Frame): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let at = 0; at < wire.length; ) {
    const short = wire.readUInt8(at + 1);
    const [header, length] =
      short < 126
        ? [2, short]
        : short === 126
          ? [4, wire.readUInt16BE(at + 2)]
          : [10, Number(wire.readBigUInt64BE(at + 2))];
    messages.push(wire.subarray(at + header, at + header + length));
    at += header + length;
  }
  return messages;
}
