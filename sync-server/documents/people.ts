// Names and colours of people, by identity. Called by the door (presence is stamped with them) and by
// lists. Somebody who never chose a name has a friendly one, always the same.

import type { UserId } from "../../lib/names.ts";
import { type Person, parsePerson, strangerOf } from "../../lib/people.ts";
import { hashOf } from "../access/identity.ts";
import type { Store } from "../store/store.ts";

/** People kept in memory, so that stamping presence needs no disk. */
const MAX_KEPT = 20_000;

export interface People {
  of(user: UserId): Promise<Person>;
  /** What is known without asking the disk: `of` was called before. */
  known(user: UserId): Person;
  /** What others may know a person by: stable, and no way back to the identity. */
  publicId(user: UserId): string;
  rename(user: UserId, person: Person): Promise<void>;
}

export function createPeople(store: Store): People {
  const kept = new Map<UserId, Person>();

  function keep(user: UserId, person: Person): Person {
    kept.set(user, person);
    if (kept.size > MAX_KEPT)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    return person;
  }

  const stranger = (user: UserId): Person => {
    const bytes = Buffer.from(hashOf(user), "hex");
    let at = 0;
    return strangerOf(() => (bytes[at++ % bytes.length] as number) / 256);
  };

  return {
    async of(user) {
      const known = kept.get(user);
      if (known !== undefined) return known;
      const bytes = await store.get(`person/${user}`);
      const stored = bytes && parsePerson(JSON.parse(Buffer.from(bytes).toString("utf8")));
      return keep(user, stored ?? stranger(user));
    },
    known: (user) => kept.get(user) ?? stranger(user),
    publicId: (user) => hashOf(`public ${user}`).slice(0, 16),
    async rename(user, person) {
      await store.put(`person/${user}`, Buffer.from(JSON.stringify(person)));
      keep(user, person);
    },
  };
}

/** "Amber Fox" was given, here or by the app: whoever has that name has not chosen one. */
export function isMadeUp({ name }: Person): boolean {
  for (let hue = 0; hue < 1; hue += 1 / 24) {
    for (let animal = 0; animal < 1; animal += 1 / 100) {
      const dice = [hue, animal];
      if (strangerOf(() => dice.shift() ?? 0).name === name) return true;
    }
  }
  return false;
}
