// Reads the other people of a document out of its awareness. Called by the carets and by the presence
// row. Everything in there comes from other browsers: it is checked and rebuilt, never passed on.
// An awareness state: `user` { name, hue, id }, `cursor` { anchor, head } or null, `at`, `away`.

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
  /** The same in all tabs of one person: the server's word, in its `user.id`. */
  readonly identity: string | undefined;
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

/** "Mina" is enough, unless there are two of different names: Mina in two tabs is one. */
export function shortNames(names: readonly string[]): string[] {
  const firstOf = (name: string) => name.split(" ", 1)[0] ?? name;
  const times = new Map<string, number>();
  for (const name of new Set(names)) times.set(firstOf(name), (times.get(firstOf(name)) ?? 0) + 1);
  return names.map((name) => (times.get(firstOf(name)) === 1 ? firstOf(name) : name));
}

export function parseOther(clientId: number, state: unknown): Other | undefined {
  if (typeof state !== "object" || state === null) return undefined;
  const { user, cursor, at, away } = state as Record<string, unknown>;
  const person = parsePerson(user);
  if (person === undefined) return undefined;
  return {
    clientId,
    person,
    identity: parseIdentity(user),
    cursor: parseCursor(cursor),
    at: at === "title" || at === "body" ? at : undefined,
    away: typeof away === "number" && Number.isFinite(away) ? away : undefined,
  };
}

/** Sixteen letters as the server makes them; anything much longer is not from there. */
const MAX_IDENTITY_CHARACTERS = 64;

function parseIdentity(user: unknown): string | undefined {
  const { id } = user as { id?: unknown };
  return typeof id === "string" && id !== "" && id.length <= MAX_IDENTITY_CHARACTERS ? id : undefined;
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
