// The secrets of links that were made in this tab: the server shows each once and keeps none. Called by
// the share dialog. They live as long as the tab does, and go when their link has ended.

import type { DocId } from "../../../lib/names.ts";

type Known = Readonly<Record<string, string>>;

const keyOf = (id: DocId) => `concord.links.${id}`;
/** Where session storage is closed, they live as long as the page. */
const memory = new Map<DocId, Known>();

export function secretsOf(id: DocId): Known {
  const here = memory.get(id);
  if (here !== undefined) return here;
  const read = parse(stored(id));
  memory.set(id, read);
  return read;
}

export const keepSecret = (id: DocId, link: string, secret: string): void =>
  put(id, { ...secretsOf(id), [link]: secret });

/** Forgets every secret whose link is not among these any more. */
export function keepOnly(id: DocId, links: readonly { readonly id: string }[]): void {
  const known = Object.entries(secretsOf(id));
  const left = known.filter(([link]) => links.some((one) => one.id === link));
  if (left.length < known.length) put(id, Object.fromEntries(left));
}

function put(id: DocId, known: Known): void {
  memory.set(id, known);
  try {
    if (Object.keys(known).length === 0) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), JSON.stringify(known));
  } catch {
    // The memory has it.
  }
}

function stored(id: DocId): string | null {
  try {
    return sessionStorage.getItem(keyOf(id));
  } catch {
    return null;
  }
}

function parse(text: string | null): Known {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return {};
  }
}
