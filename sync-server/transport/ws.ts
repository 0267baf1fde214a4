// WebSockets. `ws` shakes hands, parses, pings and closes; what we send goes pre-framed straight to the
// socket, once framed for everybody. Called by the server's door for each accepted upgrade (T1-T7).

import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { CLOSE } from "../../lib/close-codes.ts";
import { encodeAwareness, SUBPROTOCOL } from "../../lib/protocol.ts";
import { Bucket } from "../ops/bucket.ts";
import type { Clock } from "../ops/clock.ts";
import type { Limits } from "../ops/limits.ts";
import type { Log } from "../ops/log.ts";
import { Frame } from "../room/frame.ts";
import type { Link } from "./transport.ts";

/** A large answer goes out in pieces, so that `waiting` shows progress while it does. */
const PIECE_BYTES = 256 * 1024;

/** Says nothing (presence of nobody), and so keeps a stock client from giving up on a quiet line. */
const QUIET = new Frame([encodeAwareness(new Uint8Array([0]))]);

export interface WsEnv {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
}

/** What the server does with one connection. */
export interface Receiver {
  receive(message: Uint8Array): void;
  closed(): void;
}

export class WsLink implements Link {
  onDrain: (() => void) | undefined;
  private readonly ws: WebSocket;
  private readonly socket: Socket;
  private readonly env: WsEnv;
  private readonly messages: Bucket;
  private readonly bytes: Bucket;
  private readonly probes: (() => void)[] = [];
  private receiver: Receiver | undefined;
  /** Bytes that had come from the peer at the last beat. */
  private readBefore = 0;
  private quietSince: number;

  constructor(ws: WebSocket, socket: Socket, env: WsEnv) {
    this.ws = ws;
    this.socket = socket;
    this.env = env;
    const now = env.clock.now();
    const { messagesPerSecond, messageBurst, bytesPerSecond, byteBurst } = env.limits;
    this.messages = new Bucket(messagesPerSecond, messageBurst, now);
    this.bytes = new Bucket(bytesPerSecond, byteBurst, now);
    this.quietSince = now;
    // Until the room is loaded the peer's words wait in the network, which has a bound of its own.
    ws.pause();
    ws.on("message", (data, isBinary) => this.take(data, isBinary));
    ws.on("pong", () => this.pong());
    ws.on("close", () => this.receiver?.closed());
    ws.on("error", (error) => env.log.debug({ err: error }, "socket.error"));
    socket.on("drain", () => {
      if (socket.writableLength === 0) this.onDrain?.();
    });
  }

  /** Begins to hear. */
  attach(receiver: Receiver): void {
    this.receiver = receiver;
    if (this.ws.readyState === this.ws.OPEN) this.ws.resume();
    else receiver.closed();
  }

  private take(data: RawData, isBinary: boolean): void {
    // What was still buffered when the connection was ended is not looked at, nor logged.
    if (this.ws.readyState !== this.ws.OPEN) return;
    if (!isBinary) return this.close(CLOSE.unsupported, "Everything here is binary.");
    const message = data as Buffer;
    const now = this.env.clock.now();
    if (!this.messages.take(1, now) || !this.bytes.take(message.length, now)) {
      this.env.log.warn({ bytes: message.length }, "socket.flood");
      return this.close(CLOSE.policy, "Too much at once.");
    }
    this.receiver?.receive(message);
  }

  get waiting(): number {
    return this.socket.writableLength;
  }

  send(frame: Frame, more?: Frame): void {
    if (this.ws.readyState !== this.ws.OPEN) return;
    this.quietSince = this.env.clock.now();
    if (more === undefined) return this.write(frame.wire);
    this.socket.cork();
    this.write(frame.wire);
    this.write(more.wire);
    this.socket.uncork();
  }

  private write(wire: Buffer): void {
    if (wire.length <= PIECE_BYTES) {
      this.socket.write(wire);
      return;
    }
    for (let at = 0; at < wire.length; at += PIECE_BYTES)
      this.socket.write(wire.subarray(at, at + PIECE_BYTES));
  }

  /**
   * T3: once per heartbeat. A peer that has given no sign of life since the last one is cut off. Any byte
   * is a sign: behind a large upload on a slow line the answer to a ping may take minutes.
   */
  beat(onTime: boolean): void {
    const { bytesRead } = this.socket;
    if (bytesRead === this.readBefore && onTime) return this.terminate();
    this.readBefore = bytesRead;
    this.ping();
    if (this.env.clock.now() - this.quietSince >= this.env.limits.quietMs) this.send(QUIET);
  }

  probe(alive: () => void): void {
    this.probes.push(alive);
    this.ping();
  }

  private ping(): void {
    if (this.ws.readyState === this.ws.OPEN) this.ws.ping();
  }

  private pong(): void {
    for (const alive of this.probes.splice(0)) alive();
  }

  close(code: number, reason: string): void {
    // Paused sockets would never see the peer's answer to the close.
    if (this.ws.isPaused) this.ws.resume();
    // ws waits 30 s for a peer that does not answer; a beat without a sign of life ends it sooner.
    this.ws.close(code, reason);
  }

  terminate(): void {
    this.ws.terminate();
  }
}

export interface WsTransport {
  /** Completes the handshake and hands over a link that hears nothing until `attach`. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<{ link: WsLink; extended: boolean }>;
  readonly size: number;
  close(): void;
}

export function createWsTransport(env: WsEnv): WsTransport {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: env.limits.maxMessageBytes,
    // A key of ten bytes would grow to twelve and cost more than its write.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const links = new Set<WsLink>();
  const { heartbeatMs } = env.limits;
  let planned = env.clock.now() + heartbeatMs;
  let stop = env.clock.after(heartbeatMs, beat);

  function beat(): void {
    // A process that was stopped for a while has pongs that it has not read yet: nobody is judged by it.
    const onTime = env.clock.now() - planned < heartbeatMs / 2;
    for (const link of links) link.beat(onTime);
    planned = env.clock.now() + heartbeatMs;
    stop = env.clock.after(heartbeatMs, beat);
  }

  /** Apart from `accept`, whose scope holds the request: a listener made there would keep it alive. */
  function enlist(ws: WebSocket, link: WsLink): void {
    links.add(link);
    ws.on("close", () => links.delete(link));
  }

  return {
    accept: (request, socket, head) =>
      new Promise((resolve) => {
        server.handleUpgrade(request, socket, head, (ws) => {
          const link = new WsLink(ws, request.socket, env);
          enlist(ws, link);
          resolve({ link, extended: ws.protocol === SUBPROTOCOL });
        });
      }),
    get size() {
      return links.size;
    },
    close() {
      stop();
      for (const link of links) link.terminate();
    },
  };
}
