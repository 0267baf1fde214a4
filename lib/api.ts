// The HTTP contract between the web app and the sync server. Types and paths only; the server
// checks input with the schemas in sync-server/http, the app reads answers with these types.

import type { DocId } from "./names.ts";
import type { Person } from "./people.ts";

export interface DocSummary {
  readonly id: DocId;
  /** Empty until somebody wrote one. */
  readonly title: string;
  readonly excerpt: string;
  readonly words: number;
  /** Milliseconds since 1970, by the server's clock. */
  readonly createdAt: number;
  readonly editedAt: number;
  /** Who is in it now, each once. */
  readonly people: readonly Person[];
}

/** At most this many ids in one `GET /api/docs?ids=a,b,c`. Unknown ids are left out of the answer. */
export const MAX_IDS_PER_REQUEST = 100;

export interface Api {
  "POST /api/docs": { answer: { doc: DocSummary } };
  "GET /api/docs?ids=": { answer: { docs: readonly DocSummary[] } };
  "GET /api/docs/:id": { answer: { doc: DocSummary } };
}

/** Every answer that is not 2xx has this body. `code` is stable, `message` is for people. */
export interface ApiProblem {
  readonly code: string;
  readonly message: string;
}
