// Sends one file to the sync server and tells how far it is. Called by the queue. XMLHttpRequest, because
// fetch does not tell how much of a body has been sent.

import type { FileBounds, StoredFile } from "../../../lib/files.ts";
import { filesAddress, parseFileId } from "../../../lib/files.ts";
import type { DocId } from "../../../lib/names.ts";
import { fileWords } from "../../_words/files.ts";
import { SendError, type Why } from "./queue.ts";

/** ms without a sign of life, in either direction, after which a line is taken for dead. */
const QUIET_MS = 30_000;

const WHY: Readonly<Record<string, Why>> = {
  "too-large": "too-large",
  forbidden: "forbidden",
  unauthenticated: "forbidden",
  "doc/not-found": "gone",
  "too-many": "too-many",
  "store/failed": "full",
  "bad-request": "unreadable",
};

export function sendFile(
  doc: DocId,
  blob: Blob,
  name: string,
  signal: AbortSignal,
  progress: (part: number) => void,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => request.abort(), QUIET_MS);
    };
    const abort = () => request.abort();
    const end = (settle: () => void) => {
      clearTimeout(quiet);
      signal.removeEventListener("abort", abort);
      settle();
    };
    const unreachable = () => end(() => reject(new SendError("unreachable")));
    request.open("POST", `${filesAddress(doc)}?name=${encodeURIComponent(name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      if (total > 0) progress(loaded / total);
    };
    request.onload = () =>
      end(() => {
        const answer = parse(request.responseText);
        const stored = request.status === 201 ? storedIn(answer) : undefined;
        if (stored !== undefined) resolve(stored);
        else reject(problemOf(request.status, answer));
      });
    request.onerror = unreachable;
    request.onabort = unreachable;
    request.ontimeout = unreachable;
    signal.addEventListener("abort", abort);
    alive();
    request.send(blob);
  });
}

function problemOf(status: number, answer: unknown): SendError {
  const { code, message } = (answer ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === "string" ? message : "";
  if (status === 404 && code === "bad-request") return new SendError("server", fileWords.noFiles);
  const why = typeof code === "string" ? WHY[code] : undefined;
  if (why !== undefined) return new SendError(why, text);
  // Not our server's words: a proxy that takes less than the server would, or that does not reach it.
  if (status === 413) return new SendError("too-large");
  if (status >= 500 || status === 0 || code === "store/closed") return new SendError("unreachable");
  return new SendError("server", text);
}

/** How large files may be. `undefined` where nobody says: then the server decides when it is sent one. */
export async function fetchBounds(doc: DocId): Promise<FileBounds | undefined> {
  try {
    const response = await fetch(filesAddress(doc), { headers: { accept: "application/json" } });
    const { bounds } = (await response.json()) as { bounds?: { fileBytes?: unknown; docBytes?: unknown } };
    const { fileBytes, docBytes } = bounds ?? {};
    return typeof fileBytes === "number" && typeof docBytes === "number"
      ? { fileBytes, docBytes }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of a file of ours that lies elsewhere: under another document that this person may read. */
export async function fetchFile(address: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (cause) {
    throw new SendError("unreachable", "", { cause });
  }
  if (!response.ok) throw new SendError(response.status >= 500 ? "unreachable" : "unreadable");
  return response.blob();
}

function storedIn(answer: unknown): StoredFile | undefined {
  const { file, type, bytes, name } = ((answer ?? {}) as { file?: Record<string, unknown> }).file ?? {};
  const id = parseFileId(file);
  if (id === undefined || typeof type !== "string" || typeof bytes !== "number") return undefined;
  return { file: id, type, bytes, name: typeof name === "string" ? name : "" };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
