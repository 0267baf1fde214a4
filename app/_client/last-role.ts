// What the server last said that one may do with a document, where that is less than writing: nobody says it offline.
// Noted by the document page whenever it hears of it, read by the page that stands in while nobody answers. In a file
// of its own that comes with kept.ts, after the first letter: no page waits for it. Never throws.

import { type DocId, parseDocId } from "../../lib/names.ts";
import type { Role } from "../../lib/policy.ts";

const KEY = "concord.may";
/** Documents; the newest stay. As many as home remembers. */
export const MAX_ROLES = 200;

type LessThanWriting = "view" | "comment";
type Noted = readonly (readonly [DocId, LessThanWriting])[];

export const lastRole = (id: DocId): LessThanWriting | undefined => new Map(noted()).get(id);

export function noteRole(id: DocId, role: Role): void {
  const before = noted();
  const after = withRole(before, id, role);
  if (after === before) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(after));
  } catch {
    // Storage is switched off or full: there is hardly a copy to open offline either.
  }
}

export function withRole(list: Noted, id: DocId, role: Role): Noted {
  const less = isLess(role) ? role : undefined;
  if (new Map(list).get(id) === less) return list;
  const rest = list.filter(([other]) => other !== id);
  return less === undefined ? rest : [[id, less] as const, ...rest].slice(0, MAX_ROLES);
}

/** Drops whatever is no entry. */
export function parseRoles(text: string | null): Noted {
  let list: unknown;
  try {
    list = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const [name, role] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const id = typeof name === "string" ? parseDocId(name) : undefined;
    return id !== undefined && isLess(role) ? [[id, role] as const] : [];
  });
}

function noted(): Noted {
  try {
    return parseRoles(localStorage.getItem(KEY));
  } catch {
    return [];
  }
}

const isLess = (role: unknown): role is LessThanWriting => role === "view" || role === "comment";
