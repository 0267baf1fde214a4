// One document over HTTP, as lib/api.ts has it, and how a summary is read. Called by home, the document page
// and the feed. Every failure is one ApiError: a stable code, and one sentence for people.

import { type DocSummary, MAX_IDS_PER_REQUEST } from "../../lib/api.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { parsePerson } from "../../lib/people.ts";
import type { Role } from "../../lib/policy.ts";
import { request, unreadable } from "./request.ts";

export { ApiError, TIMEOUT_MS } from "./request.ts";

export async function createDoc(signal?: AbortSignal): Promise<DocSummary> {
  return docIn(await request("POST", "/api/docs", undefined, signal));
}

export async function fetchDoc(id: DocId, signal?: AbortSignal): Promise<DocSummary> {
  return docIn(await request("GET", `/api/docs/${id}`, undefined, signal));
}

/** Unknown documents are left out. Any number of ids: it asks as often as the contract needs. */
export async function fetchDocs(ids: readonly DocId[], signal?: AbortSignal): Promise<readonly DocSummary[]> {
  const requests: Promise<unknown>[] = [];
  for (let at = 0; at < ids.length; at += MAX_IDS_PER_REQUEST) {
    const some = ids.slice(at, at + MAX_IDS_PER_REQUEST).join(",");
    requests.push(request("GET", `/api/docs?ids=${some}`, undefined, signal));
  }
  return (await Promise.all(requests)).flatMap(docsIn);
}

export function docIn(body: unknown): DocSummary {
  const doc = readDoc((body as { doc?: unknown } | null | undefined)?.doc);
  if (doc === undefined) throw unreadable();
  return doc;
}

function docsIn(body: unknown): readonly DocSummary[] {
  const docs = (body as { docs?: unknown } | null | undefined)?.docs;
  if (!Array.isArray(docs)) throw unreadable();
  return docs.map(readDoc).filter((doc) => doc !== undefined);
}

/** An answer, or an event of the feed: unknown until it is read here. */
export function readDoc(value: unknown): DocSummary | undefined {
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
