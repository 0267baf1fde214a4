// A WebSocket client that does as little as possible, so that the load generator is not the limit:
// handshake, frames out as they are given, frames in as views, pongs. Called by client.ts.

import { createHash, randomBytes } from "node:crypto";
import { connect as connectTcp, type Socket } from "node:net";

const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HANDSHAKE_BYTES = 16 * 1024;
const CONNECT_MS = 20_000;

export interface WireSocket {
  readonly socket: Socket;
  /** Resolves with the close code, or 1006 where the connection just ended. */
  readonly closed: Promise<number>;
  end(): void;
}

/** `opening` goes out in the same moment as the handshake is complete. */
export function openSocket(
  port: number,
  path: string,
  opening: Buffer | undefined,
  onMessage: (message: Buffer, now: number) => void,
  cookie?: string,
): Promise<WireSocket> {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString("base64");
    const socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
    let closeCode = 1006;
    const closed = new Promise<number>((done) => socket.once("close", () => done(closeCode)));
    const timer = setTimeout(() => socket.destroy(new Error("The handshake took too long.")), CONNECT_MS);
    socket.on("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error("The connection ended before the handshake did."));
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n` +
        `${cookie === undefined ? "" : `Cookie: ${cookie}\r\n`}\r\n`,
    );

    const frames = createParser(onMessage, {
      ping: (payload) =>
        socket.write(Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload])),
      close: (code) => {
        closeCode = code;
        socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
      },
    });
    let head = Buffer.alloc(0);
    const shake = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        if (head.length > MAX_HANDSHAKE_BYTES) socket.destroy(new Error("The handshake does not end."));
        return;
      }
      const text = head.subarray(0, end).toString("latin1");
      const accept = createHash("sha1")
        .update(key + ACCEPT_SUFFIX)
        .digest("base64");
      if (!text.startsWith("HTTP/1.1 101") || !text.includes(accept)) {
        return socket.destroy(new Error(`The server refused: ${text.split("\r\n")[0]}`));
      }
      clearTimeout(timer);
      socket.off("data", shake);
      socket.on("data", frames);
      if (opening !== undefined) socket.write(opening);
      resolve({ socket, closed, end: () => socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0])) });
      if (head.length > end + 4) frames(head.subarray(end + 4));
    };
    socket.on("data", shake);
  });
}

interface Control {
  ping(payload: Buffer): void;
  close(code: number): void;
}

/** Takes chunks, hands out whole messages. Servers here send unmasked, unfragmented frames. */
function createParser(onMessage: (message: Buffer, now: number) => void, control: Control) {
  let parts: Buffer[] = [];
  let have = 0;
  /** Bytes without which there is no use in looking again. */
  let need = 2;
  return (chunk: Buffer): void => {
    const now = performance.now();
    parts.push(chunk);
    have += chunk.length;
    if (have < need) return;
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts, have);
    let at = 0;
    for (;;) {
      const left = bytes.length - at;
      need = 2;
      if (left < need) break;
      const first = bytes[at] as number;
      let length = (bytes[at + 1] as number) & 0x7f;
      let header = 2;
      if (length === 126) {
        header = 4;
        need = header;
        if (left < need) break;
        length = bytes.readUInt16BE(at + 2);
      } else if (length === 127) {
        header = 10;
        need = header;
        if (left < need) break;
        length = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6);
      }
      need = header + length;
      if (left < need) break;
      const payload = bytes.subarray(at + header, at + need);
      at += need;
      const kind = first & 0x0f;
      if (kind === 2) onMessage(payload, now);
      else if (kind === 9) control.ping(payload);
      else if (kind === 8) control.close(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
    }
    const rest = bytes.subarray(at);
    parts = rest.length > 0 ? [rest] : [];
    have = rest.length;
  };
}
