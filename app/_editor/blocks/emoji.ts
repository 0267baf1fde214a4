// Emoji by their names: `:ship` shows a list, `:ship:` is taken at once. They are letters like any other in the
// document. The names are loaded with the first colon that somebody writes a name behind.

import { type Editor, Extension, InputRule } from "@tiptap/core";
import { blockSigns } from "../../_words/block-signs.ts";
import { type Choice, MAX_CHOICES, suggest } from "./suggest.ts";

type Named = import("./emoji-names.ts").Named;

let loading: Promise<readonly Named[]> | undefined;
/** There once they are loaded, so that a name is taken while its last colon is written. */
let loaded: readonly Named[] | undefined;

function load(): Promise<readonly Named[]> {
  loading ??= import("./emoji-names.ts").then(
    ({ EMOJI }) => {
      loaded = EMOJI;
      return EMOJI;
    },
    () => {
      loading = undefined;
      return [];
    },
  );
  return loading;
}

export const emojiNamed = (name: string, all: readonly Named[]): string | undefined =>
  all.find(({ names }) => names.includes(name.toLowerCase()))?.emoji;

/** `:ship:` at once; where the names are still on their way, when they are here. */
export const emojiClosed = Extension.create({
  name: "emojiClosed",
  addInputRules() {
    const { editor } = this;
    return [
      new InputRule({
        find: /(?:^|[\s(])(:([a-z0-9_+-]{2,40}):)$/i,
        handler: ({ state, range, match }) => {
          const name = match[2] ?? "";
          if (loaded === undefined) {
            load().then((all) => replaceLate(editor, name, all));
            return null;
          }
          const found = emojiNamed(name, loaded);
          if (found === undefined) return null;
          state.tr.insertText(found, range.to - name.length - 1, range.to);
        },
      }),
    ];
  },
});

/** Writing has gone on, but the name stands before the caret still, in the block that is being written. */
export function replaceLate(editor: Editor, name: string, all: readonly Named[]): void {
  const found = emojiNamed(name, all);
  if (found === undefined || editor.isDestroyed || !editor.isEditable) return;
  const { $from } = editor.state.selection;
  if (!$from.parent.isTextblock || $from.parent.type.spec.code === true) return;
  const typed = `:${name}:`;
  const at = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc").lastIndexOf(typed);
  if (at < 0) return;
  const from = $from.start() + at;
  editor.view.dispatch(editor.state.tr.insertText(found, from, from + typed.length));
}

/** The menu asked: a colon alone opens the list until something else is written. */
let asked = false;

export function useEmoji(editor: Editor): void {
  asked = true;
  const { $from } = editor.state.selection;
  const before = $from.nodeBefore?.isText === true ? ($from.nodeBefore.text ?? "") : "";
  editor
    .chain()
    .focus()
    .insertContent(before === "" || /[\s(]$/.test(before) ? ":" : " :")
    .run();
}

/** Beginning of a name first, then a word of it, then what it is about. */
export function emojiFor(query: string, all: readonly Named[]): readonly Choice[] {
  const name = query.toLowerCase();
  const rank = ({ names, tags }: Named): number => {
    if (names.some((one) => one.startsWith(name))) return 0;
    if (names.some((one) => one.includes(`_${name}`))) return 1;
    return tags.some((tag) => tag.startsWith(name)) ? 2 : 3;
  };
  // Of two that fit as well, the shorter name is the plainer thing: a heart before a heart on fire.
  const length = ({ names }: Named): number =>
    Math.min(...names.filter((one) => one.includes(name)).map((one) => one.length));
  return all
    .map((one) => ({ one, rank: rank(one), length: length(one) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank || (a.rank < 2 ? a.length - b.length : 0))
    .slice(0, MAX_CHOICES)
    .map(({ one: { emoji, names } }) => ({
      key: emoji,
      glyph: emoji,
      // Called by the name that was looked for, where it is one of several.
      label: `:${names.find((one) => one.includes(name)) ?? names[0] ?? ""}:`,
      take: (editor, range) =>
        editor
          .chain()
          .focus()
          // As letters do, it takes on how the text around it looks.
          .command(({ tr }) => Boolean(tr.insertText(emoji, range.from, range.to)))
          .run(),
    }));
}

export const emojiList = suggest({
  name: "emoji",
  char: ":",
  // At the start of a word only, and from the second letter on: "8:30" and "so: yes" are no emoji.
  find: (before) => {
    if (asked && /(?:^|[\s(]):$/.test(before)) return { length: 1, query: "" };
    asked = false;
    const match = /(?:^|[\s(])(:([a-z0-9_+-]{2,40}))$/i.exec(before);
    return match?.[1] === undefined ? undefined : { length: match[1].length, query: match[2] ?? "" };
  },
  label: blockSigns.suggestEmoji,
  choices: async (query) => emojiFor(query, await load()),
});
