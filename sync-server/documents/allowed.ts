// The door of every route that names a document: may this visitor do that with it? Called by features;
// access decides, this turns its word into an answer. Forbidden and unknown look alike.

import { AppError } from "../../lib/errors.ts";
import { type DocId, parseDocId } from "../../lib/names.ts";
import { type Action, can } from "../../lib/policy.ts";
import type { Access, Permission } from "../access/access.ts";
import type { Visitor } from "../access/identity.ts";
import type { Digests } from "./digests.ts";
import type { DocRecord, Records } from "./records.ts";

export interface Allowed {
  readonly doc: DocId;
  readonly record: DocRecord;
  readonly visitor: Visitor;
  readonly permission: Permission;
}

interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly visitor: Visitor | undefined;
  readonly address: string;
}

/** Counts, by address, who asks for what is not there for them. */
interface Guesses {
  mayGuess(address: string, kind: "miss" | "by-address"): boolean;
}

/**
 * Rejects with `doc/not-found` where it may not even be read, with `forbidden` where it may. `fresh`: the record is to
 * show what was written a moment ago.
 */
export type Allow = (asked: Asked, action: Action, fresh?: "fresh") => Promise<Allowed>;

export const createAllow =
  (records: Records, access: Access, guesses: Guesses, freshen: Digests["freshen"]): Allow =>
  async ({ params, visitor, address }, action, fresh) => {
    const doc = parseDocId(params.id ?? "");
    const record = doc && (await records.atDoor(doc));
    const unknown = () =>
      guesses.mayGuess(address, "miss")
        ? new AppError("doc/not-found", "There is no document at this address.")
        : tooMany();
    if (!doc || !visitor) throw unknown();
    // Asked where there is no document as well: the refusal takes the same steps (A4).
    const judged = await access.judge(visitor.user, doc, record);
    if (!record) throw unknown();
    // What lies in the trash is there for its owner alone.
    const inOwnTrash = record.owner === visitor.user && record.trashedAt !== undefined;
    const permission: Permission = inOwnTrash ? { role: "own", mayWrite: false, granted: true } : judged;
    if (!can(permission.role, "read")) throw unknown();
    if (!permission.granted && !guesses.mayGuess(address, "by-address")) throw tooMany();
    if (!can(permission.role, action))
      throw new AppError("forbidden", "You may read this document, but not do that.");
    const isRead = fresh !== undefined && (await freshen("lists", new Set([doc])));
    return { doc, record: (isRead && records.peek(doc)) || record, visitor, permission };
  };

const tooMany = () =>
  new AppError(
    "too-many",
    "Many documents that are not there were asked for from here. Try again in a moment.",
  );
