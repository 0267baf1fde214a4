// Emoji by their names: `:ship` shows a list, `:ship:` is taken at once. They are letters like any other in the
// document. The names are loaded with the first colon that somebody writes a name behind.

import type { Editor } from "@tiptap/core";
import { blockWords } from "../../_words/blocks.ts";
import { type Choice, MAX_CHOICES, suggest } from "./suggest.ts";

type Named = import("./emoji-names.ts").Named;

let loading: Promise<readonly Named[]> | undefined;

function load(): Promise<readonly Named[]> {
  loading ??= import("./emoji-names.ts").then(
    ({ EMOJI }) => EMOJI,
    () => {
      loading = undefined;
      return [];
    },
  );
  return loading;
}

/** Called by the name that was looked for, where it is one of several. */
const choice = ({ emoji, names }: Named, name: string, exact: boolean): Choice => ({
  key: emoji,
  glyph: emoji,
  label: `:${names.find((one) => one.includes(name)) ?? names[0] ?? ""}:`,
  exact,
  take: (editor, range) => editor.chain().focus().insertContentAt(range, { type: "text", text: emoji }).run(),
});

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
  const closed = query.endsWith(":");
  const name = (closed ? query.slice(0, -1) : query).toLowerCase();
  if (closed) {
    const found = all.find(({ names }) => names.includes(name));
    return found === undefined ? [] : [choice(found, name, true)];
  }
  const rank = ({ names, tags }: Named): number => {
    if (names.includes(name)) return 0;
    if (names.some((one) => one.startsWith(name))) return 1;
    if (names.some((one) => one.includes(`_${name}`))) return 2;
    return tags.some((tag) => tag.startsWith(name)) ? 3 : 4;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((entry) => entry.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_CHOICES)
    .map(({ one }) => choice(one, name, false));
}

export const emoji = suggest({
  name: "emoji",
  char: ":",
  // At the start of a word only, and from the second letter on: "8:30" and "so: yes" are no emoji.
  find: (before) => {
    if (asked && /(?:^|[\s(]):$/.test(before)) return { length: 1, query: "" };
    asked = false;
    const match = /(?:^|[\s(])(:([a-z0-9_+-]{2,40}:?))$/i.exec(before);
    return match?.[1] === undefined ? undefined : { length: match[1].length, query: match[2] ?? "" };
  },
  label: blockWords.suggestEmoji,
  choices: async (query) => emojiFor(query, await load()),
});
