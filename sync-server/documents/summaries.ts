// What lists and pages show of a document, for one person: its record, who is in it now, and what they noted
// of it themselves. Called by every feature that answers with documents.

import type { DocSummary } from "../../lib/api.ts";
import { bodyOf, type DocId, type UserId } from "../../lib/names.ts";
import { type Person, parsePerson } from "../../lib/people.ts";
import type { Permission } from "../access/access.ts";
import type { Room } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Store } from "../store/store.ts";
import type { Digests } from "./digests.ts";
import type { People } from "./people.ts";
import type { DocRecord } from "./records.ts";

/** What somebody noted of a document for themselves; with it the document is on their list. */
export interface Note {
  readonly openedAt: number;
  readonly starred?: boolean;
}

export interface Notes {
  get(user: UserId, doc: DocId): Promise<Note | undefined>;
  put(user: UserId, doc: DocId, note: Note): Promise<void>;
  remove(user: UserId, doc: DocId): Promise<void>;
}

export function createNotes(store: Store): Notes {
  const keyOf = (user: UserId, doc: DocId) => `mine/${user}/${doc}`;
  return {
    async get(user, doc) {
      const bytes = await store.get(keyOf(user, doc));
      return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString("utf8"));
    },
    put: (user, doc, note) => store.put(keyOf(user, doc), Buffer.from(JSON.stringify(note))),
    remove: (user, doc) => store.del(keyOf(user, doc)),
  };
}

export type Summary = (
  doc: DocId,
  record: DocRecord,
  permission: Pick<Permission, "role">,
  user: UserId,
  note?: Note,
) => Promise<DocSummary>;

export interface SummaryEnv {
  readonly rooms: Rooms;
  readonly notes: Notes;
  readonly people: People;
  readonly digests: () => Digests;
}

export const createSummary =
  ({ rooms, notes, people, digests }: SummaryEnv): Summary =>
  async (doc, record, permission, user, note) => {
    const room = rooms.peek(bodyOf(doc));
    const known = note ?? (await notes.get(user, doc));
    const by = record.editedBy as UserId | undefined;
    return {
      id: doc,
      title: record.title,
      excerpt: record.excerpt,
      words: record.words,
      createdAt: record.createdAt,
      editedAt: (room && digests().editedAt(room)) ?? record.editedAt,
      editedBy: by === undefined ? undefined : await people.of(by),
      people: room === undefined ? [] : peopleIn(room),
      role: permission.role,
      locked: record.locked,
      starred: known?.starred ?? false,
      openedAt: known?.openedAt,
      trashedAt: record.trashedAt,
    };
  };

/** Each name once: a person with two tabs is one person. */
function peopleIn(room: Room): Person[] {
  const found = new Map<string, Person>();
  for (const state of room.presence.states()) {
    const person = parsePerson((state as { user?: unknown }).user);
    if (person !== undefined) found.set(`${person.hue} ${person.name}`, person);
  }
  return [...found.values()];
}
