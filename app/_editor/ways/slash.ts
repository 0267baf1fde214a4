// Sees when "/" is typed at the start of a block or after a space, and what is typed after it. Keeps what
// the menu shows: rows and the chosen one. The menu (slash-menu.tsx) draws it; keys are taken here, so
// that "/h1" and Enter work in one go, before anything was drawn.
// Works on the document, not on keys: an input method and a phone's keyboard tell of no "/".

import { type Editor, Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { Action } from "../commands/action.ts";
import { type Found, search } from "../commands/match.ts";
import { noteAction, recentActions } from "../commands/recent.ts";
import { available, become } from "../commands/table.ts";
import { asOneStep } from "../undo-steps.ts";

/** Longer is text and no name of an action. */
const MAX_QUERY_CHARACTERS = 32;
/** After so many letters without a hit the person is writing, not choosing. */
const LETTERS_WITHOUT_HIT = 3;
const MAX_RECENT_SHOWN = 3;

export interface Slash {
  /** Of "/" and of the caret. */
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

export interface SlashView extends Slash {
  readonly rows: readonly Found<Action>[];
  /** How many of the first rows are there because they were used before. */
  readonly recent: number;
  readonly chosen: number;
}

/** "/…" that ends at the caret, if it stands at the start of its block or after a space. */
export function slashAt({ selection }: EditorState): Slash | undefined {
  const { $from, empty } = selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code === true) return undefined;
  const start = Math.max(0, $from.parentOffset - MAX_QUERY_CHARACTERS - 2);
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, "\ufffc");
  const at = before.lastIndexOf("/");
  if (at === -1 || (at > 0 ? !/[\s\ufffc(]/.test(before[at - 1] ?? "") : start > 0)) return undefined;
  const query = before.slice(at + 1);
  if (query.startsWith(" ") || query.length > MAX_QUERY_CHARACTERS || /[\n\ufffc]/.test(query))
    return undefined;
  // In code a slash is a slash.
  const { code } = $from.doc.type.schema.marks;
  if (code !== undefined && code.isInSet($from.marks()) !== undefined) return undefined;
  const from = $from.pos - query.length - 1;
  return { from, to: $from.pos, query };
}

/** The rows for what was typed: with nothing typed, what was used before comes first. */
export function rowsFor(
  query: string,
  actions: readonly Action[],
  recent: readonly string[],
): { readonly rows: readonly Found<Action>[]; readonly recent: number } {
  if (query.trim() !== "") return { rows: search(query, actions, recent), recent: 0 };
  const first = recent
    .flatMap((id) => actions.find((action) => action.id === id) ?? [])
    .slice(0, MAX_RECENT_SHOWN);
  // What was used before stands in its own group as well: nobody should look for it in vain.
  const rows = [...first, ...actions].map((item) => ({ item, score: 0, marked: [] }));
  return { rows, recent: first.length };
}

/** Goes on from what was there; `typed` is the transaction that changed something. */
export function nextSlash(
  before: Slash | undefined,
  tr: Transaction,
  after: EditorState,
  hits: (query: string) => number,
): Slash | undefined {
  const asked: unknown = tr.getMeta(slashKey);
  if (asked === "close") return undefined;
  if (!tr.docChanged && !tr.selectionSet) return before;
  const now = slashAt(after);
  if (now === undefined) return undefined;
  const elsewhere = tr.getMeta("addToHistory") === false;
  if (before === undefined) {
    // It opens for the one who typed "/", at that moment only: not by paste, undo, or a click beside it.
    const pasted = tr.getMeta("uiEvent") !== undefined;
    const opens = asked === "open" || (tr.docChanged && !elsewhere && !pasted && now.query === "");
    return opens && (asked === "open" || inserted(tr)) ? now : undefined;
  }
  if (!tr.docChanged && now.from !== before.from) return undefined;
  const letters = now.query.replace(/\s/g, "").length;
  const none = now.query !== "" && hits(now.query) === 0;
  if (none && (letters > LETTERS_WITHOUT_HIT || now.query.includes(" "))) return undefined;
  return now;
}

/** Something was put in; "/" that appears because letters behind it were deleted opens nothing. */
const inserted = (tr: Transaction): boolean => tr.doc.content.size > tr.before.content.size;

export const slashKey = new PluginKey<Slash | undefined>("slash");

export interface SlashStore {
  get(): SlashView | undefined;
  subscribe(listener: () => void): () => void;
  choose(at: number): void;
  run(at: number): void;
  close(): void;
}

const stores = new WeakMap<Editor, SlashStore>();
export const slashOf = (editor: Editor): SlashStore | undefined => stores.get(editor);

/** For a "/" that stands at the caret already. */
export function openSlash({ state, view }: Editor): void {
  view.dispatch(state.tr.setSelection(state.selection).setMeta(slashKey, "open"));
}

export interface SlashOptions {
  readonly actions: readonly Action[];
}

export const SlashKeys = Extension.create<SlashOptions>({
  name: "slash",
  // Before lists and tables, which take Enter and Tab.
  priority: 1_100,

  addOptions: () => ({ actions: [] }),

  addProseMirrorPlugins() {
    const { editor } = this;
    const { actions } = this.options;
    const listeners = new Set<() => void>();
    let shown: SlashView | undefined;
    let offered: readonly Action[] = actions;

    const show = (next: SlashView | undefined) => {
      if (next === shown) return;
      shown = next;
      for (const listener of [...listeners]) listener();
    };
    const update = (now: Slash | undefined) => {
      if (now === undefined) return show(undefined);
      // What can be done is asked once, when the menu opens.
      if (shown === undefined) offered = available(actions, editor);
      if (shown?.query === now.query && shown.from === now.from) return;
      show({ ...now, ...rowsFor(now.query, offered, recentActions()), chosen: 0 });
    };
    const close = () => editor.view.dispatch(editor.state.tr.setMeta(slashKey, "close"));
    const store: SlashStore = {
      get: () => shown,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      choose(at) {
        if (shown === undefined || shown.rows.length === 0) return;
        const count = shown.rows.length;
        show({ ...shown, chosen: ((at % count) + count) % count });
      },
      run(at) {
        const action = shown?.rows[at]?.item;
        const range = slashKey.getState(editor.state);
        if (action === undefined || range === undefined) return;
        asOneStep(editor.state, () => {
          editor.view.dispatch(editor.state.tr.delete(range.from, range.to).setMeta(slashKey, "close"));
          become(editor, action);
        });
        noteAction(action.id);
      },
      close,
    };
    stores.set(editor, store);

    const onKey = (view: EditorView, event: KeyboardEvent): boolean => {
      // While an input method composes, Enter and arrows are its own.
      if (shown === undefined || event.isComposing || view.composing || event.keyCode === 229) return false;
      if (event.key === "Escape") {
        close();
        return true;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || shown.rows.length === 0) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        store.choose(shown.chosen + (event.key === "ArrowDown" ? 1 : -1));
        return true;
      }
      if ((event.key !== "Enter" && event.key !== "Tab") || event.shiftKey) return false;
      store.run(shown.chosen);
      return true;
    };

    return [
      new Plugin<Slash | undefined>({
        key: slashKey,
        state: {
          init: () => undefined,
          apply: (tr, before, _old, after) =>
            editor.isEditable
              ? nextSlash(before, tr, after, (query) => search(query, offered).length)
              : undefined,
        },
        view: () => ({
          update: (view) => update(slashKey.getState(view.state)),
          destroy: () => show(undefined),
        }),
        props: {
          handleKeyDown: onKey,
          handleDOMEvents: {
            blur: () => {
              if (shown !== undefined) close();
              return false;
            },
          },
        },
      }),
    ];
  },
});
