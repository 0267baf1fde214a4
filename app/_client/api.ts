// The browser's end of lib/api.ts: asks the sync server over HTTP on the page's own origin. Called by home
// and the document page. Every failure is one ApiError: a stable code, and one sentence for people.

import { type DocSummary, MAX_IDS_PER_REQUEST } from "../../lib/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import type { Role } from "../../lib/policy.ts";
import { en } from "../_words/en.ts";

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

export async function createDoc(signal?: AbortSignal): Promise<DocSummary> {
  return docIn(await ask("POST", "/api/docs", signal));
}

export async function fetchDoc(id: DocId, signal?: AbortSignal): Promise<DocSummary> {
  return docIn(await ask("GET", `/api/docs/${id}`, signal));
}

/** Unknown documents are left out. Any number of ids: it asks as often as the contract needs. */
export async function fetchDocs(ids: readonly DocId[], signal?: AbortSignal): Promise<readonly DocSummary[]> {
  const requests: Promise<unknown>[] = [];
  for (let at = 0; at < ids.length; at += MAX_IDS_PER_REQUEST) {
    requests.push(ask("GET", `/api/docs?ids=${ids.slice(at, at + MAX_IDS_PER_REQUEST).join(",")}`, signal));
  }
  return (await Promise.all(requests)).flatMap(docsIn);
}

async function ask(method: "GET" | "POST", path: string, signal: AbortSignal | undefined): Promise<unknown> {
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
    init.body = "{}";
  }
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, init);
    // Read as text first: an answer that broke off is a network matter, an unreadable one is not.
    body = parseJson(await response.text());
  } catch (cause) {
    if (limit.aborted) throw new ApiError("slow", en.problems.slow, { cause });
    // The caller hung up: that is no problem to tell anybody.
    if (signal?.aborted) throw cause;
    throw new ApiError("unreachable", en.problems.unreachable, { cause });
  }
  if (response.ok) return body;
  const { code, message } = (body ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === "string" && typeof message === "string") {
    throw new ApiError(code, message, { status: response.status });
  }
  // Not our server's words: a proxy that cannot reach it, or a page from somewhere in between.
  if (response.status >= 502 && response.status <= 504) {
    throw new ApiError("unreachable", en.problems.unreachable, { status: response.status });
  }
  throw unreadable(response.status);
}

const unreadable = (status?: number) => new ApiError("unreadable", en.problems.unreadable, { status });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function docIn(body: unknown): DocSummary {
  const doc = readDoc((body as { doc?: unknown } | null | undefined)?.doc);
  if (doc === undefined) throw unreadable();
  return doc;
}

function docsIn(body: unknown): readonly DocSummary[] {
  const docs = (body as { docs?: unknown } | null | undefined)?.docs;
  if (!Array.isArray(docs)) throw unreadable();
  return docs.map(readDoc).filter((doc) => doc !== undefined);
}

function readDoc(value: unknown): DocSummary | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const doc = value as Record<string, unknown>;
  const id = typeof doc.id === "string" ? parseDocId(doc.id) : undefined;
  if (id === undefined) return undefined;
  return {
    id,
    title: text(doc.title),
    excerpt: text(doc.excerpt),
    words: number(doc.words),
    createdAt: number(doc.createdAt),
    editedAt: number(doc.editedAt),
    editedBy: parsePerson(doc.editedBy),
    people: Array.isArray(doc.people)
      ? doc.people.map(parsePerson).filter((person) => person !== undefined)
      : [],
    // An answer that does not say what one may do has not said that one may do anything.
    role: ROLES.find((role) => role === doc.role) ?? "none",
    locked: doc.locked === true,
    starred: doc.starred === true,
    openedAt: maybe(doc.openedAt),
    trashedAt: maybe(doc.trashedAt),
  };
}

const ROLES: readonly Role[] = ["none", "view", "comment", "edit", "own"];
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const maybe = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
const number = (value: unknown): number => maybe(value) ?? 0;
