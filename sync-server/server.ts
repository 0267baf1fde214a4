// The door: one HTTP server in front of rooms, documents and the web app. Called by main.ts and by tests
// with their own adapters, clock and limits; nothing here is global, port 0 works.

import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { CLOSE } from "../lib/close-codes.ts";
import { AppError } from "../lib/errors.ts";
import { ANONYMOUS, parseRoomName, type RoomName } from "../lib/names.ts";
import type { Role } from "../lib/policy.ts";
import type { Visitor } from "./access/identity.ts";
import { isOurs, type OriginRules } from "./access/origin.ts";
import type { SignInSettings } from "./access/sign-in.ts";
import { type Answer, type Route, route } from "./features/feature.ts";
import { createProduct, type Product, type RequireSignIn } from "./features/index.ts";
import { WHOLE_MS } from "./files/body.ts";
import type { FileStore } from "./files/file-store.ts";
import type { FileLimits } from "./files/files.ts";
import { createFront } from "./front.ts";
import { createHeaders } from "./http/headers.ts";
import { createOnBehalf, ON_BEHALF } from "./http/on-behalf.ts";
import { describeApi } from "./http/openapi.ts";
import { createRouter, problem } from "./http/router.ts";
import { endSlowBody } from "./http/slow-body.ts";
import { Buckets } from "./ops/bucket.ts";
import { type Clock, systemClock } from "./ops/clock.ts";
import { LIMITS, type Limits } from "./ops/limits.ts";
import { type Log, silentLog } from "./ops/log.ts";
import type { Folder } from "./room/fold.ts";
import { createFolder } from "./room/folder.ts";
import { Rooms } from "./room/rooms.ts";
import { Session } from "./room/session.ts";
import type { Store } from "./store/store.ts";
import { createWsTransport } from "./transport/ws.ts";

export interface ServerOptions extends Partial<OriginRules> {
  readonly store: Store;
  /** Where the bytes of files lie; without it documents hold no files. */
  readonly files?: FileStore | undefined;
  readonly fileLimits?: Partial<FileLimits>;
  readonly access: "links" | "open";
  readonly webUpstream?: string | undefined;
  readonly trustProxy?: boolean;
  /** Signs identities; made and kept in the store where it is not given. */
  readonly secret?: string | undefined;
  /** What anyone with the address of a new document may do. */
  readonly general?: Role;
  /** The identity provider; without one everybody is a guest. */
  readonly signIn?: SignInSettings | undefined;
  readonly requireSignIn?: RequireSignIn;
  /** The web app is a development server. */
  readonly webDevelopment?: boolean;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly limits?: Limits;
  readonly folder?: Folder;
}

export interface Server {
  /** Resolves with the port when it listens; rejects with `port/taken`. */
  listen(port: number, host: string): Promise<number>;
  readonly rooms: Rooms;
  /** Stops taking people in, stores everything, sends everybody away, closes the store. Idempotent. */
  close(): Promise<void>;
}

