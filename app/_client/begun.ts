// Documents that begin in this browser: they get their final id here, and the server is told of it, once or
// as often as it takes. Called by "New document", by an open document, and by the keeper. Promise: the same
// id never makes two documents, and never somebody else's ours (sync-server/features/documents.ts).

import { DOC_ID_BYTES, type DocId, parseDocId, printDocId } from "../../lib/names.ts";
import type { Created } from "./creation.ts";

/** Longer than a slow phone needs; what is not answered by then is asked again. */
const ANSWER_MS = 10_000;

/** What became of asking the server to make it. */
export type Offer =
  | { readonly state: "created" }
  /** Nobody answered, or the server cannot just now. */
  | { readonly state: "later" }
  | { readonly state: "refused"; readonly message: string };

export function newDocId(): DocId {
  for (;;) {
    const id = printDocId(crypto.getRandomValues(new Uint8Array(DOC_ID_BYTES)));
    if (id !== undefined) return id;
  }
}

export async function offer(id: DocId): Promise<Offer> {
  let response: Response;
  try {
    response = await fetch("/api/docs", {
      method: "POST",
      cache: "no-store",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ id }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  } catch {
    return { state: "later" };
  }
  if (response.ok) return { state: "created" };
  const body = (await response.json().catch(() => undefined)) as { message?: unknown } | undefined;
  // Too many at once, or a server in trouble: nothing is wrong with the document. The same holds for words
  // that are not our server's: something in between answered.
  const said = typeof body?.message === "string" ? body.message : undefined;
  if (response.status === 429 || response.status >= 500 || said === undefined) return { state: "later" };
  return { state: "refused", message: said };
}

/** True where a page of it would open: the service worker is there, and the disk takes it. */
export async function beginHere(id: DocId): Promise<boolean> {
  if (!navigator.serviceWorker?.controller) return false;
  try {
    const { begin } = await import("./kept.ts");
    await begin(id);
    return true;
  } catch {
    return false;
  }
}

/** For an open document that the server does not know of. */
export async function createThere(room: string): Promise<Created> {
  const id = parseDocId(room);
  if (id === undefined) return "refused";
  const { state } = await offer(id);
  // An open document notes it in its own copy as well.
  if (state === "created")
    await import("./kept.ts").then(({ noteCreated }) => noteCreated(id)).catch(() => {});
  return state;
}
