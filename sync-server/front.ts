// One origin for everything: what is not ours is handed to the web app, pages and development sockets
// alike. So an edit crosses one process, and a page needs no second address. Called by server.ts.

import {
  Agent,
  request as ask,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Log } from "./ops/log.ts";

/** Connections kept open to the web app at once. */
const MAX_UPSTREAM_SOCKETS = 64;
/** ms until a web app that does not answer at all is given up. */
const UPSTREAM_MS = 60_000;

/** Questions without a body. */
const BARE = new Set(["GET", "HEAD"]);

/** Headers that belong to one hop (RFC 9110, section 7.6.1). */
const HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export interface Front {
  page(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createFront(upstream: string, log: Log): Front {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_UPSTREAM_SOCKETS });

  return {
    page(request, response) {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.has(name)));
      const { method, url: path } = request;
      // What has a body cannot be sent twice, so it gets no line that may be closing (see `gone`).
      const isBare =
        BARE.has(method ?? "") && !("content-length" in headers) && !("transfer-encoding" in request.headers);
      let outgoing: ClientRequest;
      response.on("close", () => outgoing.destroy());
      const send = (line: Agent | false): void => {
        const options = { hostname, port, method, path, headers, agent: line, timeout: UPSTREAM_MS };
        outgoing = ask(options, (incoming) => {
          const answer = Object.entries(incoming.headers).filter(([name]) => !HOP.has(name));
          response.writeHead(incoming.statusCode ?? 502, Object.fromEntries(answer));
          incoming.pipe(response);
          incoming.on("error", () => response.destroy());
        });
        outgoing.on("timeout", () => outgoing.destroy(new Error("The web app did not answer.")));
        outgoing.on("error", gone);
        if (isBare) outgoing.end();
        else request.pipe(outgoing);
      };
      const gone = (error: NodeJS.ErrnoException): void => {
        // The web app closes a quiet line after some seconds; a question may cross that on its way.
        const crossed = isBare && outgoing.reusedSocket && error.code === "ECONNRESET";
        if (crossed && !response.headersSent && !response.destroyed) return send(false);
        // Without the query: what stands there may be a secret.
        log.warn({ err: error, path: path?.split("?", 1)[0] }, "front.failed");
        if (response.headersSent) {
          response.destroy();
          return;
        }
        response.writeHead(502, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
        response.end(
          "The web app is not running just now. Your documents are safe. Try again in a moment.\n",
        );
      };
      send(isBare && agent);
    },

    upgrade(request, socket, head) {
      const upstreamSocket = connect(Number(port), hostname, () => {
        let text = `${request.method} ${request.url} HTTP/1.1\r\n`;
        const { rawHeaders } = request;
        for (let i = 0; i < rawHeaders.length; i += 2) text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
        upstreamSocket.write(`${text}\r\n`);
        upstreamSocket.write(head);
        socket.pipe(upstreamSocket);
        upstreamSocket.pipe(socket);
      });
      upstreamSocket.on("error", () => socket.destroy());
      socket.on("error", () => upstreamSocket.destroy());
      socket.on("close", () => upstreamSocket.destroy());
    },

    close() {
      agent.destroy();
    },
  };
}
