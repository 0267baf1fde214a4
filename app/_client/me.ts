// You, in this browser: a name and a hue, kept in localStorage, the same in every tab. Called by the
// button with your initials, by its dialog, and by presence. Works, for the page's life, without storage.

import { useSyncExternalStore } from "react";
import { type Person, parsePerson, strangerOf } from "../../lib/people.ts";
import { remembered } from "./remembered.ts";

export const ME_KEY = "concord.me";

/** What the server draws, and the first frame of the browser: nobody yet. */
export const NOBODY: Person = { name: "", hue: 1 };

export function parseMe(text: string | null): Person | undefined {
  if (text === null) return undefined;
  try {
    return parsePerson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const stored = remembered<Person | undefined>(ME_KEY, parseMe, (me) =>
  me === undefined ? null : JSON.stringify({ name: me.name, hue: me.hue }),
);

/** You, outside React. A stranger is named at the first call, and keeps that name from then on. */
export function currentMe(): Person {
  const me = stored.get();
  if (me !== undefined) return me;
  const stranger = strangerOf(Math.random);
  stored.set(stranger);
  return stranger;
}

/** Ignores a person without a name. */
export function setMe(person: Person): void {
  const clean = parsePerson(person);
  if (clean !== undefined) stored.set(clean);
}

/** You. While the page hydrates this is NOBODY (an empty name); in the next frame it is you. */
export const useMe = (): Person => useSyncExternalStore(stored.subscribe, currentMe, () => NOBODY);
