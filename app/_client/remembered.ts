// A small value that this browser keeps in localStorage, the same in every tab: the one way this app does that.
// Called by you (me.ts), recents, theme and the settings of views. Works, for the page's life, without storage.

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
