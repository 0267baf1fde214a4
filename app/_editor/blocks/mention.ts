// `@` in the text: people who are here or are already named in the document, and days. A mention is a name as
// it was then, nothing more: nobody is called, and nothing about a person is looked up.

import type { Editor } from "@tiptap/core";
import type { Awareness } from "y-protocols/awareness";
import { nameOf } from "../../../lib/schema/allowed.ts";
import { currentMe } from "../../_client/me.ts";
import { blockSigns } from "../../_words/block-signs.ts";
import { othersIn } from "../others.ts";
import { dayFromNow, inWords } from "./date.ts";
import { type Choice, MAX_CHOICES, suggest } from "./suggest.ts";

interface Named {
  readonly name: string;
  readonly hue: number | undefined;
}

/** Who is here first, then who is named in the text; each name once. */
function peopleOf(editor: Editor): Named[] {
  const found = new Map<string, Named>();
  const carets = editor.extensionManager.extensions.find((one) => one.name === "carets");
  const awareness = carets?.options.awareness as Awareness | undefined;
  for (const { person } of awareness === undefined ? [] : othersIn(awareness)) {
    found.set(person.name, person);
  }
  const own = currentMe();
  if (own.name !== "" && !found.has(own.name)) found.set(own.name, own);
  editor.state.doc.descendants((node) => {
    const name = node.type.name === "mention" ? nameOf(node.attrs.name) : "";
    if (name !== "" && !found.has(name)) found.set(name, { name, hue: undefined });
    return found.size < MAX_PEOPLE;
  });
  return [...found.values()];
}

const MAX_PEOPLE = 300;

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** True where one of the words, or the whole, begins with what was typed. */
const begins = (text: string, query: string): boolean =>
  plain(text).startsWith(plain(query)) ||
  plain(text)
    .split(/\s+/)
    .some((word) => word.startsWith(plain(query)));

function put(
  editor: Editor,
  range: { from: number; to: number },
  type: string,
  attrs: Record<string, unknown>,
) {
  editor
    .chain()
    .focus()
    .insertContentAt(range, [
      { type, attrs },
      { type: "text", text: " " },
    ])
    .run();
}

export function choicesFor(
  query: string,
  people: readonly Named[],
  today: (days: number) => string,
): Choice[] {
  const named = people
    .filter(({ name }) => begins(name, query))
    .slice(0, MAX_CHOICES - 1)
    .map(
      ({ name, hue }): Choice => ({
        key: `person ${name}`,
        glyph: Array.from(name)[0]?.toUpperCase() ?? "",
        hue: hue ?? null,
        label: name,
        detail: hue === undefined ? blockSigns.inDocument : blockSigns.here,
        take: (editor, range) => put(editor, range, "mention", { name }),
      }),
    );
  const days = [
    { label: blockSigns.today, days: 0 },
    { label: blockSigns.tomorrow, days: 1 },
    { label: blockSigns.yesterday, days: -1 },
  ]
    .filter(({ label }) => begins(label, query))
    .map(
      ({ label, days: from }): Choice => ({
        key: `day ${from}`,
        glyph: "",
        label,
        detail: inWords(today(from)),
        take: (editor, range) => put(editor, range, "date", { day: today(from) }),
      }),
    );
  return [...named, ...(query === "" ? days.slice(0, 1) : days)].slice(0, MAX_CHOICES);
}

export const mentionList = suggest({
  name: "mentions",
  char: "@",
  // At the start of a word: an address of e-mail has its @ in the middle. A name may have one space in it.
  find: (before) => {
    const match = /(?:^|[\s(])(@([\p{L}\p{M}\p{N}'’.-]{0,30}(?: [\p{L}\p{M}\p{N}'’.-]{1,30})?))$/u.exec(
      before,
    );
    return match?.[1] === undefined ? undefined : { length: match[1].length, query: match[2] ?? "" };
  },
  label: blockSigns.suggestPeople,
  choices: (query, editor) => choicesFor(query, peopleOf(editor), (days) => dayFromNow(days)),
});

/** Types the sign, which opens the list. */
export function useMention(editor: Editor): void {
  const { $from } = editor.state.selection;
  const before = $from.nodeBefore?.isText === true ? ($from.nodeBefore.text ?? "") : "";
  editor
    .chain()
    .focus()
    .insertContent(before === "" || /[\s(]$/.test(before) ? "@" : " @")
    .run();
}
