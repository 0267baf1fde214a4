// A small router over node:http: JSON in, JSON out, one shape for every problem. Called by server.ts for
// paths under /api and for health. Bodies are bounded; user text never becomes HTML here.

import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, type ErrorCode } from "../../lib/errors.ts";
import type { Log } from "../ops/log.ts";

/** Bytes of a request body. Commands are small; files have a door of their own. */
const MAX_BODY_BYTES = 64 * 1024;

export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The address of the caller, for limits. */
  readonly address: string;
  /** The parsed JSON body; `undefined` where there was none. Untrusted. */
  body(): Promise<unknown>;
}

export interface Answer {
  readonly status?: number;
  readonly json: unknown;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** `/api/docs/:id` */
  readonly path: string;
  handle(call: Call): Promise<Answer> | Answer;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  "bad-request": 400,
  forbidden: 403,
  "doc/not-found": 404,
  "too-large": 413,
  "too-many": 429,
  "store/closed": 503,
  "store/failed": 503,
};

export interface Router {
  /** False where no route fits the path. */
  route(request: IncomingMessage, response: ServerResponse, address: string): boolean;
}

export function createRouter(routes: readonly Route[], log: Log): Router {
  const compiled = routes.map((route) => ({ ...route, parts: route.path.split("/") }));

  return {
    route(request, response, address) {
      const [path = "", search = ""] = (request.url ?? "").split("?", 2);
      const parts = path.split("/");
      const fitting = compiled.filter((route) => fits(route.parts, parts));
      if (fitting.length === 0) return false;
      const route = fitting.find(({ method }) => method === request.method);
      if (route === undefined) {
        problem(response, 405, "bad-request", "This address does not take that method.");
        return true;
      }
      const call: Call = {
        params: paramsOf(route.parts, parts),
        query: new URLSearchParams(search),
        address,
        body: () => readBody(request),
      };
      Promise.resolve()
        .then(() => route.handle(call))
        .then(
          ({ status = 200, json }) => send(response, status, json),
          (error: unknown) => {
            if (error instanceof AppError && error.code !== "internal") {
              problem(response, STATUS[error.code] ?? 500, error.code, error.message);
            } else {
              log.error({ err: error, path: route.path }, "http.failed");
              problem(response, 500, "internal", "Something went wrong on the server. Nothing was lost.");
            }
          },
        );
      return true;
    },
  };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, i) => part.startsWith(":") || part === parts[i])
  );
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  pattern.forEach((part, i) => {
    if (part.startsWith(":")) params[part.slice(1)] = parts[i] ?? "";
  });
  return params;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new AppError("too-large", "The request is too large.");
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new AppError("bad-request", "The request is not JSON.", { cause });
  }
}

export function send(response: ServerResponse, status: number, json: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(json));
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}

export const problem = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  send(response, status, { code, message });
