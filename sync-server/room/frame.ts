// Messages made ready for the wire once, and written to many sockets. Called by the room's flush and
// by transports; WebSocket framing (RFC 6455, section 5.2) is done here, unmasked and uncompressed.

/** One or more protocol messages that travel in one write. */
export class Frame {
  private state: { readonly messages: readonly Uint8Array[] } | Buffer;

  constructor(messages: readonly Uint8Array[]) {
    this.state = { messages };
  }

  /**
   * All messages as WebSocket binary frames, one after another. Made at first use, then shared; the
   * messages go then, because answers stay with their room and would hold its content twice.
   */
  get wire(): Buffer {
    if (!Buffer.isBuffer(this.state)) this.state = frameAll(this.state.messages);
    return this.state;
  }
}

function frameAll(messages: readonly Uint8Array[]): Buffer {
  let size = 0;
  for (const { length } of messages) size += headerSize(length) + length;
  const wire = Buffer.allocUnsafe(size);
  let at = 0;
  for (const message of messages) {
    const { length } = message;
    wire[at] = 0x82; // final fragment, binary
    if (length < 126) {
      wire[at + 1] = length;
    } else if (length < 65_536) {
      wire[at + 1] = 126;
      wire.writeUInt16BE(length, at + 2);
    } else {
      wire[at + 1] = 127;
      wire.writeUInt32BE(0, at + 2);
      wire.writeUInt32BE(length, at + 6);
    }
    at += headerSize(length);
    wire.set(message, at);
    at += length;
  }
  return wire;
}

const headerSize = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);
