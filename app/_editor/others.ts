// Reads the other people of a document out of its awareness. Called by the carets and by the presence
// row. Everything in there comes from other browsers: it is checked and rebuilt, never passed on.
// An awareness state: `user` { name, hue }, `cursor` { anchor, head } or null, `at`, `away`.

import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { CONTENT } from "../../lib/doc.ts";
import { type Person, parsePerson } from "../../lib/people.ts";

export interface Cursor {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

export interface Other {
  readonly clientId: number;
  readonly person: Person;
  /** Where they write in the body; `undefined` when they only read, or write in the title. */
  readonly cursor: Cursor | undefined;
  readonly at: "title" | "body" | undefined;
  /** Since when they have not touched anything, by their own clock in ms. */
  readonly away: number | undefined;
}

/** More than this are not drawn or listed: a room holds fewer. */
const MAX_OTHERS = 200;

export function othersIn(awareness: Awareness): Other[] {
  const others: Other[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const other = parseOther(clientId, state);
    if (other !== undefined) others.push(other);
    if (others.length === MAX_OTHERS) break;
  }
  // By id, so that the row keeps its order whoever moves.
  return others.sort((a, b) => a.clientId - b.clientId);
}

/** "Mina" is enough, unless there are two. */
export function shortNames(names: readonly string[]): string[] {
  const first = names.map((name) => name.split(" ")[0] ?? name);
  return names.map((name, index) => {
    const own = first[index] ?? name;
    return first.filter((other) => other === own).length === 1 ? own : name;
  });
}

export function parseOther(clientId: number, state: unknown): Other | undefined {
  if (typeof state !== "object" || state === null) return undefined;
  const { user, cursor, at, away } = state as Record<string, unknown>;
  const person = parsePerson(user);
  if (person === undefined) return undefined;
  return {
    clientId,
    person,
    cursor: parseCursor(cursor),
    at: at === "title" || at === "body" ? at : undefined,
    away: typeof away === "number" && Number.isFinite(away) ? away : undefined,
  };
}

function parseCursor(value: unknown): Cursor | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { anchor, head } = value as Record<string, unknown>;
  const from = parsePosition(anchor);
  const to = parsePosition(head);
  return from === undefined || to === undefined ? undefined : { anchor: from, head: to };
}

function parsePosition(value: unknown): Y.RelativePosition | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, tname, item, assoc } = value as Record<string, unknown>;
  // Any other name would make a new root type in our document.
  if (tname !== undefined && tname !== null && tname !== CONTENT) return undefined;
  const typeId = parseId(type);
  const itemId = parseId(item);
  if (typeId === undefined && itemId === undefined && tname !== CONTENT) return undefined;
  return new Y.RelativePosition(
    typeId ?? null,
    tname === CONTENT ? CONTENT : null,
    itemId ?? null,
    assoc === -1 ? -1 : 0,
  );
}

function parseId(value: unknown): Y.ID | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { client, clock } = value as Record<string, unknown>;
  const natural = (n: unknown): n is number => typeof n === "number" && Number.isSafeInteger(n) && n >= 0;
  return natural(client) && natural(clock) ? Y.createID(client, clock) : undefined;
}
