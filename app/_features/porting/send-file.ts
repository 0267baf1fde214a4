// A file becomes a document on the server. Called by the import on the home page. Every failure is one sentence
// for people, and leaves nothing behind.

import type { DocSummary } from "../../../lib/api.ts";
import { isKind, type Kind } from "../../../lib/convert/kinds.ts";
import { LOSSES, type Lost } from "../../../lib/convert/report.ts";
import { docIn } from "../../_client/api.ts";
import { en } from "../../_words/en.ts";
import { porting } from "../../_words/porting.ts";

const words = porting.import;
/** Bytes; the server takes no more (sync-server/features/porting.ts). */
const MAX_BYTES = 5 * 1024 * 1024;
/** The server converts one file after another. */
const TIMEOUT_MS = 90_000;

export class ImportError extends Error {}

export interface Arrived {
  readonly doc: DocSummary;
  readonly lost: readonly Lost[];
}

const ENDINGS: Readonly<Record<string, Kind>> = {
  markdown: "md",
  mdown: "md",
  mkd: "md",
  htm: "html",
  text: "txt",
};

/** By the end of its name. */
export function kindOfFile(name: string): Kind | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return isKind(ending) ? ending : ENDINGS[ending];
}

export async function sendFile(file: File, signal?: AbortSignal): Promise<Arrived> {
  const as = kindOfFile(file.name);
  if (as === undefined) throw new ImportError(words.wrongKind);
  if (file.size > MAX_BYTES) throw new ImportError(words.tooLarge);
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let answer: unknown;
  try {
    const body = as === "html" ? await cleaned(file) : file;
    response = await fetch(`/api/import?${new URLSearchParams({ as, name: file.name.slice(-300) })}`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/octet-stream" },
      body,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    answer = await response.json();
  } catch (cause) {
    throw new ImportError(limit.aborted ? en.problems.slow : en.problems.unreachable, { cause });
  }
  if (!response.ok) {
    const { message } = (answer ?? {}) as { message?: unknown };
    throw new ImportError(typeof message === "string" ? message : en.problems.unreadable);
  }
  return { doc: docIn(answer), lost: lostIn(answer) };
}

/** Pages from Word and others go through the cleaner of pasted pages first, which needs a browser. */
async function cleaned(file: File): Promise<Blob> {
  const html = await file.text();
  if (/<meta name="generator" content="Concord">/.test(html.slice(0, 1_000))) return file;
  const { cleanPasted } = await import("../../_editor/paste/clean.ts");
  const title = /<title[^>]*>[^<]*<\/title>/i.exec(html)?.[0] ?? "";
  return new Blob([`<head>${title}</head><body>${cleanPasted(html)}</body>`]);
}

function lostIn(answer: unknown): Lost[] {
  const { lost } = (answer ?? {}) as { lost?: unknown };
  if (!Array.isArray(lost)) return [];
  return lost.flatMap((one: unknown) => {
    const { what, times } = (one ?? {}) as { what?: unknown; times?: unknown };
    const known = LOSSES.find((loss) => loss === what);
    return known === undefined || typeof times !== "number" ? [] : [{ what: known, times }];
  });
}
