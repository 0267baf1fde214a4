// The shapes of the API as schemas: input is checked by them, and the description is made from them.
// The types of lib/api.ts stand beside; the compiler holds both together below.

import { z } from "zod";
import type { DocPage, DocSummary, Me, Member, ShareLink, Sharing, TokenInfo } from "../../lib/api.ts";
import { DOC_ID_LENGTH } from "../../lib/names.ts";
import { HUES, MAX_NAME_CHARACTERS } from "../../lib/people.ts";

export const docId = z.string().length(DOC_ID_LENGTH).meta({ description: "A document's id" });
export const role = z.enum(["none", "view", "comment", "edit", "own"]);
export const linkRole = z.enum(["view", "comment", "edit"]);
/** Roles that an owner hands out by name. */
export const memberRole = z.enum(["none", "view", "comment", "edit"]);
const moment = z.number().int().min(0).meta({ description: "Milliseconds since 1970" });

export const person = z.object({
  name: z.string().trim().min(1).max(MAX_NAME_CHARACTERS),
  hue: z.number().int().min(1).max(HUES.length),
});

export const docSummary = z.object({
  id: docId,
  title: z.string(),
  excerpt: z.string(),
  words: z.number().int(),
  createdAt: moment,
  editedAt: moment,
  editedBy: person.optional(),
  people: z.array(person),
  role,
  locked: z.boolean(),
  starred: z.boolean(),
  openedAt: moment.optional(),
  trashedAt: moment.optional(),
});
export const docAnswer = z.object({ doc: docSummary });
export const docPage = z.object({
  docs: z.array(docSummary.extend({ snippet: z.string().optional() })),
  next: z.string().optional(),
});

export const shareLink = z.object({
  id: z.string(),
  role: linkRole,
  label: z.string(),
  createdAt: moment,
  expires: moment.optional(),
  hasPassword: z.boolean(),
  secret: z.string().optional(),
});
export const member = z.object({
  id: z.string(),
  person,
  role,
  via: z.string().optional(),
  isYou: z.boolean(),
});
export const sharing = z.object({
  general: role,
  locked: z.boolean(),
  findable: z.boolean(),
  links: z.array(shareLink),
  people: z.array(member),
});
export const me = z.object({
  id: z.string(),
  person,
  signedIn: z.boolean(),
  canSignIn: z.boolean(),
  mayCreate: z.boolean(),
});
export const token = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: moment,
  expires: moment.optional(),
});
export const done = z.object({ done: z.literal(true) });
export const problemShape = z.object({ code: z.string(), message: z.string() });

// A schema that drifts from its type in lib/api.ts is a type error here, in either direction.
type Same<A, B> = [A] extends [B] ? true : never;
type Plain<T> = T extends string
  ? string
  : T extends readonly (infer E)[]
    ? Plain<E>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;
export const HELD: readonly true[] = [
  true satisfies Same<Plain<z.infer<typeof docSummary>>, Plain<DocSummary>>,
  true satisfies Same<Plain<DocSummary>, Plain<z.infer<typeof docSummary>>>,
  true satisfies Same<Plain<z.infer<typeof docPage>>, Plain<DocPage>>,
  true satisfies Same<Plain<z.infer<typeof shareLink>>, Plain<ShareLink>>,
  true satisfies Same<Plain<z.infer<typeof member>>, Plain<Member>>,
  true satisfies Same<Plain<z.infer<typeof sharing>>, Plain<Sharing>>,
  true satisfies Same<Plain<z.infer<typeof me>>, Plain<Me>>,
  true satisfies Same<Plain<z.infer<typeof token>>, Plain<TokenInfo>>,
];
