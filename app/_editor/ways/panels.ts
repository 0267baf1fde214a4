// Which panel of an editor is open: palette, list of shortcuts, find, link, block menu, outline. Actions
// open them from anywhere; the components of this room subscribe. One store per editor, gone with it.

import type { Editor } from "@tiptap/core";
import { useSyncExternalStore } from "react";

export interface Panels {
  readonly dialog: "palette" | "shortcuts" | "outline" | undefined;
  readonly find: "find" | "replace" | undefined;
  /** Raised when find is asked for again, so that its field takes the focus. */
  readonly findAsked: number;
  readonly linking: boolean;
}

const CLOSED: Panels = { dialog: undefined, find: undefined, findAsked: 0, linking: false };

export interface PanelStore {
  get(): Panels;
  set(change: Partial<Panels>): void;
  subscribe(listener: () => void): () => void;
}

const stores = new WeakMap<Editor, PanelStore>();

export function panelsOf(editor: Editor): PanelStore {
  const known = stores.get(editor);
  if (known !== undefined) return known;
  let now = CLOSED;
  const listeners = new Set<() => void>();
  const store: PanelStore = {
    get: () => now,
    set(change) {
      now = { ...now, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  stores.set(editor, store);
  return store;
}

/** One value of the store: renders when that changes. */
export function usePanel<K extends keyof Panels>(editor: Editor, key: K): Panels[K] {
  const store = panelsOf(editor);
  return useSyncExternalStore(
    store.subscribe,
    () => store.get()[key],
    () => CLOSED[key],
  );
}

export function openFind(editor: Editor, find: "find" | "replace"): void {
  const { set, get } = panelsOf(editor);
  set({ find, findAsked: get().findAsked + 1 });
}
