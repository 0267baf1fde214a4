// A small router over node:http: JSON in, JSON out, input checked by schema, one shape for every problem.
// Called by server.ts for /api and health; the same schemas describe the API (openapi.ts).

import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import { AppError, type ErrorCode } from "../../lib/errors.ts";
import type { Call, Route } from "../features/feature.ts";
import type { Log } from "../ops/log.ts";

/** Bytes of a request body. Commands are small; files are read by their route, in pieces. */
const MAX_BODY_BYTES = 64 * 1024;

const STATUS: Partial<Record<ErrorCode, number>> = {
  "bad-request": 400,
  unauthenticated: 401,
  forbidden: 403,
  "link/password": 403,
  "doc/not-found": 404,
  "store/conflict": 409,
  "too-large": 413,
  "too-many": 429,
  "store/closed": 503,
  "store/failed": 503,
};

export interface Router {
  /** The route for a request; "method" where only the method is wrong, `undefined` where nothing fits. */
  find(request: IncomingMessage): Route | "method" | undefined;
  run(
    found: Route,
    request: IncomingMessage,
    response: ServerResponse,
    who: Pick<Call, "visitor" | "address">,
  ): void;
}

export function createRouter(routes: readonly Route[], log: Log): Router {
  const compiled = routes.map((route) => ({ route, parts: route.path.split("/") }));
  const partsOf = (request: IncomingMessage) => ((request.url ?? "").split("?", 1)[0] ?? "").split("/");

  return {
    find(request) {
      const parts = partsOf(request);
      const fitting = compiled.filter((one) => fits(one.parts, parts));
      if (fitting.length === 0) return undefined;
      return fitting.find(({ route }) => route.method === request.method)?.route ?? "method";
    },

    run(found, request, response, who) {
      answer().then(
        (result) => result && send(response, result.status ?? 200, result.json),
        (error: unknown) => {
          if (error instanceof AppError && error.code !== "internal") {
            const status = STATUS[error.code] ?? 500;
            if (status === 429) response.setHeader("retry-after", "5");
            problem(response, status, error.code, error.message);
          } else if (request.destroyed && !request.complete) {
            // Whoever asked has gone before they had said all of it: nothing failed here.
          } else {
            log.error({ err: error, path: found.path }, "http.failed");
            problem(response, 500, "internal", "Something went wrong on the server. Nothing was lost.");
          }
        },
      );

      async function answer() {
        const search = new URLSearchParams((request.url ?? "").split("?", 2)[1] ?? "");
        const query = check(found.query, Object.fromEntries(search));
        const body = found.body === undefined ? undefined : check(found.body, await readBody(request));
        const params = paramsOf(found.path.split("/"), partsOf(request));
        return found.handle({ params, query, body, request, response, ...who });
      }
    },
  };
}

function check(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new AppError(
    "bad-request",
    `${first?.path.join(".") || "The request"}: ${first?.message ?? "not right"}`,
  );
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
  if (size === 0) return {};
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
  });
  response.end(body);
}

export const problem = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  send(response, status, { code, message });
