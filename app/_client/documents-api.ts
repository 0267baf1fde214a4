// Lists of documents over HTTP, and what is done with a document from outside. Called by home. Every
// failure is an ApiError with one sentence for people; commands are safe to repeat, `duplicate` is not.

import type { DocOrder, DocPage, DocView } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import { docIn, readDoc } from "./api.ts";
import { request, unreadable } from "./request.ts";

export interface ListQuestion {
  readonly view: DocView;
  readonly order: DocOrder;
  /** Words in title or text; the answer comes best first then. */
  readonly words?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** As the server has it; longer questions are cut. */
const MAX_QUESTION_CHARACTERS = 200;

export async function listDocs(question: ListQuestion, signal?: AbortSignal): Promise<DocPage> {
  const asked = new URLSearchParams({ view: question.view, order: question.order });
  const words = question.words?.trim() ?? "";
  if (words !== "") asked.set("q", words.slice(0, MAX_QUESTION_CHARACTERS));
  if (question.cursor !== undefined) asked.set("cursor", question.cursor);
  if (question.limit !== undefined) asked.set("limit", String(question.limit));
  return readPage(await request("GET", `/api/docs?${asked}`, undefined, signal));
}

const command =
  (verb: string) =>
  async (id: DocId, body: object = {}): Promise<void> => {
    await request("POST", `/api/docs/${id}/document/${verb}`, body);
  };

export const rename = (id: DocId, title: string) => command("rename")(id, { title });
export const star = command("star");
export const unstar = command("unstar");
export const trash = command("trash");
export const restore = command("restore");
export const deleteForEver = command("delete");
/** Off the list of somebody who does not own it. The document stays. */
export const leaveList = command("forget");
/** On the list, as opened now. */
export const noteOpenedThere = command("open");

export const duplicate = async (id: DocId) =>
  docIn(await request("POST", `/api/docs/${id}/document/duplicate`));

function readPage(body: unknown): DocPage {
  const { docs, next } = (body ?? {}) as { docs?: unknown; next?: unknown };
  if (!Array.isArray(docs)) throw unreadable();
  return {
    docs: docs.flatMap((value: unknown) => {
      const doc = readDoc(value);
      if (doc === undefined) return [];
      const { snippet } = value as { snippet?: unknown };
      return [{ ...doc, snippet: typeof snippet === "string" && snippet !== "" ? snippet : undefined }];
    }),
    next: typeof next === "string" ? next : undefined,
  };
}
