// The HTTP contract between the web app and the sync server: types only. The server checks input with
// the schemas in sync-server/http/schemas.ts, which are held against these; the app reads answers.

import type { DocId } from "./names.ts";
import type { Person } from "./people.ts";
import type { LinkRole, Role } from "./policy.ts";

export interface DocSummary {
  readonly id: DocId;
  /** Empty until somebody wrote one. */
  readonly title: string;
  readonly excerpt: string;
  readonly words: number;
  /** Milliseconds since 1970, by the server's clock. */
  readonly createdAt: number;
  readonly editedAt: number;
  /** Who edited last, where that is known. */
  readonly editedBy?: Person | undefined;
  /** Who is in it now, each once. */
  readonly people: readonly Person[];
  /** What the asker may do. */
  readonly role: Role;
  /** Nobody writes, though their role would let them. */
  readonly locked: boolean;
  readonly starred: boolean;
  /** When the asker last opened it. */
  readonly openedAt?: number | undefined;
  readonly trashedAt?: number | undefined;
}

/** At most this many ids in one `GET /api/docs?ids=a,b,c`. Unknown ids are left out of the answer. */
export const MAX_IDS_PER_REQUEST = 100;

export type DocView = "recent" | "mine" | "shared" | "trash";
export type DocOrder = "edited" | "title" | "created";

export interface DocPage {
  readonly docs: readonly (DocSummary & { readonly snippet?: string | undefined })[];
  /** Hand this back for the next page; absent at the end. */
  readonly next?: string | undefined;
}

export interface ShareLink {
  readonly id: string;
  readonly role: LinkRole;
  readonly label: string;
  readonly createdAt: number;
  readonly expires?: number | undefined;
  readonly hasPassword: boolean;
  /** Only in the answer that made it. */
  readonly secret?: string | undefined;
}

export interface Member {
  readonly id: string;
  readonly person: Person;
  readonly role: Role;
  /** How they came: by name, or by a link with this label. */
  readonly via?: string | undefined;
  readonly isYou: boolean;
}

export interface Sharing {
  readonly general: Role;
  readonly locked: boolean;
  readonly findable: boolean;
  readonly links: readonly ShareLink[];
  readonly people: readonly Member[];
}

export interface Me {
  readonly id: string;
  readonly person: Person;
  /** Signed in with the identity provider. */
  readonly signedIn: boolean;
  /** An identity provider is set up: there is somewhere to sign in. */
  readonly canSignIn: boolean;
  readonly mayCreate: boolean;
}

/** Where guests make nothing: one step comes before the first document. */
export const mustSignIn = ({ canSignIn, signedIn, mayCreate }: Me): boolean =>
  canSignIn && !signedIn && !mayCreate;

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expires?: number | undefined;
}

/** Every answer that is not 2xx has this body. `code` is stable, `message` is for people. */
export interface ApiProblem {
  readonly code: string;
  readonly message: string;
}

/** One message of `GET /api/events`. */
export type LiveEvent =
  | { readonly kind: "doc"; readonly doc: DocSummary }
  | { readonly kind: "gone"; readonly id: DocId };