export function createServer(options: ServerOptions): Server {
  const { store, access, clock = systemClock, log = silentLog, limits = LIMITS } = options;
  const rules: OriginRules = { publicUrl: options.publicUrl, allowedOrigins: options.allowedOrigins ?? [] };
  const folder = options.folder ?? createFolder();
  const rooms = new Rooms({ store, clock, limits, log, folder });
  const transport = createWsTransport({ clock, limits, log });
  const front = options.webUpstream === undefined ? undefined : createFront(options.webUpstream, log);
  const newSockets = new Buckets(limits.socketsPerSecond, limits.socketBurst);
  const onBehalf = createOnBehalf();
  const headers = createHeaders({ publicUrl: options.publicUrl, development: options.webDevelopment });
  let ready = false;
  let closing: Promise<void> | undefined;

  /** Made before the server listens; with ACCESS=open there is none. */
  let product: Product | undefined;
  let router = createRouter([], log);

  async function prepare(): Promise<void> {
    if (access === "links") {
      const secure = options.publicUrl?.startsWith("https:") ?? false;
      const { secret, general = "none", signIn, publicUrl, requireSignIn = "nothing" } = options;
      const { files, fileLimits } = options;
      const choices = { secret, secure, general, signIn, publicUrl, requireSignIn, files, fileLimits };
      product = await createProduct({ store, rooms, folder, clock, limits, log, ...choices });
    }
    const routes = [...health, description, ...(product?.routes ?? [])];
    const api = describeApi(routes);
    described = () => ({ json: api });
    router = createRouter(routes, log);
  }

  const health = [
    route({
      method: "GET",
      path: "/healthz",
      summary: "The process is alive",
      answer: z.object({ alive: z.literal(true) }),
      handle: () => ({ json: { alive: true } }),
    }),
    route({
      method: "GET",
      path: "/readyz",
      summary: "The server takes people in and stores what they write; 503 with the reason while it does not",
      answer: z.object({ ready: z.boolean(), why: z.string() }),
      handle: () => {
        const fine = ready && rooms.healthy;
        const why = fine ? "ready" : ready ? "The store does not store just now." : "Starting or stopping.";
        return { status: fine ? 200 : 503, json: { ready: fine, why } };
      },
    }),
  ];

  let described: () => Answer = () => ({ json: {} });
  const description = route({
    method: "GET",
    path: "/api/openapi.json",
    summary: "This description, in OpenAPI 3.1",
    answer: z.looseObject({ openapi: z.string() }),
    handle: () => described(),
  });

  function addressOf(request: IncomingMessage): string {
    const sealed = onBehalf.open(request.headers[ON_BEHALF]);
    if (sealed !== undefined) return sealed;
    const forwarded = options.trustProxy ? request.headers["x-forwarded-for"] : undefined;
    const last = typeof forwarded === "string" ? forwarded.split(",").at(-1)?.trim() : undefined;
    return last || request.socket.remoteAddress || "unknown";
  }

  const ours = ({ headers }: IncomingMessage) =>
    isOurs({ host: headers.host, origin: headers.origin }, rules);

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    headers.answer(response);
    const changes = request.method !== "GET" && request.method !== "HEAD";
    const path = request.url ?? "";
    const { host } = request.headers;
    if (changes && path.startsWith("/api/") && !ours(request)) {
      return problem(response, 403, "forbidden", "This request does not come from a page of this server.");
    }
    // A name that was made to lead here a moment ago: its page may not even read (A1). Signing in has words of
    // its own for it.
    if (
      path.startsWith("/api/") &&
      !path.startsWith("/api/sign-in") &&
      !isOurs({ host, origin: undefined }, rules)
    ) {
      return problem(
        response,
        403,
        "forbidden",
        "This server does not know itself by that name (PUBLIC_URL).",
      );
    }
    const found = router.find(request);
    // Files take their time, within bounds of their own.
    if (found === undefined || found === "method" || found.takes === undefined) endSlowBody(request, clock);
    if (found === "method")
      return problem(response, 405, "bad-request", "This address does not take that method.");
    if (found === undefined && path.startsWith("/api/")) {
      return problem(response, 404, "bad-request", "There is nothing at this address.");
    }
    // Files of the web app are the same for everybody.
    if (product === undefined || path.startsWith("/_next/")) return answer(found, undefined);
    product.visitor(request).then(
      ({ visitor, cookie }) => {
        if (cookie !== undefined) response.setHeader("set-cookie", cookie);
        answer(found, visitor);
      },
      (err: unknown) => {
        log.error({ err }, "identity.failed");
        problem(response, 500, "internal", "Something went wrong on the server. Nothing was lost.");
      },
    );

    function answer(found: Route | undefined, visitor: Visitor | undefined): void {
      if (found !== undefined)
        return router.run(found, request, response, { visitor, address: addressOf(request) });
      if (front !== undefined) {
        headers.page(request, response);
        request.headers[ON_BEHALF] = onBehalf.seal(addressOf(request));
        return front.page(request, response);
      }
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("This is a sync server. Connect a WebSocket to /sync/<room>.\n");
    }
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", (error) => log.debug({ err: error }, "socket.error"));
    const [path = ""] = (request.url ?? "").split("?", 1);
    if (!path.startsWith("/sync/")) {
      if (front !== undefined) return front.upgrade(request, socket, head);
      return refuse(socket, 404, "Not Found");
    }
    if (!ours(request)) return refuse(socket, 403, "Forbidden");
    const name = parseRoomName(path.slice("/sync/".length));
    if (name === undefined) return refuse(socket, 400, "Bad Request");
    if (closing !== undefined) return refuse(socket, 503, "Service Unavailable");
    const now = clock.now();
    if (!newSockets.of(addressOf(request), now).take(1, now)) return refuse(socket, 429, "Too Many Requests");
    void admit(name, request, socket, head);
  }

  async function admit(
    name: RoomName,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const { link, extended } = await transport.accept(request, socket, head);
    try {
      const visitor = await product?.visitor(request).then((found) => found.visitor);
      const pass = await passFor(name, visitor, addressOf(request));
      if ("refused" in pass) {
        const tooMuch = pass.refused === CLOSE.policy;
        return link.close(pass.refused, tooMuch ? "Too many at once." : "There is no document here for you.");
      }
      const room = await rooms.open(name);
      const session = new Session(room, link, { ...pass, extended }, { clock, limits });
      // No await between: a room that was just opened has not had time to leave memory.
      room.join(session);
      link.attach(session);
      // Access may have changed while the room was loading.
      product?.joined(session, visitor);
    } catch (error) {
      log.error({ room: name, err: error }, "door.failed");
      link.close(CLOSE.failed, "The document could not be loaded. It is unchanged.");
    }
  }

  async function passFor(name: RoomName, visitor: Visitor | undefined, address: string) {
    if (product === undefined) return { user: ANONYMOUS, access: "write" as const };
    return product.admit(visitor, name, address);
  }

  const http = createHttp(
    { keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: WHOLE_MS },
    onRequest,
  );
  http.on("upgrade", onUpgrade);
  http.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });

  async function close(): Promise<void> {
    ready = false;
    http.close();
    await rooms.close(CLOSE.restarting, "The server restarts.");
    await product?.close();
    await folder.close();
    transport.close();
    front?.close();
    http.closeAllConnections();
    await options.files?.close();
    await store.close();
  }

  return {
    rooms,
    listen: async (port, host) => {
      await prepare();
      return new Promise((resolve, reject) => {
        http.once("error", (error: NodeJS.ErrnoException) => {
          const taken = error.code === "EADDRINUSE";
          const message = taken ? `Port ${port} on ${host} is taken by another program.` : error.message;
          reject(new AppError(taken ? "port/taken" : "internal", message, { cause: error }));
        });
        http.listen(port, host, () => {
          ready = true;
          resolve((http.address() as AddressInfo).port);
        });
      });
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
