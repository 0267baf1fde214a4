// The one way this app asks the sync server over HTTP, on the page's own origin. Called by the *-api files
// beside it. Every failure is one ApiError: a stable code, and one sentence for people.

import { en } from "../_words/first.ts";

/** Long enough for a slow phone, short enough to be told the truth. */
export const TIMEOUT_MS = 10_000;

export class ApiError extends Error {
  /** The server's code (lib/errors.ts), or ours: "unreachable", "slow", "unreadable". */
  readonly code: string;
  /** Absent when no answer came. */
  readonly status: number | undefined;

  constructor(code: string, message: string, options?: { status?: number; cause?: unknown }) {
    super(message, { cause: options?.cause });
    this.name = "ApiError";
    this.code = code;
    this.status = options?.status;
  }

  /** Nobody answered: asking again later may well work. */
  get offline(): boolean {
    return this.code === "unreachable" || this.code === "slow";
  }
}

/** One question. The answer is whatever JSON came; the caller reads it. */
export async function request(
  method: "GET" | "POST",
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const init: RequestInit = {
    method,
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  };
  if (method === "POST") {
    // A body of this type cannot be sent by a form on another site without asking first.
    init.headers = { ...init.headers, "content-type": "application/json" };
    init.body = JSON.stringify(body ?? {});
  }
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, init);
    // Read as text first: an answer that broke off is a network matter, an unreadable one is not.
    answer = parseJson(await response.text());
  } catch (cause) {
    if (limit.aborted) throw new ApiError("slow", en.problems.slow, { cause });
    // The caller hung up: that is no problem to tell anybody.
    if (signal?.aborted) throw cause;
    throw new ApiError("unreachable", en.problems.unreachable, { cause });
  }
  if (response.ok) return answer;
  const { code, message } = (answer ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === "string" && typeof message === "string") {
    throw new ApiError(code, message, { status: response.status });
  }
  // Not our server's words: a proxy that cannot reach it, or a page from somewhere in between.
  if (response.status >= 502 && response.status <= 504) {
    throw new ApiError("unreachable", en.problems.unreachable, { status: response.status });
  }
  throw unreadable(response.status);
}

export const unreadable = (status?: number) => new ApiError("unreadable", en.problems.unreadable, { status });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
