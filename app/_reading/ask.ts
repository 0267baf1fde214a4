// Asks the sync server, as the visitor, what a document's page needs before it is alive. Called by the
// route /d. Runs on Next's server only; the sync server decides what this visitor may see of it.

import { cache } from "react";
import type { DocSummary } from "../../lib/api.ts";
import type { DocId } from "../../lib/names.ts";
import type { Role } from "../../lib/policy.ts";
import { decodeReading } from "../../lib/render/decode.ts";
import type { Reading } from "../../lib/render/reading.ts";
import { askServer } from "./server.ts";

export type Known =
  | {
      readonly state: "known";
      readonly title: string;
      /** The first line, for whoever lists it. */
      readonly excerpt: string;
      readonly standing: { readonly role: Role; readonly locked: boolean } | undefined;
      /** Search engines may list it. */
      readonly findable: boolean;
      readonly reading: Reading | undefined;
    }
  /** `none`: the server says that there is no such document. `unknown`: it did not say anything. */
  | { readonly state: "unknown" | "none" };

/** Asked once for a page, though both its head and its body want to know. */
export const ask = cache(async (id: DocId, from: number): Promise<Known> => {
  const response = await askServer(`/api/docs/${id}/reading?from=${from}`);
  if (response?.status === 404 || response?.status === 410) return { state: "none" };
  if (response?.ok !== true) return { state: "unknown" };
  try {
    return known(await response.json());
  } catch {
    return { state: "unknown" };
  }
});

function known(answer: unknown): Known {
  const { doc, findable, reading } = (answer ?? {}) as {
    readonly doc?: Partial<DocSummary>;
    readonly findable?: unknown;
    readonly reading?: unknown;
  };
  const drawn = decodeReading(reading);
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    state: "known",
    // What is drawn is newer than what lists show.
    title: drawn?.title ?? text(doc?.title),
    excerpt: text(doc?.excerpt),
    standing: doc?.role === undefined ? undefined : { role: doc.role, locked: doc.locked === true },
    findable: findable === true,
    reading: drawn,
  };
}
