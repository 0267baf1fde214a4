// You, in this browser: a name and a hue, kept in localStorage, the same in every tab. Called by the
// button with your initials, by its dialog, and by presence. Works, for the page's life, without storage.
// `remembered` is the one way this app keeps a small value here; recents and theme use it too.

import { useSyncExternalStore } from "react";
import { type Person, parsePerson, strangerOf } from "../../lib/people.ts";

/** One value in localStorage, as React reads it: the same object until it changed. */
export interface Remembered<T> {
  get(): T;
  set(value: T): void;
  /** Told when it changes, here or in another tab. */
  subscribe(listener: () => void): () => void;
}

/** `read` gets what is stored, or null; it must take anything, for people and old versions write there too. */
export function remembered<T>(
  key: string,
  read: (text: string | null) => T,
  /** `null` removes it. */
  print: (value: T) => string | null,
): Remembered<T> {
  const listeners = new Set<() => void>();
  // Where storage is closed (private windows, a blocked site) or full, the value lives as long as the page.
  let unstored: { readonly text: string | null } | undefined;
  let known: { readonly text: string | null; readonly value: T } | undefined;

  const load = (): string | null => {
    if (unstored !== undefined) return unstored.text;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const save = (text: string | null): void => {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      unstored = undefined;
    } catch {
      unstored = { text };
    }
  };
  const told = (event: StorageEvent): void => {
    if (event.key !== null && event.key !== key) return;
    for (const listener of listeners) listener();
  };

  return {
    get() {
      const text = load();
      if (known === undefined || known.text !== text) known = { text, value: read(text) };
      return known.value;
    },
    set(value) {
      const text = print(value);
      save(text);
      known = { text, value };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      if (listeners.size === 0) window.addEventListener("storage", told);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener("storage", told);
      };
    },
  };
}

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
